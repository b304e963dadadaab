"""At which address does a translator see one text with all that helps to translate it?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.surveys import translating_service, translation_queries
from engage.surveys.translation_forms import Field, MessageForm, TextsForm
from engage.surveys.translation_queries import Sheet
from engage.surveys.translation_sheet import TO_DO, Entry, neighbours
from engage.surveys.translation_shown_views import (
    again,
    errors,
    room_address,
    save,
    say_saved,
    text_address,
    use,
    usual,
)
from engage.web import Room, accepted, current_officer, language, officers_only, status, switching

room = Room("surveys_translation_text", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/translation/text",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/cyfieithu/testun",
    methods=["GET", "POST"],
)
def show(consultation_id: int) -> ResponseReturnValue:
    """One text with all that helps to translate it, and what was said about it."""
    sheet = translation_queries.sheet(current_officer(), consultation_id)
    key = request.args.get("key", "")
    if not key:
        return redirect(room_address(consultation_id))
    entry = sheet.entry(key)
    messages = translation_queries.thread(consultation_id, key)
    form, message = TextsForm(), MessageForm(open_question=translation_queries.is_open(messages))
    fields = form.fields([entry]) | form.typed([entry], request.form)
    use(sheet, fields)
    deed = "" if switching() else request.form.get("do", "")
    onward, left, stopped = "", "", False
    if deed == "say" and accepted(message):
        _send(consultation_id, key, message)
        onward = text_address(consultation_id, key)
        if _is_unsaved(entry, fields[key]):
            left = _("Your translation is still here, but it is not saved")
        messages = translation_queries.thread(consultation_id, key)
        message = MessageForm(open_question=translation_queries.is_open(messages), formdata=None)
    if deed == "take_back" and accepted(form):
        translating_service.take_back(current_officer(), consultation_id, key)
        flash(_("The text counts as translated, but not as checked"))
        onward = text_address(consultation_id, key)
        if _is_unsaved(entry, fields[key]):
            left = _("Your translation is still here, but it is not saved")
        elif message.said.data:
            left = _("Your question or note is still here, but it is not sent")
        sheet = translation_queries.sheet(current_officer(), consultation_id)
        entry = sheet.entry(key)
    if deed in ("save", "next") and accepted(form):
        saved = save(consultation_id, fields)
        stopped = saved is None
        if saved and not saved.refused:
            to = _next(sheet, key) if deed == "next" else key
            onward = text_address(consultation_id, to) if to else room_address(consultation_id)
            if message.said.data:
                left = _("Your question or note is still here, but it is not sent")
        if saved:
            say_saved(saved)
            sheet = translation_queries.sheet(current_officer(), consultation_id)
            entry = sheet.entry(key)
            fields = again(sheet, fields, saved) or form.fields([entry])
    if onward and not left:
        return redirect(onward)
    if left:
        flash(left)
    previous, following = neighbours(sheet.entries, key)
    page = render_template(
        "surveys/translation/text.html",
        **usual(sheet, [entry], fields, form, stopped=stopped),
        entry=entry,
        previous=previous,
        following=following,
        messages=messages,
        message=message,
        siblings=[each for each in sheet.entries if entry.group and each.group == entry.group],
        hands=translation_queries.hands(consultation_id, [entry]).get(key),
    )
    if stopped:
        return page, 409
    return page, 422 if errors([entry], fields) else status(message if deed == "say" else form)


def _is_unsaved(entry: Entry, field: Field) -> bool:
    """Was something typed or ticked that would be lost if the page were opened anew?"""
    return field.still_right or field.checked or field.words != entry.tidied(entry.target)


def _next(sheet: Sheet, key: str) -> str:
    """The next text that is to be done, from this one on and then from the beginning; empty: none is."""
    keys = [each.key for each in sheet.entries]
    at = keys.index(key)
    waiting = [*sheet.entries[at + 1 :], *sheet.entries[:at]]
    return next((each.key for each in waiting if each.state in TO_DO and not each.locked), "")


def _send(consultation_id: int, key: str, form: MessageForm) -> None:
    translating_service.say(
        current_officer(),
        consultation_id,
        key,
        form.sort.data,
        form.said.data,
        language=language(),
        now=clock.now(),
    )
    flash(_("Your words are kept with the text"))
