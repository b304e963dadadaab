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
    visit, deed = Visit(sheet, key), "" if switching() else request.form.get("do", "")
    if deed == "say" and accepted(visit.message):
        visit.say()
    elif deed == "take_back" and accepted(visit.form):
        visit.take_back()
    elif deed in ("save", "next") and accepted(visit.form):
        visit.save(and_go_on=deed == "next")
    if visit.onward and not visit.left:
        return redirect(visit.onward)
    if visit.left:
        flash(visit.left)
    return visit.page(), visit.status(visit.message if deed == "say" else visit.form)


class Visit:
    """One text as somebody sees it, with what they typed beside it and what came of that."""

    def __init__(self, sheet: Sheet, key: str) -> None:
        self.id, self.key = sheet.consultation.id, key
        self.sheet, self.entry = sheet, sheet.entry(key)
        self.messages = translation_queries.thread(self.id, key)
        self.message = MessageForm(open_question=translation_queries.is_open(self.messages))
        self.form = TextsForm()
        self.fields = self.form.fields([self.entry]) | self.form.typed([self.entry], request.form)
        use(sheet, self.fields)
        self.onward = ""  # where to go when all is done
        self.left = ""  # what was typed and is not stored, and so keeps somebody here
        self.stopped = False

    def say(self) -> None:
        """Keep what was noted, asked or answered."""
        _send(self.id, self.key, self.message)
        self.onward, self.left = text_address(self.id, self.key), self._unsaved()
        self.messages = translation_queries.thread(self.id, self.key)
        self.message = MessageForm(open_question=translation_queries.is_open(self.messages), formdata=None)

    def take_back(self) -> None:
        """Let the text count as unchecked."""
        translating_service.take_back(current_officer(), self.id, self.key)
        flash(_("The text counts as translated, but not as checked"))
        self.onward, self.left = text_address(self.id, self.key), self._unsaved() or self._unsent()
        self._look_again()

    def save(self, *, and_go_on: bool) -> None:
        """Save the translation, unless it is refused or somebody else holds the survey."""
        saved = save(self.id, self.fields)
        self.stopped = saved is None
        if saved is None:
            return
        say_saved(saved)
        if not saved.refused:
            to = _next(self.sheet, self.key) if and_go_on else self.key
            self.onward = text_address(self.id, to) if to else room_address(self.id)
            self.left = self._unsent()
        self._look_again()
        self.fields = again(self.sheet, self.fields, saved) or self.form.fields([self.entry])

    def page(self) -> str:
        """The page as it is now."""
        previous, following = neighbours(self.sheet.entries, self.key)
        group = self.entry.group
        return render_template(
            "surveys/translation/text.html",
            **usual(self.sheet, [self.entry], self.fields, self.form, stopped=self.stopped),
            entry=self.entry,
            previous=previous,
            following=following,
            messages=self.messages,
            message=self.message,
            siblings=[each for each in self.sheet.entries if group and each.group == group],
            hands=translation_queries.hands(self.id, [self.entry]).get(self.key),
        )

    def status(self, sent: MessageForm | TextsForm) -> int:
        """The page's status; `sent` is the form that was."""
        if self.stopped:
            return 409
        return 422 if errors([self.entry], self.fields) else status(sent)

    def _look_again(self) -> None:
        self.sheet = translation_queries.sheet(current_officer(), self.id)
        self.entry = self.sheet.entry(self.key)

    def _unsaved(self) -> str:
        kept = _is_unsaved(self.entry, self.fields[self.key])
        return _("Your translation is still here, but it is not saved") if kept else ""

    def _unsent(self) -> str:
        return _("Your question or note is still here, but it is not sent") if self.message.said.data else ""


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
