"""At which addresses does somebody answer, page by page?

The code in every address here opens the answers. So none of these pages may be cached, no address is passed
on to another site, and nothing that holds one is logged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.consultations import moments
from engage.errors import NotFound
from engage.respond import forms, queries, service
from engage.respond.forms import ContactForm, PageForm
from engage.respond.service import AlreadySent, Closed, Unfinished
from engage.respond.summary import chapters
from engage.respond.visit import GRACE, Visit
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answers, Step
from engage.surveys.journey import Journey
from engage.web import Room, csrf, language, show_council, switching

room = Room("answering", __name__)
csrf.exempt(room)  # the views check the token themselves, so as to show what was typed when it is lost


@room.after_request
def keep_private(response: Response) -> Response:
    """An address that opens answers is not told to other sites, and no search engine keeps it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# --- page by page ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leg:
    """A stretch of pages: where they are, what has been answered on them, and where that is looked over."""

    endpoint: str
    review: str
    before: str  # where "Back" leads from the first page
    journey: Journey
    answers: Answers
    save: Callable[[PageReading], Journey]


@room.page(
    en="/respond/<code>/page/<int:number>",
    cy="/ymateb/<code>/tudalen/<int:number>",
    methods=["GET", "POST"],
)
def page(code: str, number: int) -> ResponseReturnValue:
    """Show one page of the survey; once it is answered well, keep it and go on."""
    visit = _drafting(code)
    if not visit.journey.can_visit(number):
        return redirect(_here(visit))

    def save(reading: PageReading) -> Journey:
        return service.save_page(visit, reading, language=language(), now=clock.now()).journey

    start = url_for("respond.start", slug=visit.occasion.slug[language()])
    return _turn(visit, number, Leg(".page", ".check", start, visit.journey, visit.answers, save))


@room.page(
    en="/respond/<code>/equality/<int:number>",
    cy="/ymateb/<code>/cydraddoldeb/<int:number>",
    methods=["GET", "POST"],
)
def equality_page(code: str, number: int) -> ResponseReturnValue:
    """Show one page of the equality questions; what is answered is kept apart from the opinions."""
    visit = _reviewing(code)
    answers = queries.equality_answers(visit)
    journey = Journey(visit.questionnaire.equality, answers)
    if not journey.can_visit(number):
        return redirect(url_for(".equality", code=code))

    def save(reading: PageReading) -> Journey:
        saved = service.save_equality_page(visit, reading, now=clock.now())
        return Journey(visit.questionnaire.equality, saved)

    intro = url_for(".equality", code=code)
    return _turn(visit, number, Leg(".equality_page", ".send", intro, journey, answers, save))


def _turn(visit: Visit, number: int, leg: Leg) -> ResponseReturnValue:
    """One turn of a page: show it, or show it again, or keep it and lead on."""
    step = leg.journey.step(number)
    assert step  # it can be visited, so it is asked
    form = _form(leg, step)
    if not visit.may_answer(clock.now()):
        return _closed(visit, form.reading)
    if form.reading is None or form.problems or switching():
        return _page(visit, leg, step, form)
    try:
        after = leg.save(form.reading)
    except AlreadySent:
        return _sent_already(queries.visit(visit.code))
    return redirect(_onward(visit, leg, after, number), 303)


def _form(leg: Leg, step: Step) -> PageForm:
    asked = leg.journey.questions(step)
    if request.method != "POST":
        return forms.saved_form(step, asked, leg.answers, language())
    check = not switching() or request.form["switch"] == "errors"
    form = forms.sent_form(step, asked, leg.answers, language(), request.form, check=check)
    if switching() or forms.is_ours(request.form):
        return form
    return forms.with_lost_token(form, step, asked)


def _page(visit: Visit, leg: Leg, step: Step, form: PageForm) -> ResponseReturnValue:
    number, total = leg.journey.progress(step.number)
    shown = render_template(
        "respond/page.html",
        visit=visit,
        step=step,
        form=form,
        problems=form.problems,
        number=number,
        total=total,
        back=_back(visit, leg, step.number),
        onward=_onward(visit, leg, leg.journey, step.number),
        skip=_after_stage(visit, "equality") if leg.review == ".send" else None,
        **_closing(visit),
    )
    return shown, 422 if form.problems and not switching() else 200


