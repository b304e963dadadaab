"""Which kiosk is this device, and what do all its pages have in common?"""

from __future__ import annotations

from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.config import settings
from engage.errors import NotFound
from engage.respond import kiosk, kiosk_queries, kiosk_service, queries
from engage.respond.kiosk_queries import Device
from engage.respond.visit import Questionnaire, Visit
from engage.surveys.ways import STANDARD
from engage.web import Room, csrf, show_council

room = Room("kiosk", __name__)
csrf.exempt(room)  # forms check the token themselves; scripts send JSON, which no other site's page can
YEAR = 365 * 24 * 3600  # seconds
CLEARED = '"cache"'  # never "storage": there wait the answers that are not sent yet


@room.after_request
def keep_private(response: Response) -> Response:
    """No search engine keeps these pages, and no other site is told their addresses."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def cookie_name() -> str:
    return "__Host-engage-kiosk" if settings().production else "engage-kiosk"


def device() -> Device | None:
    """The kiosk that this device is; None when it is none."""
    cookie = request.cookies.get(cookie_name(), "")
    return kiosk_queries.device(cookie) if cookie else None


def here() -> Device:
    """The kiosk that this device is; any other device is asked for a start code."""
    found = device()
    if found is None:
        abort(redirect(url_for("kiosk.start")))
    show_council(found.consultation.council)
    return found


def answering() -> Device:
    """The same, while answers are taken here; else it says that they are not."""
    found = here()
    if not found.takes_answers(clock.now()):
        abort(make_response(render_template("respond/kiosk/resting.html", device=found)))
    return found


def asked_here(found: Device) -> Questionnaire:
    """The survey as it is asked on this device, in the way that the address names. Raises NotFound."""
    asked = queries.questionnaire_of(found.consultation.id, request.args.get("way", STANDARD)).at_kiosk
    if asked.way is not None and asked.way not in kiosk.ways(asked):
        raise NotFound
    return asked


def in_address(asked: Questionnaire) -> str | None:
    """The way as addresses name it; none for the standard one."""
    return asked.way.code if asked.way else None


def first_language(found: Device) -> str:
    """Welsh stands first in Wales (Welsh Language Standards; self-service machines: standard 60)."""
    return "cy" if found.consultation.council.nation == "wales" else "en"


def welcome(found: Device, **more: Any) -> str:
    return url_for("kiosk.welcome_page", lang=first_language(found), **more)


@room.app_template_filter("time_over")
def time_over(visit: Visit) -> str:
    """Where a page of this person leads without a script, once its time is over."""
    return url_for("kiosk.over", code=visit.code, shown=kiosk_service.shown(visit, now=clock.now()))


def give_cookie(response: Response, cookie: str) -> ResponseReturnValue:
    response.set_cookie(
        cookie_name(),
        cookie,
        max_age=YEAR,
        secure=settings().production,
        httponly=True,
        samesite="Lax",
    )
    return response
