"""At which addresses does somebody get a receipt for what they sent?"""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock, mail, pdf
from engage.respond import forms, queries, sent_service
from engage.respond.door_views import given, room, visit_of, where
from engage.respond.opened_views import is_opened
from engage.respond.receipt_forms import EmailForm
from engage.respond.receipt_mail_views import mail_receipt
from engage.respond.visit import Visit
from engage.web import canonical, language, limiter, switching

PATIENCE = 20  # seconds to wait for others' PDFs
_drawing = BoundedSemaphore(1)  # one PDF at a time in each process: people who answer come first


@room.page(en="/respond/<code>/receipt", cy="/ymateb/<code>/derbynneb")
def receipt(code: str) -> ResponseReturnValue:
    """The receipt, to print; as long as the answers are shown."""
    visit = _receiving(code)
    return render_template("respond/receipt.html", visit=visit, back=_back(visit), **_facts(visit))


@room.page(en="/respond/<code>/receipt.pdf", cy="/ymateb/<code>/derbynneb.pdf")
@limiter.limit("20/minute")
def receipt_file(code: str) -> ResponseReturnValue:
    """The same as a tagged PDF."""
    visit = _receiving(code)
    page = render_template("respond/receipt_pdf.html", council=visit.occasion.council, **_facts(visit))
    if not _drawing.acquire(timeout=PATIENCE):
        abort(429)
    try:
        file = pdf.pdf(page)
    finally:
        _drawing.release()
    name = f"{visit.reference}-{language()}.pdf"
    return Response(
        file,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@room.page(en="/respond/<code>/receipt/email", cy="/ymateb/<code>/derbynneb/ebost", methods=["GET", "POST"])
@limiter.limit("20/minute", methods=["POST"])
def receipt_email(code: str) -> ResponseReturnValue:
    """Have the reference sent by e-mail; the address is used once, and not kept with the answers."""
    visit = _receiving(code)
    if not mail.is_on():
        return redirect(url_for(".sent", code=code))
    form = EmailForm()
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and (not switching() or request.form["switch"] == "errors"):
        problems = _problems(form)
        if not problems and not switching():
            mail_receipt(visit, form.email.data or "", now=clock.now())
            return redirect(url_for(".receipt_posted", code=code), 303)
    page = render_template(
        "respond/receipt_email.html", visit=visit, form=form, problems=problems, back=_back(visit)
    )
    return page, 422 if problems and not switching() else 200


@room.page(en="/respond/<code>/receipt/email/sent", cy="/ymateb/<code>/derbynneb/ebost/anfonwyd")
def receipt_posted(code: str) -> ResponseReturnValue:
    """What becomes of the e-mail, whether it was the first to this address today or one too many."""
    visit = _receiving(code)
    return render_template(
        "respond/receipt_posted.html", visit=visit, back=_back(visit), most=mail.TO_ONE_ADDRESS
    )


def standing(visit: Visit) -> dict[str, Any]:
    """What the page after sending shows: for an hour also the code that opens the answers again."""
    now = clock.now()
    shows = visit.shows_copy(now)
    return {
        "shows_copy": shows,
        **sent_service.became(visit)._asdict(),
        "return_code": queries.return_code(visit) if visit.was_just_sent(now) else "",
        "by_mail": shows and mail.is_on(),
    }


def _receiving(code: str) -> Visit:
    """Somebody who has sent, while what they sent is shown to whoever has the code."""
    visit = visit_of(code)
    if not visit.reference:
        abort(redirect(where(visit)))
    is_shown = visit.shows_copy(clock.now()) or is_opened(visit)
    if not is_shown or sent_service.became(visit).erased:
        abort(redirect(url_for(".sent", code=code)))
    return visit


def _back(visit: Visit) -> str:
    return url_for(".mine" if is_opened(visit) else ".sent", code=visit.code)


def _facts(visit: Visit) -> dict[str, Any]:
    assert visit.kept
    return {
        "title": visit.occasion.title[language()],
        "reference": visit.reference,
        "return_code": queries.return_code(visit),
        "sent_at": visit.kept.sent_at,
        "link": canonical(url_for("respond_sent.ask")),
        "apart": "equality" in visit.stages or "contact" in visit.stages,
        "chapters": given(visit, visit.journey, visit.answers),
    }


def _problems(form: EmailForm) -> list[tuple[str, str]]:
    if not switching() and not forms.is_ours(request.form):
        return [("#email", str(forms.LOST))]
    form.validate()
    return [("#email", str(error)) for error in form.email.errors]
