"""At which addresses do people answer on a kiosk, page by page, and does nothing of them stay there?"""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user, logout_user

from engage import clock
from engage.bilingual import LANGUAGES
from engage.consultations import joint_queries
from engage.errors import NotFound
from engage.respond import forms, kiosk, kiosk_service, queries, service
from engage.respond.channel import Channel
from engage.respond.kiosk_door_views import (
    CLEARED,
    answering,
    asked_here,
    cookie_name,
    device,
    first_language,
    give_cookie,
    here,
    room,
    welcome,
)
from engage.respond.kiosk_forms import StartForm
from engage.respond.kiosk_queries import Device
from engage.respond.visit import Visit
from engage.web import accepted, language, limiter, preferred_language, status

SENT = "kiosk_sent"  # what the thank-you page shows, until the next page is opened


@room.route("/kiosk")
def front() -> ResponseReturnValue:
    """The short address that is typed in on a device."""
    found = device()
    return redirect(welcome(found) if found else url_for("kiosk.start", lang=preferred_language()))


@room.page(en="/kiosk/start", cy="/ciosg/cychwyn", methods=["GET", "POST"])
@limiter.limit("20/minute", methods=["POST"])
@limiter.limit("1000/hour", methods=["POST"], key_func=lambda: "every guess at a start code")
def start() -> ResponseReturnValue:
    """Turn this device into a kiosk. Nobody stays signed in on it."""
    form = StartForm()
    if accepted(form):
        try:
            cookie = kiosk_service.pair(
                str(form.code.data), request.cookies.get(cookie_name(), ""), now=clock.now()
            )
        except NotFound:
            form.refuse(_("This start code does not work, or not any more. Ask the officer for a new one"))
        else:
            if current_user.is_authenticated:
                logout_user()
            session.clear()
            return give_cookie(make_response(redirect(url_for(".front"), 303)), cookie)
    return render_template("respond/kiosk/start.html", form=form), status(form)


@room.page(en="/kiosk/welcome", cy="/ciosg/croeso")
def welcome_page() -> ResponseReturnValue:
    """The first thing that anybody sees: in which language do they wish to answer?"""
    found = answering()
    if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":  # not when a script keeps the page
        session.clear()
    first = first_language(found)
    order = (first, *(each for each in LANGUAGES if each != first))
    asked = queries.questionnaire_of(found.consultation.id)
    page = render_template("respond/kiosk/welcome.html", device=found, order=order, ways=kiosk.ways(asked))
    response = make_response(page)
    if request.args.get("cleared"):
        response.headers["Clear-Site-Data"] = CLEARED
    return response


@room.page(en="/kiosk/begin", cy="/ciosg/dechrau")
def begin() -> ResponseReturnValue:
    """Say what it is about; then begin with a fresh code, on the ordinary pages."""
    found = answering()
    asked = asked_here(found)
    if "go" not in request.args:
        told = {"ways": kiosk.ways(asked), "bodies": joint_queries.bodies(found.consultation)}
        return render_template("respond/kiosk/intro.html", device=found, asked=asked, **told)
    code = service.begin(found.consultation, now=clock.now(), variant=asked.variant, channel=Channel.KIOSK)
    return redirect(url_for("answering.page", code=code, number=1))


@room.page(en="/kiosk/help", cy="/ciosg/cymorth")
def help_page() -> ResponseReturnValue:
    """Whom to ask, and what happens to the answers."""
    found, back = here(), request.args.get("back")
    return render_template(
        "respond/kiosk/help.html",
        device=found,
        council_row=found.consultation.council,
        visit=_somebody(found, back) if back else None,
    )


@room.page(en="/kiosk/thanks", cy="/ciosg/diolch")
def thanks() -> ResponseReturnValue:
    """Thank whoever has sent, show the reference once, and lead back to the beginning."""
    found = here()
    if SENT not in session:
        return redirect(welcome(found))
    reference, return_code = session[SENT]
    return render_template(
        "respond/kiosk/thanks.html",
        device=found,
        reference=reference,
        return_code=return_code,
        home=welcome(found, cleared=1),
    )


@room.page(en="/kiosk/finish/<code>", cy="/ciosg/gorffen/<code>", methods=["GET", "POST"])
def finish(code: str) -> ResponseReturnValue:
    """Finish without sending: everything that was answered is deleted."""
    found = here()
    visit = _somebody(found, code)
    problems = []
    if request.method == "POST":
        if forms.is_ours(request.form):
            kiosk_service.clear(visit, now=clock.now())
            return _cleared(welcome(found))
        problems = [("#finish", str(forms.LOST))]
    shown = render_template("respond/kiosk/finish.html", device=found, visit=visit, problems=problems)
    return shown, 422 if problems else 200


@room.page(en="/kiosk/over/<code>", cy="/ciosg/drosodd/<code>")
def over(code: str) -> ResponseReturnValue:
    """Clear what somebody has left: without a script a page of theirs leads here by itself.

    Whatever fetches this address beforehand does no harm: nothing is cleared before the time of the page is
    over, nor once anything was saved since; and only a page that we drew for this person says when that was.
    """
    found = here()
    visit, now = _somebody(found, code), clock.now()
    if not kiosk_service.is_left(visit, request.args.get("shown", ""), now=now):
        return redirect(url_for("answering.where_left", code=code))
    kiosk_service.clear(visit, now=now)
    return _cleared(welcome(found))


def _somebody(found: Device, code: str) -> Visit:
    """Who answers on this device. Raises NotFound."""
    visit = queries.visit(code)
    if visit.channel is not Channel.KIOSK or visit.occasion.id != found.consultation.id:
        raise NotFound
    return visit


def _cleared(address: str) -> ResponseReturnValue:
    session.clear()
    response = make_response(redirect(address, 303))
    response.headers["Clear-Site-Data"] = CLEARED
    return response


def sent_again(code: str) -> ResponseReturnValue | None:
    """What a second press on the same button is answered with: the same as the first.

    The token is the proof: whoever comes next has another one.
    """
    if device() is None or not forms.is_ours(request.form):
        return None
    visit = queries.visit(code)
    if visit.channel is not Channel.KIOSK or not visit.was_just_sent(clock.now()):
        return None
    session[SENT] = (visit.reference, queries.return_code(visit))
    return redirect(url_for("kiosk.thanks"), 303)


def send(visit: Visit) -> ResponseReturnValue:
    """Send what was answered on the ordinary pages, and show the reference. Raises as `service.send`."""
    found = device()
    reference = kiosk_service.send(visit, found.id if found else None, language=language(), now=clock.now())
    session[SENT] = (reference, queries.return_code(visit))
    return redirect(url_for("kiosk.thanks"), 303)
