"""At which addresses does somebody look answers over, give the last details, and send?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.errors import NotFound
from engage.respond import (
    forms,
    kiosk_views,
    meanwhile,
    meanwhile_views,
    opened_views,
    queries,
    receipt_views,
    service,
)
from engage.respond.channel import Channel
from engage.respond.contact_forms import ContactForm
from engage.respond.door_views import (
    been_through,
    closed,
    closing_times,
    given,
    reviewing,
    room,
    sent_address,
    sent_already,
    visit_of,
    where,
)
from engage.respond.meanwhile import SAVED
from engage.respond.meanwhile_views import SEEN_CONTACT, contact_seen
from engage.respond.return_views import leave, wish
from engage.respond.service import AlreadySent, Closed, Overtaken, Unfinished
from engage.respond.summary import chapters, set_aside
from engage.respond.tracing import Sender
from engage.respond.visit import Visit
from engage.surveys.contact import NAMES, Purpose
from engage.surveys.definition import Step
from engage.web import language, switching


@room.page(en="/respond/<code>/check", cy="/ymateb/<code>/gwirio")
def check(code: str) -> ResponseReturnValue:
    """Everything that was answered, each with a way to change it."""
    visit = reviewing(code)
    last = visit.journey.asked[-1]
    return render_template(
        "respond/check.html",
        visit=visit,
        chapters=given(visit, visit.journey, visit.answers, _changing(visit, ".page")),
        set_aside=set_aside(visit.questionnaire.steps, visit.journey, visit.answers, language()),
        anything=bool(visit.journey.kept()),
        may_leave=any(step.page.safe_exit for step in visit.journey.asked),
        back=url_for(".page", code=code, number=last.number),
        onward=after_stage(visit, "check"),
        **closing_times(visit),
    )


@room.page(en="/respond/<code>/equality", cy="/ymateb/<code>/cydraddoldeb")
def equality(code: str) -> ResponseReturnValue:
    """Why the equality questions are asked, and the choice to pass them by."""
    visit = reviewing(code)
    if "equality" not in visit.stages:
        raise NotFound
    first = visit.equality_journey(queries.equality_answers(visit)).asked[0]
    return render_template(
        "respond/equality.html",
        visit=visit,
        first=url_for(".equality_page", code=code, number=first.number),
        back=before_stage(visit, "equality"),
        skip=after_stage(visit, "equality"),
        **closing_times(visit),
    )


@room.page(en="/respond/<code>/contact", cy="/ymateb/<code>/cyswllt", methods=["GET", "POST"])
def contact(code: str) -> ResponseReturnValue:
    """Offer to be told what came of it."""
    visit = reviewing(code)
    if "contact" not in visit.stages:
        raise NotFound
    left = queries.contacts(visit)
    typed = {"email": left[0].email if left else "", "purposes": [each.purpose for each in left]}
    is_shared = visit.channel is Channel.KIOSK
    form = ContactForm(visit.questionnaire.definition.contact, language(), is_shared=is_shared, data=typed)
    if request.method != "POST":
        return _contact_page(visit, form, [])
    if wish().is_anyway and forms.is_ours(request.form):
        return leave(visit, "contact")
    problems = _contact_problems(form) if not switching() or request.form["switch"] == "errors" else []
    if meanwhile_views.is_settling():
        return _settled_contact(visit, form, problems)
    return _contact_page(visit, form, problems) if problems or switching() else _contact_left(visit, form)


def _settled_contact(visit: Visit, form: ContactForm, problems: list[tuple[str, str]]) -> ResponseReturnValue:
    """Keep the version that was chosen of two."""
    if problems or switching() or not meanwhile_views.contact_choice():
        return meanwhile_views.contact_versions(visit, form, lost=problems[0][1] if problems else "")
    if meanwhile_views.contact_choice() == SAVED:
        return _past_contact(visit)
    return _contact_left(visit, form)


def _contact_left(visit: Visit, form: ContactForm) -> ResponseReturnValue:
    try:
        service.save_contact(
            visit,
            form.email.data or "",
            language=language(),
            now=clock.now(),
            purposes=form.chosen,
            seen=request.form.get(SEEN_CONTACT, ""),
        )
    except Overtaken:
        return meanwhile_views.contact_versions(visit, form, is_new=True)
    except AlreadySent:
        return sent_already(visit_of(visit.code))
    except Closed:  # in this very moment
        return closed(visit)
    return _past_contact(visit)


def _past_contact(visit: Visit) -> ResponseReturnValue:
    return redirect(after_stage(visit, "contact"), 303) if wish().goes_on else leave(visit, "contact")


def _contact_page(visit: Visit, form: ContactForm, problems: list[tuple[str, str]]) -> ResponseReturnValue:
    typed = contact_seen(meanwhile.contact(form.email.data or "", form.chosen))
    is_new = request.method != "POST"  # what comes back with what was typed remembers what it showed
    stored = contact_seen(queries.contact_left(visit))
    shown = render_template(
        "respond/contact.html",
        visit=visit,
        form=form,
        problems=problems,
        seen=stored if is_new else request.form.get(SEEN_CONTACT, ""),
        is_unsaved=not is_new and typed != stored,
        purpose_names=NAMES,
        only_outcome=form.offered == (Purpose.OUTCOME,),
        anyway=wish().anyway if problems else None,
        back=before_stage(visit, "contact"),
        **closing_times(visit),
    )
    return shown, 422 if problems and not switching() else 200


def _contact_problems(form: ContactForm) -> list[tuple[str, str]]:
    if not switching() and not forms.is_ours(request.form):
        return [("#email", str(forms.LOST))]
    form.validate()
    return form.problems


@room.page(en="/respond/<code>/send", cy="/ymateb/<code>/anfon", methods=["GET", "POST"])
def send(code: str) -> ResponseReturnValue:
    """Send everything, once. Whoever comes again is given the same reference."""
    if request.method == "POST" and (thanks := kiosk_views.sent_again(code)):
        return thanks
    visit = visit_of(code)
    if visit.reference:
        return redirect(url_for(".sent", code=code), 303)
    been_through(visit)
    problems = []
    if request.method == "POST":
        if forms.is_ours(request.form):
            return _sent_now(visit)
        problems = [("#send", str(forms.LOST))]
    answers = queries.equality_answers(visit)
    shown = render_template(
        "respond/send.html",
        visit=visit,
        chapters=chapters(
            visit.equality_journey(answers),
            answers,
            language(),
            _changing(visit, ".equality_page"),
        ),
        answered_any=bool(answers),
        contacts=queries.contacts(visit),
        purpose_names=NAMES,
        problems=problems,
        back=before_stage(visit, "send"),
        **closing_times(visit),
    )
    return shown, 422 if problems else 200


def _changing(visit: Visit, endpoint: str) -> Callable[[Step, str], str]:
    """Where an answer can be changed, and from where one comes straight back."""

    @cache
    def page(number: int) -> str:
        return url_for(endpoint, code=visit.code, number=number, until=number)

    def address(step: Step, key: str) -> str:
        return f"{page(step.number)}#{key}"

    return address


def _sent_now(visit: Visit) -> ResponseReturnValue:
    try:
        if visit.channel is Channel.KIOSK:
            return kiosk_views.send(visit)
        service.send(visit.code, language=language(), now=clock.now(), sender=_sender())
    except Unfinished:
        return redirect(url_for(".check", code=visit.code), 303)
    except Closed:
        return closed(visit)
    opened_views.hide_pages_before()
    return redirect(sent_address(visit), 303)


def _sender() -> Sender:
    """Where the request comes from; people do not see the field `website`, and so leave it empty."""
    browser = request.headers.get("User-Agent", "")
    return Sender(request.remote_addr or "", browser, bool(request.form.get("website")))


@room.page(en="/respond/<code>/sent", cy="/ymateb/<code>/anfonwyd")
def sent(code: str) -> ResponseReturnValue:
    """The reference, and what happens next."""
    visit = visit_of(code)
    if not visit.reference:
        return redirect(where(visit))
    is_closed = clock.now() >= visit.occasion.closes_at
    return render_template(
        "respond/sent.html",
        visit=visit,
        is_closed=is_closed,
        changed="changed" in request.args,
        **receipt_views.standing(visit),
    )


def after_stage(visit: Visit, stage: str) -> str:
    """The address of what comes after this stage."""
    following = visit.stages[visit.stages.index(stage) + 1]
    return url_for(f".{following}", code=visit.code)


def before_stage(visit: Visit, stage: str) -> str:
    return url_for(f".{visit.stages[visit.stages.index(stage) - 1]}", code=visit.code)