def _onward(visit: Visit, leg: Leg, after: Journey, number: int) -> str:
    """The address to go on to. Whoever came to change one answer goes back to where they look them over,

    by way of the pages that are asked only now. `until` in the address is the number of the last such page.
    """
    step, until = after.after(number), request.args.get("until", type=int)
    if until is not None:
        asked_now = [new.number for new in after.asked if leg.journey.step(new.number) is None]
        until = max(until, *asked_now, 0)
    if step is None and leg.review == ".send" and until is None:
        return _after_stage(visit, "equality")
    if step is None or (until is not None and step.number > until):
        return url_for(leg.review, code=visit.code)
    return url_for(leg.endpoint, code=visit.code, number=step.number, until=until)


def _back(visit: Visit, leg: Leg, number: int) -> str:
    if "until" in request.args:
        return url_for(leg.review, code=visit.code)
    step = leg.journey.before(number)
    return url_for(leg.endpoint, code=visit.code, number=step.number) if step else leg.before


# --- after the pages ------------------------------------------------------------------------------------


@room.page(en="/respond/<code>/check", cy="/ymateb/<code>/gwirio")
def check(code: str) -> ResponseReturnValue:
    """Everything that was answered, each with a way to change it."""
    visit = _reviewing(code)
    last = visit.journey.asked[-1]
    return render_template(
        "respond/check.html",
        visit=visit,
        chapters=chapters(visit.journey, visit.answers, language(), _changing(visit, ".page")),
        anything=bool(visit.journey.kept()),
        back=url_for(".page", code=code, number=last.number),
        onward=_after_stage(visit, "check"),
        **_closing(visit),
    )


@room.page(en="/respond/<code>/equality", cy="/ymateb/<code>/cydraddoldeb")
def equality(code: str) -> ResponseReturnValue:
    """Why the equality questions are asked, and the choice to pass them by."""
    visit = _reviewing(code)
    if "equality" not in visit.stages:
        raise NotFound
    first = Journey(visit.questionnaire.equality, queries.equality_answers(visit)).asked[0]
    return render_template(
        "respond/equality.html",
        visit=visit,
        first=url_for(".equality_page", code=code, number=first.number),
        back=_before_stage(visit, "equality"),
        skip=_after_stage(visit, "equality"),
        **_closing(visit),
    )


@room.page(en="/respond/<code>/contact", cy="/ymateb/<code>/cyswllt", methods=["GET", "POST"])
def contact(code: str) -> ResponseReturnValue:
    """Offer to be told what came of it."""
    visit = _reviewing(code)
    if "contact" not in visit.stages:
        raise NotFound
    left = queries.contact(visit)
    form = ContactForm(data={"email": left.email if left else ""})
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and (not switching() or request.form["switch"] == "errors"):
        problems = _contact_problems(form)
        if not problems and not switching():
            service.save_contact(visit, form.email.data or "", language=language(), now=clock.now())
            return redirect(_after_stage(visit, "contact"), 303)
    shown = render_template(
        "respond/contact.html",
        visit=visit,
        form=form,
        problems=problems,
        back=_before_stage(visit, "contact"),
        **_closing(visit),
    )
    return shown, 422 if problems and not switching() else 200


def _contact_problems(form: ContactForm) -> list[tuple[str, str]]:
    if not switching() and not forms.is_ours(request.form):
        return [("#email", forms.lost())]
    form.validate()
    return [("#email", str(error)) for error in form.email.errors]


@room.page(en="/respond/<code>/send", cy="/ymateb/<code>/anfon", methods=["GET", "POST"])
def send(code: str) -> ResponseReturnValue:
    """Send everything, once. Whoever comes again is given the same reference."""
    if request.method == "POST" and queries.visit(code).reference:
        return redirect(url_for(".sent", code=code), 303)
    visit = _reviewing(code)
    problems = []
    if request.method == "POST":
        if forms.is_ours(request.form):
            return _sent_now(visit)
        problems = [("#send", forms.lost())]
    answers = queries.equality_answers(visit)
    shown = render_template(
        "respond/send.html",
        visit=visit,
        chapters=chapters(
            Journey(visit.questionnaire.equality, answers),
            answers,
            language(),
            _changing(visit, ".equality_page"),
        ),
        answered_any=bool(answers),
        contact=queries.contact(visit),
        problems=problems,
        back=_before_stage(visit, "send"),
        **_closing(visit),
    )
    return shown, 422 if problems else 200


