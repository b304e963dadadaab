"""Who has come with this code, and where may they be?

The code in every address here opens the answers. So none of these pages may be cached, no address is passed
on to another site, and nothing that holds one is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.config import settings
from engage.consultations import moments
from engage.errors import NotFound
from engage.respond import codes, queries, sent_service
from engage.respond.channel import ASSISTED
from engage.respond.forms import is_ours
from engage.respond.summary import Address, Chapter, Line, chapters, line
from engage.respond.visit import Visit
from engage.surveys.answers import PageReading, read, redisplay
from engage.surveys.definition import Answer, Question, Step
from engage.surveys.journey import Journey
from engage.surveys.postcode_queries import looked_up
from engage.web import Room, csrf, current_officer, language, show_council

SOON = timedelta(days=1)  # before closing: from then on every page says when that is

room = Room("answering", __name__)
csrf.exempt(room)  # the views check the token themselves, so as to show what was typed when it is lost


@room.after_request
def keep_private(response: Response) -> Response:
    """An address that opens answers is not told to other sites, and no search engine keeps it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def visit_of(code: str) -> Visit:
    """Whoever has this code. Raises NotFound, also while the consultation is not yet open.

    Who has finished on a shared computer is shown nothing until the return code is typed in.
    """
    visit = queries.visit(code)
    if clock.now() < visit.occasion.opens_at:
        raise NotFound
    show_council(visit.occasion.council)
    if visit.changes and visit.kept is None:  # the change was sent, or forgotten
        original = codes.changing(code, settings().secret_key, changes=False)
        if request.method != "POST":
            abort(redirect(url_for("answering.sent", code=original)))
        visit = queries.visit(original or "")  # so that what was typed since is shown
    if visit.is_cleared or (visit.kept and visit.kept.locked) or not may_see(visit):
        abort(locked(visit))
    return visit


def may_see(visit: Visit) -> bool:
    """May this browser see what somebody answers? Where a helper enters it, only helpers of the council."""
    if visit.channel not in ASSISTED:
        return True
    if not current_user.is_authenticated:
        return False
    officer = current_officer()
    may_help = may(officer.role_names, Permission.ENTER_RESPONSES)
    return bool(may_help and officer.council.slug == visit.occasion.council.slug)


def drafting(code: str) -> Visit:
    """Somebody who has not sent yet."""
    visit = visit_of(code)
    if visit.reference:
        abort(sent_already(visit))
    return visit


def reviewing(code: str) -> Visit:
    """Somebody who has been through the pages, while answers are taken; others are led to where they are."""
    return been_through(drafting(code))


def been_through(visit: Visit) -> Visit:
    """The same person, if they have been through the pages, while answers are taken."""
    if not queries.takes_answers(visit, clock.now()):
        abort(closed(visit))
    if visit.kept is None or visit.journey.next_step:
        abort(redirect(where(visit)))
    return visit


def where(visit: Visit) -> str:
    """Where somebody was: the first page that still lacks an answer, else where they check them all."""
    if visit.reference:
        return url_for(".sent", code=visit.code)
    first = visit.journey.asked[0] if visit.kept is None else None
    step = visit.journey.next_step or first
    if step is None:
        return url_for(".check", code=visit.code)
    return url_for(".page", code=visit.code, number=step.number)


def sent_address(visit: Visit) -> str:
    """Where somebody is led who has just sent their answers, or a change of them."""
    if not visit.changes:
        return url_for("answering.sent", code=visit.code)
    original = codes.changing(visit.code, settings().secret_key, changes=False)
    return url_for("answering.sent", code=original, changed="yes")


def sent_already(visit: Visit) -> Response:
    """Lead to the reference; whoever tried to change an answer is told that nothing was changed."""
    if request.method != "POST":
        return make_response(redirect(url_for(".sent", code=visit.code)))
    became = sent_service.became(visit)
    shown = render_template("respond/already_sent.html", visit=visit, became=became, typed=typed(visit))
    return make_response(shown, 409)


