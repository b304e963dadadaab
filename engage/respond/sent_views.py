"""At which addresses does somebody come back to what they have sent: to see, change, withdraw or erase it?

Coming back needs the reference and the code. Whoever has typed in both may look, in this browser, for half an
hour after each page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, mail
from engage.consultations import moments
from engage.consultations.stage import Stage
from engage.errors import NotFound
from engage.respond import forms, opened_views, queries, sent_service
from engage.respond.door_views import given, visit_of, where
from engage.respond.door_views import room as answering
from engage.respond.sent_forms import PairForm
from engage.respond.summary import chapters
from engage.respond.visit import Visit
from engage.web import Room, accepted, language, limiter, status, switching

room = Room("respond_sent", __name__)


@room.page(en="/response", cy="/ymateb-a-anfonwyd", methods=["GET", "POST"])
@limiter.limit("20/minute", methods=["POST"])
def ask() -> ResponseReturnValue:
    """Ask for the reference and the code; which of them is wrong is not said."""
    form = PairForm()
    if accepted(form):
        try:
            code = sent_service.code_of(str(form.read_reference), int(form.read_code or 0))
        except NotFound:
            wrong = _("No response has this reference number and this code: check both")
            form.show_problem("reference", wrong)  # which of the two it is, is not said
        else:
            opened_views.open_for(queries.visit(code))
            return redirect(url_for("answering.mine", code=code), 303)
    sent = "sent" in request.args  # somebody typed the code in as one does to go on answering
    return render_template("respond/sent_ask.html", form=form, sent=sent), status(form)


@answering.page(en="/respond/<code>/mine", cy="/ymateb/<code>/fy-ymateb", methods=["GET", "POST"])
def mine(code: str) -> ResponseReturnValue:
    """What was sent, what has become of it, and what can be done with it."""
    visit = _opened(code)
    problems = []
    if request.method == "POST" and not switching():
        if forms.is_ours(request.form):
            return _do(visit, request.form.get("do", ""))
        problems = [("#do", str(forms.LOST))]
    sent, begun = sent_service.standing(visit), sent_service.change_of(visit)
    page = render_template(
        "respond/sent_mine.html",
        visit=visit,
        sent=sent,
        goes_on=begun is not None and queries.takes_answers(begun, clock.now()),
        problems=problems,
        **_given(visit),
        **_times(visit),
    )
    return page, 422 if problems else 200


@answering.page(
    en="/respond/<code>/mine/withdraw", cy="/ymateb/<code>/fy-ymateb/tynnu", methods=["GET", "POST"]
)
def withdraw(code: str) -> ResponseReturnValue:
    """Take the response back, so that it is not analysed."""
    return _confirmed(code, "withdraw", sent_service.withdraw)


@answering.page(en="/respond/<code>/mine/erase", cy="/ymateb/<code>/fy-ymateb/dileu", methods=["GET", "POST"])
def erase(code: str) -> ResponseReturnValue:
    """Have every answer erased, for good."""
    return _confirmed(code, "erase", sent_service.erase)


def _do(visit: Visit, deed: str) -> ResponseReturnValue:
    """What the buttons of the page do without asking again: nothing is lost by it."""
    if deed == "change":
        change = sent_service.begin_change(visit, now=clock.now())
        return redirect(url_for("answering.check", code=change), 303)
    if deed == "put_back":
        sent_service.put_back(visit, now=clock.now())
    elif deed == "drop_change":
        sent_service.drop_change(visit)
    elif deed == "close":
        opened_views.close()
        return redirect(url_for("respond_sent.ask"), 303)
    return redirect(url_for("answering.mine", code=visit.code), 303)


def _confirmed(code: str, name: str, deed: Callable[..., None]) -> ResponseReturnValue:
    """Ask, in words that say what happens; then do it."""
    visit = _opened(code)
    problems = []
    if request.method == "POST" and not switching():
        if forms.is_ours(request.form):
            deed(visit, now=clock.now())
            return redirect(url_for("answering.mine", code=code), 303)
        problems = [("#confirm", str(forms.LOST))]
    page = render_template(
        f"respond/sent_{name}.html",
        visit=visit,
        sent=sent_service.standing(visit),
        problems=problems,
        back=url_for("answering.mine", code=code),
        **_times(visit),
    )
    return page, 422 if problems else 200


def _opened(code: str) -> Visit:
    """Somebody who has sent, and has shown in this browser that they know the reference and the code."""
    visit = visit_of(code)
    if not visit.reference:
        abort(redirect(where(visit)))
    if not opened_views.is_opened(visit):
        abort(redirect(url_for("respond_sent.ask")))
    opened_views.open_for(visit)
    return visit


def _given(visit: Visit) -> dict[str, Any]:
    equality = queries.equality_answers(visit)
    return {
        "chapters": given(visit, visit.journey, visit.answers) if visit.answers else [],
        "equality": chapters(visit.equality_journey(equality), equality, language()) if equality else [],
        "by_mail": mail.is_on(),
    }


def _times(visit: Visit) -> dict[str, Any]:
    return {
        "is_open": visit.occasion.stage(clock.now()) == Stage.OPEN,
        "last": moments.last_minute(visit.occasion.closes_at),
    }
