"""At which addresses do officers get the lists of those who may be written to?"""

from __future__ import annotations

import csv
import io

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.respond import contact_queries, contact_service
from engage.respond.contact_forms import SlipForm
from engage.respond.export import safe
from engage.respond.queries import Contact
from engage.surveys.contact import NAMES
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("respond_contacts", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/contacts",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/cysylltiadau",
)
def index(consultation_id: int) -> ResponseReturnValue:
    """For which purposes there are lists, and how long each is."""
    now = clock.now()
    consultation, lists = contact_queries.lists(current_officer(), consultation_id, now=now)
    return render_template(
        "respond/contacts.html",
        consultation=consultation,
        lists=lists,
        names=NAMES,
        given_out=contact_queries.are_given_out(consultation, now=now),
        waits=consultation.answers_until <= now < contact_queries.given_out_from(consultation),
        given_out_from=contact_queries.given_out_from(consultation),
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/contacts/<purpose>.csv",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/cysylltiadau/<purpose>.csv",
)
def download(consultation_id: int, purpose: str) -> ResponseReturnValue:
    """One list as CSV: address and language, and nothing else."""
    found = contact_service.hand_out(current_officer(), consultation_id, purpose, now=clock.now())
    out = io.StringIO()
    out.write("\ufeff")  # so that spreadsheets read it as UTF-8
    table = csv.writer(out)
    table.writerow([_("Email address"), _("Language")])
    table.writerows([safe(each.email), each.language] for each in found)
    return Response(
        out.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{purpose}-{language()}.csv"'},
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/contacts/slips",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/cysylltiadau/slipiau",
    methods=["GET", "POST"],
)
def slip(consultation_id: int) -> ResponseReturnValue:
    """Key the slip of a paper form, apart from the form that it came with."""
    officer, now = current_officer(), clock.now()
    consultation, offered = contact_queries.for_slips(officer, consultation_id)
    form, given_out = SlipForm(offered, language()), contact_queries.are_given_out(consultation, now=now)
    if not given_out and accepted(form):
        spoken = form.language.data
        contacts = [Contact(form.email.data or "", spoken, each) for each in form.chosen]
        contact_service.take_slip(officer, consultation.id, contacts, now=now)
        flash(_("The address is kept, apart from all answers. Key the next slip, or destroy the slips"))
        return redirect(url_for(".slip", consultation_id=consultation.id))
    page = render_template(
        "respond/contact_slip.html", consultation=consultation, form=form, names=NAMES, given_out=given_out
    )
    return page, status(form)
