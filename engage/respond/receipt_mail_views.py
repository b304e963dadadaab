"""What is written to somebody who asks for it by e-mail?

A letter holds the words of officers and what we made ourselves, never what a resident typed in.
"""

from __future__ import annotations

from datetime import datetime

from flask import render_template, url_for
from flask_babel import gettext as _

from engage import mail
from engage.config import settings
from engage.consultations import moments
from engage.respond import codes
from engage.respond.visit import Visit
from engage.smtp import Letter
from engage.web import canonical, language


def mail_return_link(visit: Visit, email: str, *, address: str, kept_until: datetime, now: datetime) -> None:
    """Send the link that opens this draft again, whose path is `address`, in the language of the page.

    `kept_until` is the last minute in which the draft is kept.
    """
    title, occasion = visit.occasion.title[language()], visit.occasion
    ends = occasion.answers_until if visit.in_grace(now) else occasion.closes_at
    _post(
        visit,
        email,
        "return_link",
        _("Come back to your answers: %(title)s", title=title),
        now,
        link=canonical(address),
        last=moments.last_minute(ends),
        kept_until=kept_until,
    )


def mail_receipt(visit: Visit, email: str, *, now: datetime) -> None:
    """Send the reference of what was sent, and where it can be looked at; not what opens it."""
    assert visit.kept
    title = visit.occasion.title[language()]
    _post(
        visit,
        email,
        "receipt",
        _("The council has your answers: %(title)s", title=title),
        now,
        link=canonical(url_for("respond_sent.ask")),
        reference=visit.reference,
        sent_at=visit.kept.sent_at,
    )


def _post(visit: Visit, email: str, name: str, subject: str, now: datetime, **words: object) -> None:
    council = visit.occasion.council
    words |= {"title": visit.occasion.title[language()], "council": council}
    letter = Letter(
        to=email,
        subject=subject,
        text=render_template(f"emails/{name}.txt", **words),
        html=render_template(f"emails/{name}.html", **words),
        language=language(),
        sender=council.name[language()],
    )
    mail.post(letter, sender=codes.digest(visit.code, settings().secret_key), now=now)
