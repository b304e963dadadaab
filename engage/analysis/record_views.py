"""At which addresses does an analyst open the records behind a breakdown, and take them away?"""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.analysis import record_queries as queries
from engage.analysis import record_service as service
from engage.analysis import record_words as words
from engage.analysis import rule_queries as rules
from engage.analysis.forms import ConfirmForm
from engage.analysis.record_files import Kind, file_name
from engage.analysis.record_forms import OpenForm
from engage.bilingual import LANGUAGES
from engage.errors import NotFound
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("analysis_records", __name__)
officers_only(room)

EN = "/officers/consultations/<int:consultation_id>/breakdown/records"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad/cofnodion"
TYPES = {Kind.CSVW: "application/zip", Kind.SAV: "application/x-spss-sav"}


@room.page(en=EN, cy=CY)
def index(consultation_id: int) -> ResponseReturnValue:
    """Who has opened the records of this consultation, why, until when and how often they were shown."""
    consultation = queries.consultation(current_officer(), consultation_id)
    now, offer = clock.now(), queries.offer(consultation_id)
    return render_template(
        "analysis/records/index.html",
        consultation=consultation,
        accesses=[(each, each.is_open(now)) for each in queries.accesses(consultation_id)],
        own=queries.own(current_officer(), consultation_id, now=now),
        offer=offer,
        too_few_gone=queries.too_few_gone(consultation_id, rules.of_council(consultation.council_id)),
        is_unlike_first=queries.is_unlike_first(consultation_id),
        step=rules.of_council(consultation.council_id).step,
        notes=words.notes(
            offer.released.release.rule if offer else rules.of_council(consultation.council_id)
        ),
    )


@room.page(en=f"{EN}/open", cy=f"{CY}/agor", methods=["GET", "POST"])
def begin(consultation_id: int) -> ResponseReturnValue:
    """Say why and for how long; then the files are made."""
    officer = current_officer()
    consultation = queries.consultation(officer, consultation_id)
    offer = queries.offer(consultation_id)
    if offer is None or queries.own(officer, consultation_id, now=clock.now()):
        return redirect(url_for(".index", consultation_id=consultation_id))
    form = OpenForm(None if offer.chosen is not None else [t.subject for t in offer.people], language())
    if accepted(form):
        access = service.open_records(
            officer,
            consultation_id,
            reason=form.reason.data,
            days=int(form.days.data),
            people=form.chosen,
            now=clock.now(),
        )
        return redirect(url_for(".show", consultation_id=consultation_id, access_id=access.id))
    return render_template(
        "analysis/records/open.html",
        consultation=consultation,
        form=form,
        chosen=[table.subject.title for table in offer.chosen or ()],
        notes=words.notes(offer.released.release.rule),
    ), status(form)


@room.page(en=f"{EN}/<int:access_id>", cy=f"{CY}/<int:access_id>")
def show(consultation_id: int, access_id: int) -> ResponseReturnValue:
    """One's own access: the files, or how far they have come."""
    access = queries.access(current_officer(), consultation_id, access_id)
    return render_template(
        "analysis/records/show.html",
        consultation=queries.consultation(current_officer(), consultation_id),
        access=access,
        is_open=access.is_open(clock.now()),
        is_behind=queries.is_behind(access),
        too_few_gone=queries.too_few_gone(consultation_id, queries.rule_of(access)),
        is_unlike_first=queries.is_unlike_first(consultation_id),
        step=queries.rule_of(access).step,
        files=[(kind.name, _addresses(access, kind)) for kind in Kind],
        notes=words.notes(queries.rule_of(access)),
    )


def _addresses(access: Any, kind: Kind) -> list[tuple[str, str]]:
    """A file in both languages, that of the page first."""
    where = {"consultation_id": access.consultation_id, "access_id": access.id}
    return [
        (each, url_for(".file", **where, name=file_name(kind, each), lang=each))
        for each in sorted(LANGUAGES, key=lambda each: each != language())
    ]


@room.page(en=f"{EN}/<int:access_id>/files/<name>", cy=f"{CY}/<int:access_id>/ffeiliau/<name>")
def file(consultation_id: int, access_id: int, name: str) -> ResponseReturnValue:
    """Download the records in one format, with labels in the language of the address."""
    queries.access(current_officer(), consultation_id, access_id)
    kind = {file_name(each, language()): each for each in Kind}.get(name)
    if kind is None:
        raise NotFound
    content = service.download(
        current_officer(), consultation_id, access_id, kind, language(), now=clock.now()
    )
    response = Response(content, mimetype=TYPES[kind])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


@room.page(en=f"{EN}/<int:access_id>/end", cy=f"{CY}/<int:access_id>/gorffen", methods=["GET", "POST"])
def end(consultation_id: int, access_id: int) -> ResponseReturnValue:
    """Ask once, then end one's own access."""
    officer = current_officer()
    access = queries.access(officer, consultation_id, access_id)
    form = ConfirmForm()
    if accepted(form):
        service.end(officer, consultation_id, access_id, now=clock.now())
        flash(_("Your access to the records has ended and their files are deleted here"))
        return redirect(url_for(".index", consultation_id=consultation_id))
    return render_template(
        "analysis/records/end.html",
        consultation=queries.consultation(officer, consultation_id),
        access=access,
        form=form,
    ), status(form)
