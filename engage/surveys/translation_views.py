"""At which addresses do translators see everything that there is to translate?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from engage import clock
from engage.surveys import translating_service, translation_queries
from engage.surveys.translating_service import Saved
from engage.surveys.translation import State
from engage.surveys.translation_forms import TextsForm
from engage.surveys.translation_queries import Sheet
from engage.surveys.translation_sheet import DONE, TO_DO, Entry, counted
from engage.surveys.translation_shown_views import again, errors, room_address, save, say_saved, use, usual
from engage.web import Room, accepted, current_officer, officers_only, status

office = Room("surveys_translation", __name__)
officers_only(office)

PAGE = 20  # texts on one page of the list
VIEWS = ("to_do", *(str(state) for state in (*TO_DO, *DONE)), "asked", "all")


@office.page(
    en="/officers/consultations/<int:consultation_id>/survey/translation",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/cyfieithu",
    methods=["GET", "POST"],
)
def room(consultation_id: int) -> ResponseReturnValue:
    """Every text in one list; save, and sign off, the translations on one page of it."""
    sheet = translation_queries.sheet(current_officer(), consultation_id)
    form = TextsForm()
    typed = form.typed(sheet.entries, request.form) if request.method == "POST" else {}
    chosen = [each for each in _chosen(sheet) if _in_view(each, sheet, _view())]
    shown = [each for each in sheet.entries if each.key in typed] or _page_of(chosen)
    fields = form.fields(shown) | typed
    use(sheet, fields)
    saved, stopped = None, False
    if accepted(form) and "use" not in request.form:
        saved = save(consultation_id, typed)
        stopped = saved is None
    if saved:
        say_saved(saved)
        if not saved.refused:
            return redirect(_here(consultation_id))
        sheet = translation_queries.sheet(current_officer(), consultation_id)
        shown = [each for each in sheet.entries if each.key in typed]
        fields = form.fields(shown) | again(sheet, typed, saved)
    page = render_template(
        "surveys/translation/room.html",
        **usual(sheet, shown, fields, form, stopped=stopped),
        view=_view(),
        views=VIEWS,
        counts=counted(sheet.entries),
        part=request.args.get("part", ""),
        found=len(chosen),
        page=_number(chosen),
        pages=_pages(chosen),
        address=lambda number: _here(consultation_id, page=number),
    )
    return page, 409 if stopped else 422 if errors(shown, fields) else status(form)


@office.page(
    en="/officers/consultations/<int:consultation_id>/survey/translation/sign-off",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/cyfieithu/cadarnhau",
    methods=["GET", "POST"],
)
def sign_off(consultation_id: int) -> ResponseReturnValue:
    """Read the translations of one page or of everything, and say that they are right."""
    sheet = translation_queries.sheet(current_officer(), consultation_id)
    on_page = request.args.get("on", "")
    shown = [each for each in _chosen(sheet) if on_page in ("", each.page) and not each.locked]
    ready = [each for each in shown if each.state == State.DONE]
    form = TextsForm()
    if accepted(form):
        seen = {key: field.seen for key, field in form.typed(ready, request.form).items()}
        signed = translating_service.sign_off(current_officer(), consultation_id, seen, now=clock.now())
        say_saved(Saved(signed_off=signed))
        return redirect(room_address(consultation_id))
    page = render_template(
        "surveys/translation/sign_off.html",
        **usual(sheet, ready, form.fields(ready), form),
        left=sum(each.state in TO_DO for each in shown),
    )
    return page, status(form)


def _view() -> str:
    wanted = request.args.get("view", "to_do")
    return wanted if wanted in VIEWS else "all"


def _chosen(sheet: Sheet) -> list[Entry]:
    """The texts of the part that was asked for."""
    part = request.args.get("part", "")
    return [each for each in sheet.entries if part in ("", each.part)]


def _in_view(entry: Entry, sheet: Sheet, view: str) -> bool:
    if view == "to_do":
        return entry.state in TO_DO and not entry.locked
    if view == "asked":
        return entry.key in sheet.asked
    return view in ("all", entry.state)


def _pages(found: Sequence[Entry]) -> int:
    return max(1, -(-len(found) // PAGE))


def _number(found: Sequence[Entry]) -> int:
    wanted = request.args.get("page", 1, type=int)
    return min(max(wanted, 1), _pages(found))


def _page_of(found: Sequence[Entry]) -> list[Entry]:
    start = (_number(found) - 1) * PAGE
    return list(found[start : start + PAGE])


def _here(consultation_id: int, **changes: Any) -> str:
    wanted = {name: request.args[name] for name in ("view", "part", "page") if name in request.args}
    return room_address(consultation_id, **{**wanted, **changes})