def _changing(visit: Visit, endpoint: str) -> Callable[[Step, str], str]:
    """Where an answer can be changed, and from where one comes straight back."""

    def address(step: Step, key: str) -> str:
        return url_for(endpoint, code=visit.code, number=step.number, until=step.number, _anchor=key)

    return address


def _sent_now(visit: Visit) -> ResponseReturnValue:
    try:
        service.send(visit.code, language=language(), now=clock.now())
    except Unfinished:
        return redirect(url_for(".check", code=visit.code), 303)
    except Closed:
        return _closed(visit)
    return redirect(url_for(".sent", code=visit.code), 303)


@room.page(en="/respond/<code>/sent", cy="/ymateb/<code>/anfonwyd")
def sent(code: str) -> ResponseReturnValue:
    """The reference, and what happens next."""
    visit = _visit(code)
    if not visit.reference:
        return redirect(_here(visit))
    return render_template("respond/sent.html", visit=visit, shows_copy=visit.shows_copy(clock.now()))


@room.page(en="/respond/<code>/copy", cy="/ymateb/<code>/copi")
def copy(code: str) -> ResponseReturnValue:
    """What was sent, on paper; for an hour."""
    visit = _visit(code)
    if not visit.shows_copy(clock.now()):
        return redirect(url_for(".sent", code=code))
    return render_template(
        "respond/copy.html",
        visit=visit,
        chapters=chapters(visit.journey, visit.answers, language()),
    )


# --- who is here, and where may they be? ----------------------------------------------------------------


def _visit(code: str) -> Visit:
    """Whoever has this code. Raises NotFound, also while the consultation is not yet open."""
    visit = queries.visit(code)
    if clock.now() < visit.occasion.opens_at:
        raise NotFound
    show_council(visit.occasion.council)
    return visit


def _drafting(code: str) -> Visit:
    """Somebody who has not sent yet."""
    visit = _visit(code)
    if visit.reference:
        abort(_sent_already(visit))
    return visit


def _reviewing(code: str) -> Visit:
    """Somebody who has been through the pages, while answers are taken; others are led to where they are."""
    visit = _drafting(code)
    if not visit.may_answer(clock.now()):
        abort(_closed(visit))
    if visit.kept is None or visit.journey.next_step:
        abort(redirect(_here(visit)))
    return visit


def _here(visit: Visit) -> str:
    """Where somebody was: the first page that still lacks an answer, else where they check them all."""
    if visit.reference:
        return url_for(".sent", code=visit.code)
    first = visit.journey.asked[0] if visit.kept is None else None
    step = visit.journey.next_step or first
    if step is None:
        return url_for(".check", code=visit.code)
    return url_for(".page", code=visit.code, number=step.number)


def _sent_already(visit: Visit) -> Response:
    """Lead to the reference; whoever tried to change an answer is told that nothing was changed."""
    if request.method != "POST":
        return make_response(redirect(url_for(".sent", code=visit.code)))
    return make_response(render_template("respond/already_sent.html", visit=visit), 409)


def _closed(visit: Visit, reading: PageReading | None = None) -> Response:
    """Say that it is too late, and show what was answered, just now too: it is the person's own work."""
    answers = reading.over(visit.answers) if reading else visit.answers
    journey = Journey(visit.questionnaire.steps, answers)
    given = chapters(journey, answers, language()) if answers else []
    shown = render_template("respond/closed.html", visit=visit, chapters=given, **_closing(visit))
    return make_response(shown, 409 if request.method == "POST" else 200)


def _closing(visit: Visit) -> dict[str, object]:
    """When answers were last taken, and until when they still are from this person."""
    closes_at = visit.occasion.closes_at
    in_grace = visit.in_grace(clock.now())
    return {"last": moments.last_minute(closes_at), "grace": closes_at + GRACE if in_grace else None}


def _after_stage(visit: Visit, stage: str) -> str:
    following = visit.stages[visit.stages.index(stage) + 1]
    return url_for(f".{following}", code=visit.code)


def _before_stage(visit: Visit, stage: str) -> str:
    return url_for(f".{visit.stages[visit.stages.index(stage) - 1]}", code=visit.code)
