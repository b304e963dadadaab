"""What does somebody see whose page was saved meanwhile in another tab, or by somebody else?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from engage.respond import meanwhile, queries
from engage.respond.contact_forms import ContactForm
from engage.respond.door_views import tongue_of
from engage.respond.forms import PageForm
from engage.respond.leaving import Then
from engage.respond.meanwhile import CONTACT, MINE, SAVED
from engage.respond.summary import Line, line
from engage.respond.visit import Visit
from engage.surveys import fields
from engage.surveys.answers import PageReading
from engage.surveys.contact import NAMES, Purpose
from engage.surveys.definition import Answer, Question, Step
from engage.web import language, switching

SEEN, DISPUTED = "seen", "disputed"
SEEN_CONTACT = (
    "seen-contact"  # another name: the script that saves while somebody types leaves that page alone
)


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
    names = [name for question in asked for name in fields.names(question, step.key(question))]
    carried = [*_carried(names), (SEEN, meanwhile.marks(form.keys, stored))]
    lost = form.problems[0][1] if form.is_lost else ""
    return _shown(visit, disputes, carried, lost, is_new=bool(keys))


def contact_versions(visit: Visit, form: ContactForm, *, lost: str = "", is_new: bool = False) -> Response:
    """Both versions of where somebody may be written to."""
    stored, mine = queries.contact_left(visit), meanwhile.contact(form.email.data or "", form.chosen)
    saved, typed = (_contact_line(form, each) for each in (stored, mine))
    dispute = Dispute(CONTACT, _field(CONTACT), "", saved, typed, _choice(CONTACT))
    carried = [*_carried(["email", "purposes"]), (SEEN_CONTACT, contact_seen(stored))]
    return _shown(visit, [dispute], carried, lost, is_new=is_new)


def contact_seen(left: PageReading) -> str:
    """What the page remembers that shows this."""
    return meanwhile.marks(left.keys, left.answers)


def contact_choice() -> str:
    """Which of the two is kept; empty until the choice is made."""
    return _choice(CONTACT)


def _contact_line(form: ContactForm, left: PageReading) -> Line:
    title, answer = str(form.email.label.text), left.answers.get(CONTACT)
    email, *purposes = cast(list[str], answer.value) if answer else [""]
    names = [NAMES[Purpose(each)][language()] for each in purposes]
    return Line(title, [each for each in (email, *names) if each], None, None, title)


def _shown(
    visit: Visit, disputes: list[Dispute], carried: list[tuple[str, str]], lost: str, *, is_new: bool
) -> Response:
    """The page, with the fields that it carries along unseen."""
    is_first_look = is_new or (switching() and request.form["switch"] != "errors")
    shown = render_template(
        "respond/versions.html",
        visit=visit,
        disputes=disputes,
        problems=[] if is_first_look else _problems(disputes, lost),
        carried=carried,
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


def _problems(disputes: list[Dispute], lost: str) -> list[tuple[str, str]]:
    """What stands in the way of saving what was chosen; `lost` says so when the page's token is."""
    if lost:
        return [(f"#{each.field}", lost) for each in disputes[:1]]
    return [
        (f"#{each.field}", _("Choose which answer to keep: %(question)s", question=each.mine.change))
        for each in disputes
        if not each.choice
    ]


def _carried(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """The name and the text of everything that was typed on the page."""
    for name in names:
        yield from ((name, text) for text in request.form.getlist(name))
    if wish := Then.read(request.form.get("then", "")):
        yield "then", wish