def locked(visit: Visit) -> Response:
    """Say that the return code is needed; what was typed on an old page is shown, but not what is stored."""
    shown = render_template("respond/locked.html", visit=visit, typed=typed(visit))
    return make_response(shown, 409 if request.method == "POST" else 200)


def typed(visit: Visit) -> list[Line]:
    """What this page was sent with although it is not taken: it is the person's own work.

    Not where nobody can tell whose it is: a browser that was cleared may send an old page again for whoever
    uses it next, and a helper must not see again what somebody else has said.
    """
    if not is_ours(request.form) or visit.channel in ASSISTED:
        return []
    steps = {
        "answering.page": visit.questionnaire.steps,
        "answering.equality_page": visit.questionnaire.equality,
    }
    if request.method == "POST" and request.endpoint == "answering.contact":
        return _typed_address()
    number = (request.view_args or {}).get("number")
    found = [step for step in steps.get(str(request.endpoint), ()) if step.number == number]
    if request.method != "POST" or not found:
        return []
    lines = [_typed(visit, found[0], question) for question in found[0].page.questions]
    return [each for each in lines if each.detail]


def _typed_address() -> list[Line]:
    email = request.form.get("email", "").strip()
    return [Line(_("Email address"), email, None, None, "")] if email else []


def _typed(visit: Visit, step: Step, question: Question) -> Line:
    key = step.key(question)
    fields = looked_up(visit.occasion.id, {key: question}, request.form)
    read_well = line(
        step,
        question,
        read(question, key, fields, language()).answer,
        language(),
        spoken=tongue_of(visit, step),
    )
    if read_well.detail:
        return read_well
    texts = [
        text for each in redisplay(question, key, request.form).values() for text in each if text.strip()
    ]
    return replace(read_well, detail=texts)


def closed(visit: Visit, reading: PageReading | None = None) -> Response:
    """Say that it is too late, and show what was answered, just now too: it is the person's own work."""
    answers = reading.over(visit.answers) if reading else visit.answers
    journey = Journey(visit.questionnaire.steps, answers)
    answered = given(visit, journey, answers) if answers else []
    shown = render_template(
        "respond/closed.html",
        visit=visit,
        chapters=answered,
        typed=[] if reading else typed(visit),
        **closing_times(visit),
    )
    return make_response(shown, 409 if request.method == "POST" else 200)


def other_way(visit: Visit, step: Step | None = None, endpoint: str = ".page") -> str:
    """The same page of the standard survey, with the code that opens the same answers."""
    standard = queries.same_in(visit)
    if step is None:
        return where(standard)
    steps = standard.questionnaire.steps if endpoint == ".page" else standard.questionnaire.equality
    for each in steps:
        if each.page.id == step.page.id and each.item == step.item:
            return url_for(endpoint, code=standard.code, number=each.number)
    return where(standard)


def given(
    visit: Visit, journey: Journey, answers: Mapping[str, Answer], change: Address | None = None
) -> list[Chapter]:
    """What was answered, in the words in which this person was asked."""
    way, own = visit.questionnaire.way, visit.questionnaire.definition.sections
    return chapters(journey, answers, language(), change, tongue=way.tag if way else "", own=own)


def tongue_of(visit: Visit, step: Step) -> str | None:
    """The language of the words of this page, when that is neither Welsh nor English."""
    way, own = visit.questionnaire.way, visit.questionnaire.definition.sections
    return way.tag if way and way.tag and step.section in own else None


def closing_times(visit: Visit) -> dict[str, object]:
    """When answers are last taken, until when they are then from this person; and where the standard is.

    `closing` is that last minute where it is so near that every page says it.
    """
    closes_at, now = visit.occasion.closes_at, clock.now()
    grace = moments.last_minute(visit.occasion.answers_until) if visit.in_grace(now) else None
    last = moments.last_minute(closes_at)
    closing = last if closes_at - SOON <= now < closes_at else None
    return {"last": last, "closing": closing, "grace": grace, "standard": partial(other_way, visit)}
