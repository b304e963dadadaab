"""At which addresses does an officer start kiosks, see how they do, and stop them?"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.consultations.stage import Stage
from engage.errors import NotFound
from engage.respond import kiosk_queries as queries
from engage.respond import kiosk_service as service
from engage.respond.kiosk_forms import KioskForm
from engage.respond.kiosk_service import CODE_LASTS, Started
from engage.web import Room, accepted, canonical, current_officer, officers_only, status

room = Room("kiosk_desk", __name__)
officers_only(room)
EN = "/officers/consultations/<int:consultation_id>/kiosks"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/ciosgau"
SHOWN = "kiosk_code"  # the start code on its way from one page to the next


@room.page(en=EN, cy=CY, methods=["GET", "POST"])
def index(consultation_id: int) -> ResponseReturnValue:
    """The kiosks of a consultation; and another one."""
    officer = current_officer()
    consultation = queries.for_starter(officer, consultation_id)
    is_open = consultation.stage(clock.now()) == Stage.OPEN
    form = KioskForm()
    if is_open and accepted(form):
        name, place = str(form.name.data), str(form.place.data)
        return _show_code(
            consultation.id, service.add(officer, consultation.id, name, place, now=clock.now())
        )
    page = render_template(
        "respond/kiosk/desk.html",
        consultation=consultation,
        is_open=is_open,
        kiosks=queries.kiosks(consultation.id),
        form=form,
        left_out=queries.left_out(consultation.id) if is_open else (),
        **_words(),
    )
    return page, status(form)


@room.page(en=f"{EN}/<int:kiosk_id>", cy=f"{CY}/<int:kiosk_id>")
def kiosk(consultation_id: int, kiosk_id: int) -> ResponseReturnValue:
    """One kiosk: how to start the device, and what came from it."""
    consultation = queries.for_starter(current_officer(), consultation_id)
    found = queries.kiosk(consultation.id, kiosk_id)
    of, code = session.pop(SHOWN, (0, ""))
    return render_template(
        "respond/kiosk/device.html",
        consultation=consultation,
        kiosk=found,
        code=code if of == found.id else "",
        remnants=queries.remnants(found.id),
        **_words(),
    )


@room.page(en=f"{EN}/<int:kiosk_id>/<turn>", cy=f"{CY}/<int:kiosk_id>/<turn>", methods=["POST"])
def do(consultation_id: int, kiosk_id: int, turn: str) -> ResponseReturnValue:
    """Stop a kiosk, let it go on, make another start code, or note that nothing waits on its devices."""
    officer, now = current_officer(), clock.now()
    queries.for_starter(officer, consultation_id)
    if turn == "code":
        return _show_code(consultation_id, service.new_code(officer, consultation_id, kiosk_id, now=now))
    if turn == "stop":
        service.stop(officer, consultation_id, kiosk_id, now=now)
        flash(_("The kiosk is stopped. Nobody can begin there; you can undo this"))
    elif turn == "go-on":
        service.go_on(officer, consultation_id, kiosk_id, now=now)
        flash(_("The kiosk can be used again"))
    elif turn == "settle":
        service.settle(officer, consultation_id, kiosk_id, now=now)
        flash(_("It is noted that nothing waits on a device of this kiosk any more"))
    else:
        raise NotFound
    return redirect(url_for(".index", consultation_id=consultation_id), 303)


def _show_code(consultation_id: int, started: Started) -> ResponseReturnValue:
    session[SHOWN] = started
    return redirect(url_for(".kiosk", consultation_id=consultation_id, kiosk_id=started.kiosk_id), 303)


def _words() -> dict[str, Any]:
    short = canonical(url_for("kiosk.front")).removeprefix("https://").removeprefix("http://")
    return {"short_address": short, "lasts": int(CODE_LASTS.total_seconds() // 60)}
