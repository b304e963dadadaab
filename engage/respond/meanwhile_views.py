"""What does somebody see whose page was saved meanwhile in another tab, or by somebody else?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from engage.respond import meanwhile
from engage.respond.door_views import tongue_of
from engage.respond.forms import PageForm
from engage.respond.leaving import Then
from engage.respond.meanwhile import MINE, SAVED
from engage.respond.summary import Line, line
from engage.respond.visit import Visit
from engage.surveys import fields
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answer, Question, Step
from engage.web import language, switching

SEEN, DISPUTED = "seen", "disputed"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One question with the answer that was saved meanwhile, and the one that was sent now."""

    key: str
    field: str
    item: str
    saved: Line
    mine: Line
    choice: str  # SAVED or MINE; empty until it is made


def is_settling() -> bool:
    """Was this sent from the page that shows both versions?"""
    return DISPUTED in request.form


def is_settled(form: PageForm) -> bool:
    """Was a choice made for every question of the page in dispute?"""
    return all(choice for key, choice in _choices().items() if key in form.keys)


def settled(form: PageForm, stored: Mapping[str, Answer]) -> PageReading:
    """What is kept of the page, once the choices are made."""
    return meanwhile.settled(form.lasting, stored, _choices())


def versions(
    visit: Visit,
    step: Step,
    asked: tuple[Question, ...],
    form: PageForm,
    stored: Mapping[str, Answer],
    keys: Iterable[str] = (),
) -> Response:
    """Both versions of every answer in dispute, with what was typed on the page carried along."""
    disputes = list(_disputes(visit, step, asked, form, stored, set(keys or request.form.getlist(DISPUTED))))
    is_first_look = bool(keys) or (switching() and request.form["switch"] != "errors")
    problems = [] if is_first_look else _problems(form, disputes)
    shown = render_template(
        "respond/versions.html",
        visit=visit,
        disputes=disputes,
        problems=problems,
        carried=list(_carried(step, asked)),
        seen=meanwhile.marks(form.keys, stored),
        SAVED=SAVED,
        MINE=MINE,
    )
    return make_response(shown, 200 if switching() else 409)


def _choices() -> dict[str, str]:
    return {key: _choice(key) for key in request.form.getlist(DISPUTED)}


def _choice(key: str) -> str:
    chosen = request.form.get(_field(key), "")
    return chosen if chosen in (SAVED, MINE) else ""


def _field(key: str) -> str:
    return f"version:{key}"


def _disputes(
    visit: Visit,
    step: Step,
    asked: tuple[Question, ...],
    form: PageForm,
    stored: Mapping[str, Answer],
    keys: set[str],
) -> Iterable[Dispute]:
    assert form.reading
    spoken = tongue_of(visit, step)
    for question in asked:
        key = step.key(question)
        if key in keys:
            saved, mine = (
                line(step, question, answers.get(key), language(), spoken=spoken)
                for answers in (stored, form.reading.answers)
            )
            item = step.item.label[language()] if step.item else ""
            yield Dispute(key, _field(key), item, saved, mine, _choice(key))


def _problems(form: PageForm, disputes: list[Dispute]) -> list[tuple[str, str]]:
    """What stands in the way of saving what was chosen."""
    if form.is_lost:
        return [(f"#{disputes[0].field}", text) for _href, text in form.problems] if disputes else []
    return [
        (f"#{each.field}", _("Choose which answer to keep: %(question)s", question=each.mine.change))
        for each in disputes
        if not each.choice
    ]


def _carried(step: Step, asked: tuple[Question, ...]) -> Iterable[tuple[str, str]]:
    """The name and the text of everything that was typed on the page."""
    for question in asked:
        for name in fields.names(question, step.key(question)):
            yield from ((name, text) for text in request.form.getlist(name))
    if wish := Then.read(request.form.get("then", "")):
        yield "then", wish
