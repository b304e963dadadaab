"""At which addresses does somebody leave for now, finish on a shared computer, and come back with a code?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter.util import get_remote_address
from flask_security import current_user
from limits import parse

from engage import clock, mail
from engage.errors import NotFound
from engage.respond import codes, forms, opened_views, queries, return_queries, return_service, sent_service
from engage.respond.channel import Channel
from engage.respond.door_views import closed, closing_times, keep_private, may_see, room, visit_of
from engage.respond.leaving import Then, written_place
from engage.respond.receipt_forms import EmailForm
from engage.respond.receipt_mail_views import mail_return_link
from engage.respond.return_forms import ReturnForm
from engage.respond.visit import Visit
from engage.web import Room, csrf, language, limiter, switching

returning = Room("returning", __name__)
csrf.exempt(returning)  # the view checks the token itself, so as to keep what was typed when it is lost
returning.after_request(keep_private)

MINUTE = timedelta(minutes=1)
TOO_MANY = _l(
    "Your code was not tried, because too many wrong codes came from the same connection. Try again in an "
    "hour, or on a device that is connected in another way, such as a phone"
)
WRONG = parse("1000/hour")  # codes from an address, which many share; none of 75 bits is ever guessed


def wish() -> Then:
    """Which button of the page was pressed; of a page that switches its language, which one before."""
    pressed = request.form.getlist("then") or (request.form.getlist("tried") if switching() else [])
    return Then.read(pressed[-1] if pressed else "")


def leave(visit: Visit, endpoint: str, number: int | None = None) -> Response:
    """Go where the person wished to, once their page is kept."""
    return_service.leave(visit.code, written_place(endpoint.removeprefix("."), number))
    there = ".finish" if wish().finishes else ".later"
    return make_response(redirect(url_for(there, code=visit.code), 303))


@room.page(en="/respond/<code>/later", cy="/ymateb/<code>/yn-nes-ymlaen", methods=["GET", "POST"])
def later(code: str) -> ResponseReturnValue:
    """The code with which somebody comes back, and until when; by e-mail too if they wish."""
    visit = _leaving(code)
    form, problems, sent_to = EmailForm(), [], ""
    by_mail = visit.kept is not None and mail.is_on() and not visit.changes  # which the code alone opens not
    if request.method == "POST" and by_mail and (not switching() or request.form["switch"] == "errors"):
        problems = _email_problems(form)
        if not problems and not switching():
            sent_to = str(form.email.data)
            _mail_link(visit, sent_to)
    shown = render_template(
        "respond/later.html",
        visit=visit,
        form=form,
        problems=problems,
        sent_to=sent_to,
        by_mail=by_mail,
        **_return_facts(visit),
    )
    return shown, 422 if problems and not switching() else 200


@room.page(en="/respond/<code>/go-on", cy="/ymateb/<code>/mynd-ymlaen")
def where_left(code: str) -> ResponseReturnValue:
    """Lead to the page on which somebody left."""
    visit_of(code)
    return redirect(_where_left(code))


@room.page(en="/respond/<code>/slip", cy="/ymateb/<code>/slip")
def slip(code: str) -> ResponseReturnValue:
    """The return code on a slip of paper."""
    visit = _leaving(code)
    if visit.kept is None:
        return redirect(url_for(".later", code=code))
    return render_template("respond/slip.html", visit=visit, **_return_facts(visit))


@room.page(en="/respond/<code>/finish", cy="/ymateb/<code>/gorffen", methods=["GET", "POST"])
def finish(code: str) -> ResponseReturnValue:
    """Leave a computer that others use: what is kept, what is deleted, and nothing behind on it."""
    visit = visit_of(code)
    problems = []
    if request.method == "POST" and not switching():
        problems = _finish_problems(visit)
        if not problems:
            return _finished(visit)
    shown = render_template(
        "respond/finish.html",
        visit=visit,
        problems=problems,
        drafted=_is_drafted(visit),
        choice=request.form.get("draft", ""),
        **_return_facts(visit),
    )
    return shown, 422 if problems else 200


@returning.page(en="/return", cy="/dychwelyd", methods=["GET", "POST"])
@returning.page(en="/return/<typed>", cy="/dychwelyd/<typed>", methods=["GET", "POST"])
def show(typed: str = "") -> ResponseReturnValue:
    """Type in a return code, and go on where the answers were left. A link in a letter has it typed in."""
    form = ReturnForm(data={"typed": typed})
    problem, code = "", 200
    if request.method == "POST" and not switching():
        problem, code = _problem_with(form), 422
        if not problem and not _may_try():
            problem, code = str(TOO_MANY), 429
        there = None if problem else _opened(str(form.typed.data))
        if there:
            return redirect(there, 303)
        problem = problem or _(
            "No answers can be opened with this code. They may have been deleted because the time for which "
            "they were kept is over"
        )
    shown = render_template(
        "respond/return.html", form=form, problems=[("#typed", problem)] if problem else []
    )
    return shown, code


def _problem_with(form: ReturnForm) -> str:
    """What is wrong with what was typed, as far as that can be said without a look at any answers."""
    if not forms.is_ours(request.form):
        return _("Your code was not sent, because the page was open for a long time. Try again")
    if not form.validate():
        return str(form.typed.errors[0])
    if codes.read_return_code(str(form.typed.data)) is None:
        return _("Check what you typed: one of the characters is not right, or one is missing")
    return ""


def _may_try() -> bool:
    """May another code be tried from this address? Whoever tries out one after the other is stopped."""
    return not limiter.enabled or limiter.limiter.test(WRONG, "return", get_remote_address())


def _opened(typed: str) -> str | None:
    """The address that this return code opens; None, which is remembered, where there is nothing."""
    random = codes.read_return_code(typed)
    assert random is not None
    try:
        code = return_queries.code_of(random, now=clock.now(), helped=True)
        if not may_see(queries.visit(code)):  # the person goes on alone: whoever helped sees no more of it
            return_service.lock(code)
            code = return_queries.code_of(random, now=clock.now())
    except NotFound:
        if limiter.enabled:
            limiter.limiter.hit(WRONG, "return", get_remote_address())
        return None
    visit = return_queries.where_left(code)[0]
    if visit.reference and sent_service.became(visit).partial:  # whoever did not send was given no reference
        opened_views.open_for(visit)
        return url_for("answering.mine", code=code)
    if visit.reference:
        return url_for("respond_sent.ask", sent="yes")  # for what was sent, the reference is needed too
    return _where_left(code)


def _where_left(code: str) -> str:
    _visit, endpoint, number = return_queries.where_left(code)
    numbered: dict[str, Any] = {"number": number} if number else {}
    return url_for(f"answering.{endpoint}", code=code, **numbered)


# --- what is said and done on the way out -----------------------------------------------------------------


def _leaving(code: str) -> Visit:
    """Somebody who has not sent yet; others are led to what is left for them."""
    visit = visit_of(code)
    if visit.reference:
        abort(redirect(url_for(".sent", code=code)))
    if not visit.may_answer(clock.now()):
        abort(closed(visit))
    return visit


def _return_facts(visit: Visit) -> dict[str, object]:
    """The code to come back with, and the last minute in which it opens the draft."""
    found: dict[str, object] = {"return_code": "", **closing_times(visit)}
    if not visit.reference or visit.shows_copy(clock.now()):
        found["return_code"] = queries.return_code(visit)
    if visit.kept and not visit.reference:
        found["kept_until"] = return_queries.is_kept_until(visit, now=clock.now()) - MINUTE
    return found


def _mail_link(visit: Visit, email: str) -> None:
    now = clock.now()
    address = url_for("returning.show", typed=queries.return_code(visit))
    last = return_queries.is_kept_until(visit, now=now) - MINUTE
    mail_return_link(visit, email, address=address, kept_until=last, now=now)


def _email_problems(form: EmailForm) -> list[tuple[str, str]]:
    if not switching() and not forms.is_ours(request.form):
        return [("#email", str(forms.LOST))]
    form.validate()
    return [("#email", str(error)) for error in form.email.errors]


def _finish_problems(visit: Visit) -> list[tuple[str, str]]:
    if not forms.is_ours(request.form):
        return [("#finish", str(forms.LOST))]
    if _is_drafted(visit) and request.form.get("draft") not in ("keep", "delete"):
        kept_or_not = _("Choose whether your answers are kept or deleted")
        of_change = _("Choose whether your change is kept or forgotten")
        return [("#draft", of_change if visit.changes else kept_or_not)]
    return []


def _is_drafted(visit: Visit) -> bool:
    """Is there something that can still be sent? What becomes of it after closing is not theirs to choose."""
    return visit.kept is not None and not visit.reference and visit.may_answer(clock.now())


def _finished(visit: Visit) -> Response:
    """Lock or delete what there is, and leave nothing on this computer; the page that follows says so."""
    becomes = request.form.get("draft") if _is_drafted(visit) else None
    if becomes == "delete" or visit.kept is None:
        return_service.throw_away(visit.code, now=clock.now())
    if visit.kept:
        return_service.lock(visit.code)
    is_cleared = visit.channel is Channel.ONLINE and not current_user.is_authenticated
    told: dict[str, Any] = {"cleared": becomes or "yes"} if is_cleared else {}
    response = make_response(
        redirect(url_for("consultations.show", slug=visit.occasion.slug[language()], **told), 303)
    )
    if is_cleared:
        session.clear()
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
