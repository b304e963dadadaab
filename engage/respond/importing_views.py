"""At which addresses are responses imported that were given in another tool?"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, dates
from engage.respond import importing_forms as forms
from engage.respond import importing_queries as queries
from engage.respond import importing_service as service
from engage.respond import ledger_service
from engage.respond.export import safe
from engage.respond.importing_cells import NO_COLUMN
from engage.respond.importing_columns import NUMBER, Tool
from engage.respond.importing_mapping_views import CY, EN, entered, looked_at
from engage.respond.importing_standing import Whose
from engage.respond.ledger_forms import LANGUAGES
from engage.respond.summary import chapters
from engage.surveys.journey import Journey
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("respond_imports", __name__)
officers_only(room)
PROBLEMS = 200  # shown; all of them are in the file
PAGES = {
    "reading": "working",
    "checking": "working",
    "storing": "working",
    "asked": "respond_import_mapping.headings",
    "read": "respond_import_mapping.columns",
    "checked": "respond_imports.check",
    "refused": "refused",
    "failed": "refused",
    "stored": "index",
}


@room.page(en=EN, cy=CY)
def index(consultation_id: int) -> ResponseReturnValue:
    """What was imported, and which files wait."""
    consultation = entered(consultation_id)
    return render_template(
        "respond/importing/index.html",
        consultation=consultation,
        waiting=queries.waiting(consultation.id),
        batches=queries.batches(consultation.id),
        tools=forms.TOOLS,
    )


@room.page(en=f"{EN}/bring", cy=f"{CY}/dod-a-ffeil", methods=["GET", "POST"])
def bring(consultation_id: int) -> ResponseReturnValue:
    """Bring a file; nothing of it is stored as a response before it has been looked at."""
    consultation = entered(consultation_id)
    queries.asked(consultation.id)
    form = forms.BringForm()
    if accepted(form):
        brought = service.Brought(
            form.name, form.content, Tool(form.tool.data), form.language.data, int(form.heading_rows.data)
        )
        file = service.bring(current_officer(), consultation.id, brought, now=clock.now())
        return redirect(url_for(".show", consultation_id=consultation.id, file_id=file.id))
    page = render_template("respond/importing/bring.html", consultation=consultation, form=form)
    return page, status(form)


@room.page(en=f"{EN}/<int:file_id>", cy=f"{CY}/<int:file_id>")
def show(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """Where a file is: go on with it, wait for it, or see why it is refused."""
    consultation, file = looked_at(consultation_id, file_id)
    page = PAGES[file.stage]
    if page == "index":
        flash(_("The file is imported"))
        return redirect(url_for(".index", consultation_id=consultation.id))
    if "." in page:
        return redirect(url_for(page, consultation_id=consultation.id, file_id=file.id))
    why = forms.refusal(file.refused) if file.refused else ""
    return render_template(
        f"respond/importing/{page}.html", consultation=consultation, file=file, why=why, form=forms.SeenForm()
    )


@room.page(en=f"{EN}/<int:file_id>/progress", cy=f"{CY}/<int:file_id>/cynnydd")
def progress(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """How far the work has come, for the script of the page that shows it."""
    _consultation_there, file = looked_at(consultation_id, file_id)
    return jsonify(progress=file.progress, over=PAGES[file.stage] != "working")


@room.page(en=f"{EN}/<int:file_id>/check", cy=f"{CY}/<int:file_id>/gwirio", methods=["GET", "POST"])
def check(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """What would come of it; then store it, or throw the file away."""
    consultation, file = looked_at(consultation_id, file_id)
    if file.stage != "checked":
        return redirect(url_for(".show", consultation_id=consultation.id, file_id=file.id))
    form = forms.ImportForm(revision=str(file.revision)) if request.method == "GET" else forms.ImportForm()
    hindered = ""
    if accepted(form):
        try:
            return redirect(_decided(consultation.id, file, form))
        except service.OtherMapping:
            hindered = "other"
        except service.NotGood:
            hindered = "not_good"
    form.revision.data = str(file.revision)
    found = queries.report(file)
    page = render_template(
        "respond/importing/check.html",
        consultation=consultation,
        file=file,
        form=form,
        hindered=hindered,
        most=PROBLEMS,
        tools=forms.TOOLS,
        late=_late(consultation, found),
        **_shown(consultation.id, file, found),
    )
    return page, 409 if hindered == "other" else 422 if hindered else 200


def _decided(consultation_id: int, file: Any, form: forms.ImportForm) -> str:
    """Do what the pressed button says; where to go on. Raises OtherMapping or NotGood."""
    officer, now = current_officer(), clock.now()
    if request.form.get("do") == "forget":
        service.forget(officer, consultation_id, file.id, now=now)
        flash(_("The file is thrown away. Nothing was imported."))
        return url_for(".index", consultation_id=consultation_id)
    if request.form.get("do") in [*Whose]:
        whose = Whose(request.form["do"])
        service.take(officer, consultation_id, file.id, whose=whose, seen=form.seen, now=now)
        return url_for(".show", consultation_id=consultation_id, file_id=file.id)
    ticks = {"leave_out": bool(form.leave_out.data), "apart": bool(form.apart.data)}
    service.store(officer, consultation_id, file.id, **ticks, seen=form.seen, now=now)
    return url_for(".show", consultation_id=consultation_id, file_id=file.id)


def _shown(consultation_id: int, file: Any, found: Any) -> dict[str, Any]:
    lang = language()
    asked, known = queries.asked(consultation_id)
    return {
        "report": found,
        "earlier": [each for each in queries.batches(consultation_id) if each.batch.id in found.earlier],
        "in_other_order": queries.in_other_order(file, known),
        "is_numbered": NUMBER in (file.columns or ()),
        "problems": [
            (each, _heading(file, each), forms.said(each, lang)) for each in found.problems[:PROBLEMS]
        ],
        "read": [
            (each, chapters(Journey(asked.steps, each.answers), each.answers, lang)) for each in found.shown
        ],
        "languages": LANGUAGES,
    }


def _late(consultation: Any, found: Any) -> date | None:
    """Today, if rows do not say when they were received and today is after closing."""
    today = clock.now().astimezone(dates.LONDON).date()
    return today if found.undated and ledger_service.is_late(consultation, today) else None


def _heading(file: Any, problem: Any) -> str:
    return "" if problem.column == NO_COLUMN else file.headings[problem.column]


@room.page(en=f"{EN}/<int:file_id>/forget", cy=f"{CY}/<int:file_id>/taflu", methods=["POST"])
def forget(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """Throw a file away."""
    service.forget(current_officer(), consultation_id, file_id, now=clock.now())
    flash(_("The file is thrown away. Nothing was imported."))
    return redirect(url_for(".index", consultation_id=consultation_id))


@room.page(en=f"{EN}/<int:file_id>/problems", cy=f"{CY}/<int:file_id>/problemau")
def problems(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """Every problem as a CSV file that no spreadsheet takes for formulas."""
    _there, file = looked_at(consultation_id, file_id)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([_("Row"), _("Column"), _("What stands there"), _("What is wrong")])
    for each in queries.report(file).problems:
        cells = (each.row, _heading(file, each), each.value, forms.said(each, language()))
        table.writerow([safe(cell) for cell in cells])
    response = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"problems-{file.id}.csv")
    return response


@room.page(en=f"{EN}/<int:file_id>/save", cy=f"{CY}/<int:file_id>/cadw", methods=["GET", "POST"])
def save(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """Keep how this file is read for the next one with the same headings."""
    consultation, file = looked_at(consultation_id, file_id)
    if file.stage != "checked":
        return redirect(url_for(".show", consultation_id=consultation.id, file_id=file.id))
    form = forms.SaveForm()
    if accepted(form):
        service.save_mapping(current_officer(), consultation.id, file.id, form.name.data, now=clock.now())
        flash(_("The mapping is saved. It is offered when a file has the same headings"))
        return redirect(url_for(".show", consultation_id=consultation.id, file_id=file.id))
    page = render_template("respond/importing/save.html", consultation=consultation, file=file, form=form)
    return page, status(form)


@room.page(
    en=f"{EN}/batches/<int:batch_id>/undo", cy=f"{CY}/sypiau/<int:batch_id>/dadwneud", methods=["GET", "POST"]
)
def undo(consultation_id: int, batch_id: int) -> ResponseReturnValue:
    """Take a whole batch back, once somebody has said that they mean it."""
    consultation = entered(consultation_id)
    found = queries.batch(consultation.id, batch_id)
    form = forms.SeenForm()
    if accepted(form):
        service.undo(current_officer(), consultation.id, batch_id, now=clock.now())
        flash(_("The import is undone. Its responses are deleted"))
        return redirect(url_for(".index", consultation_id=consultation.id))
    return render_template(
        "respond/importing/undo.html",
        consultation=consultation,
        found=found,
        there=queries.count_in(found.batch.id),
        leaning=queries.leaning_on(found.batch),
        form=form,
    )
