"""At which addresses does somebody answer, page by page?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from flask import get_template_attribute, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engage import clock
from engage.errors import NotFound
from engage.respond import enclosing_views, forms, meanwhile, meanwhile_views, queries, service, tongues
from engage.respond.blank_views import Blank, filled, is_alike
from engage.respond.channel import Channel
from engage.respond.door_views import (
    closed,
    closing_times,
    drafting,
    other_way,
    reviewing,
    room,
    sent_already,
    visit_of,
    where,
)
from engage.respond.forms import PageForm
from engage.respond.handed import NOTHING, Handed
from engage.respond.leaving import Then
from engage.respond.meanwhile_views import SEEN, versions
from engage.respond.media_views import papers
from engage.respond.return_views import leave, wish
from engage.respond.review_views import after_stage
from engage.respond.service import AlreadySent, Closed, Overtaken
from engage.respond.visit import Questionnaire, Visit
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answers, Step
from engage.surveys.journey import Journey
from engage.surveys.postcode_queries import looked_up
from engage.surveys.presentation import View
from engage.web import language, switching

Address: TypeAlias = Callable[[], str]  # most are not needed on a turn, so they are made when they are


@dataclass(frozen=True)
class Leg:
    """A stretch of pages, what has been answered on them, and the addresses around it."""

    endpoint: str
    before: Address  # where "Back" leads from the first page
    after: Address  # what follows the last page
    review: Address  # where its answers are looked over
    journey: Journey
    answers: Answers
    save: Callable[[PageReading, str], Journey]  # what is sent, and the marks that the page carried
    may_skip: bool = False
    brought: Handed = NOTHING  # what has become of the files that came with the page


@room.page(
    en="/respond/<code>/page/<int:number>",
    cy="/ymateb/<code>/tudalen/<int:number>",
    methods=["GET", "POST"],
)
def page(code: str, number: int) -> ResponseReturnValue:
    """Show one page of the survey; once it is answered well, keep it and go on."""
    visit, brought = drafting(code), NOTHING
    if not visit.journey.can_visit(number):
        return redirect(where(visit))
    step = visit.journey.step(number)
    if request.method == "POST" and step and visit.questionnaire.takes_files:
        visit, brought = enclosing_views.taken(visit, step)

    def save(reading: PageReading, seen: str) -> Journey:
        return service.save_page(visit, reading, language=language(), now=clock.now(), seen=seen).journey

    start = partial(url_for, "respond.start", slug=visit.occasion.slug[language()])
    if visit.channel is Channel.KIOSK:
        start = partial(url_for, "kiosk.finish", code=code)
    check = partial(url_for, ".check", code=code)
    leg = Leg(".page", start, check, check, visit.journey, visit.answers, save, brought=brought)
    return _turn(visit, number, leg)


@room.page(
    en="/respond/<code>/equality/<int:number>",
    cy="/ymateb/<code>/cydraddoldeb/<int:number>",
    methods=["GET", "POST"],
)
def equality_page(code: str, number: int) -> ResponseReturnValue:
    """Show one page of the equality questions; what is answered is kept apart from the opinions."""
    visit = reviewing(code)
    if "equality" not in visit.stages:
        raise NotFound
    answers = visit.equality_answers(queries.equality_answers(visit))
    journey = visit.equality_journey(answers)
    intro = partial(url_for, ".equality", code=code)
    if not journey.can_visit(number):
        return redirect(intro())

    def save(reading: PageReading, seen: str) -> Journey:
        saved = service.save_equality_page(visit, reading, now=clock.now(), seen=seen)
        return visit.equality_journey(saved)

    after, send = partial(after_stage, visit, "equality"), partial(url_for, ".send", code=code)
    leg = Leg(".equality_page", intro, after, send, journey, answers, save, may_skip=True)
    return _turn(visit, number, leg)


def _turn(visit: Visit, number: int, leg: Leg) -> ResponseReturnValue:
    """One turn of a page: show it, or show it again, or keep it and lead on."""
    step = leg.journey.step(number)
    assert step  # it can be visited, so it is asked
    form = _form(visit, leg, step)
    if leg.brought.is_lost:
        return _page(visit, leg, step, form)
    if form.reading is None or not form.keys:
        return _page(visit, leg, step, form) if visit.may_answer(clock.now()) else closed(visit)
    if wish() is Then.TYPE_ON:
        return _kept_on_the_way(leg, form)
    if not queries.takes_answers(visit, clock.now()):
        return closed(visit, form.reading)
    return _sent(visit, leg, step, form)


def _sent(visit: Visit, leg: Leg, step: Step, form: PageForm) -> ResponseReturnValue:
    """Keep a page that was sent, unless something is wrong with it, or somebody else was there before."""
    reading, show_versions = form.lasting, partial(versions, visit, step, leg.journey.questions(step), form)
    only_files = leg.brought.stays
    in_the_way = switching() or only_files or form.is_lost or (form.problems and not wish().is_anyway)
    if meanwhile_views.is_settling():
        if in_the_way or not meanwhile_views.is_settled(form):
            return show_versions(leg.answers)
        reading = meanwhile_views.settled(form, leg.answers)
    elif in_the_way:
        return _page(visit, leg, step, form)
    try:
        now_asked = leg.save(reading, request.form.get(SEEN, ""))
    except AlreadySent:
        return sent_already(visit_of(visit.code))
    except Closed:  # in this very moment
        return closed(visit, form.reading)
    except Overtaken as overtaken:
        return show_versions(overtaken.stored, overtaken.keys)
    if wish().goes_on:
        return redirect(_onward(visit, leg, now_asked, step.number), 303)
    return leave(visit, leg.endpoint, step.number)


def _kept_on_the_way(leg: Leg, form: PageForm) -> ResponseReturnValue:
    """What a script sends while somebody types: keep what can be kept, and tell the page what that is."""
    if form.is_lost:
        return jsonify(), 422
    try:
        leg.save(form.lasting, request.form.get(SEEN, ""))
    except Overtaken:
        return jsonify(), 412
    except (AlreadySent, Closed):
        return jsonify(), 409
    marks = meanwhile.marks(form.keys, form.lasting.over(leg.answers))
    return jsonify(seen=marks, partly=bool(form.amiss - form.files))


def _form(visit: Visit, leg: Leg, step: Step) -> PageForm:
    return tongues.in_its_tongue(_plain_form(visit, leg, step), visit.questionnaire, step)


def _plain_form(visit: Visit, leg: Leg, step: Step) -> PageForm:
    asked = leg.journey.questions(step)
    if request.method != "POST":
        return forms.saved_form(step, asked, leg.answers, language())
    by_key = {step.key(question): question for question in asked}
    refused, only_files = leg.brought.problems, leg.brought.stays
    if leg.brought.is_lost:
        return forms.saved_form(step, asked, leg.answers, language(), refused)
    check = (not switching() or request.form["switch"] == "errors") and not only_files
    may_lack = not wish().goes_on
    form = forms.sent_form(
        step,
        asked,
        leg.answers,
        language(),
        looked_up(visit.occasion.id, by_key, request.form),
        check=check,
        may_lack=may_lack,
        refused=refused,
    )
    if switching() or forms.is_ours(request.form):
        return form
    return forms.with_lost_token(form, step, asked, with_files=bool(refused))


def _page(visit: Visit, leg: Leg, step: Step, form: PageForm) -> ResponseReturnValue:
    times = closing_times(visit)
    draw = partial(_drawn, visit, leg, step, form, times)
    if is_alike(visit, step.page, form, in_grace=bool(times["grace"])):
        return filled(_blank(visit, leg, step, form, times), visit.code, draw)
    return draw(), 422 if form.problems and not switching() else 200


def _blank(visit: Visit, leg: Leg, step: Step, form: PageForm, times: dict[str, object]) -> Blank:
    before, digest = leg.journey.before(step.number), visit.questionnaire.digest
    number, is_closing = before.number if before else 0, bool(times["closing"])
    place = leg.journey.progress(step.number)
    shown = (leg.endpoint, step.number, number, place, form.keys, language(), is_closing)
    return Blank(visit.occasion, digest, *shown)


def _drawn(visit: Visit, leg: Leg, step: Step, form: PageForm, times: dict[str, object]) -> str:
    enclosing_views.addressed(form, visit)
    number, total = leg.journey.progress(step.number)
    return render_template(
        "respond/page.html",
        visit=visit,
        step=step,
        form=form,
        questions=drawn(form.questions, visit.questionnaire, is_shared=visit.channel is Channel.KIOSK),
        problems=form.problems,
        number=number,
        total=total,
        back=_back(visit, leg, step.number),
        onward=partial(_onward, visit, leg, leg.journey, step.number),
        skip=leg.after if leg.may_skip else None,
        seen=_seen(leg, form),
        is_unsaved=_is_unsaved(leg, form),
        anyway=wish().anyway if form.problems and not form.is_lost else None,
        **times | _in_its_way(visit, leg, step),
        **papers(visit.occasion.id, visit.occasion.slug, step.page),
    )


def _seen(leg: Leg, form: PageForm) -> str:
    """The marks of what the page shows; while it comes back with what was typed, those of what it showed."""
    if form.is_blank:
        return ""
    return request.form.get(SEEN, "") if form.reading else meanwhile.marks(form.keys, leg.answers)


def _is_unsaved(leg: Leg, form: PageForm) -> bool:
    """Does the page show anything that was only typed, and is not stored?"""
    if form.reading is None:
        return False
    shown, stored = (
        meanwhile.marks(form.keys, each) for each in (form.lasting.over(leg.answers), leg.answers)
    )
    return shown != stored or bool(form.amiss - form.files)


def _in_its_way(visit: Visit, leg: Leg, step: Step) -> dict[str, object]:
    """What a page needs besides when somebody answers in another way."""
    asked = visit.questionnaire
    if asked.way is None:
        return {}
    own = step.section in asked.definition.sections
    standard = partial(other_way, visit, step, endpoint=leg.endpoint)
    return {"own_words": own, "standard": standard}


def drawn(questions: list[View], asked: Questionnaire, *, is_shared: bool = False) -> Markup:
    """Questions as HTML, in the way in which they are asked.

    On a device that everybody shares the browser keeps nothing of what is typed to offer it to the next one.
    """
    if is_shared:
        questions = [view | {"autocomplete": "off"} for view in questions]
    if asked.way is None:
        draw = get_template_attribute("components/question.html", "question")
        return Markup("\n").join(draw(question) for question in questions)
    draw = get_template_attribute("respond/way.html", "asked")
    media = {view["key"]: asked.media.get(f"question:{view['key'].split('@')[0]}") for view in questions}
    return Markup("\n").join(draw(view, media[view["key"]], language()) for view in questions)


def _onward(visit: Visit, leg: Leg, now_asked: Journey, number: int) -> str:
    """The address to go on to.

    Whoever came to change one answer goes back to where the answers are looked over, by way of the pages that
    are asked only now. `until` in the address is the number of the last page of that way.
    """
    step, until = now_asked.after(number), request.args.get("until", type=int)
    if until is not None:
        new = (each.number for each in now_asked.asked if leg.journey.step(each.number) is None)
        until = max(until, *new, 0)
        if step is None or step.number > until:
            return leg.review()
    if step is None:
        return leg.after()
    return url_for(leg.endpoint, code=visit.code, number=step.number, until=until)


def _back(visit: Visit, leg: Leg, number: int) -> str:
    if "until" in request.args:
        return leg.review()
    step = leg.journey.before(number)
    return url_for(leg.endpoint, code=visit.code, number=step.number) if step else leg.before()
