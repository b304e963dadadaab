"""At which address does an officer see whether a consultation is ready to be published?"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.surveys import ready, ready_forms, ready_lines_forms, ready_service
from engage.surveys.contents import key_at
from engage.surveys.definition import Definition
from engage.surveys.problems import Problem
from engage.surveys.readiness import Finding, Line, Verdict
from engage.surveys.ready_words import TEXTS, reading_age
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("surveys_ready", __name__)
officers_only(room)
EN = "/officers/consultations/<int:consultation_id>/survey/ready"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/parod"
MOST = 8  # findings of one line that are listed
SAID = {"formative", "consideration"}
OF_THE_PAGE = {*TEXTS, "contact", "other_formats", "privacy"}


@room.page(en=EN, cy=CY)
def show(consultation_id: int) -> ResponseReturnValue:
    """Everything that law and guidance ask for, in the groups that a council knows."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id)
    answer = ready_service.answer(officer, consultation_id, now=now)
    free = not consultation.published_at and not consultation.is_held(now)
    return render_template(
        "surveys/ready/show.html",
        consultation=consultation,
        answer=answer,
        groups=[(name, list(lines)) for name, lines in groupby(answer.lines, key=lambda line: line.group)],
        may_edit=free and may(officer.role_names, Permission.EDIT_CONSULTATION),
        is_free=free,
        reading_age=reading_age(answer.facts),
        mend=lambda line, finding: _mend(consultation_id, line, finding),
        most=MOST,
        **_words(answer.facts.definition),
    )


@room.page(en=f"{EN}/<line>/set-aside", cy=f"{CY}/<line>/neilltuo", methods=["GET", "POST"])
def set_aside(consultation_id: int, line: str) -> ResponseReturnValue:
    """Ask why a line of advice is set aside; keep the reason."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    if not ready.may_be_set_aside(line):
        raise NotFound
    answer = ready_service.answer(officer, consultation_id, now=clock.now())
    wanted = next((each for each in answer.advice if each.code == line), None)
    if wanted is None:
        raise ready_service.NotAdvice
    form = ready_forms.SetAsideForm()
    if accepted(form):
        ready_service.set_aside(
            officer, consultation_id, line, form.reason.data, language=language(), now=clock.now()
        )
        flash(_("The advice is set aside, and your reason is kept"))
        return redirect(_line(consultation_id, line))
    page = render_template(
        "surveys/ready/set_aside.html",
        consultation=consultation,
        line=wanted,
        form=form,
        back=_line(consultation_id, line),
        **_words(answer.facts.definition),
    )
    return page, status(form)


@room.page(en=f"{EN}/<line>/take-up", cy=f"{CY}/<line>/ailystyried", methods=["POST"])
def take_up(consultation_id: int, line: str) -> ResponseReturnValue:
    """Take advice up again that was set aside."""
    ready_service.take_up(current_officer(), consultation_id, line, now=clock.now())
    flash(_("The advice is taken up again"))
    return redirect(_line(consultation_id, line))


def _line(consultation_id: int, code: str) -> str:
    return url_for(".show", consultation_id=consultation_id, _anchor=f"line-{code}")


def _words(definition: Definition) -> dict[str, Any]:
    here = language()
    return {
        "group_names": ready_lines_forms.GROUPS,
        "line_words": ready_lines_forms.LINES,
        "sources": ready_lines_forms.SOURCES,
        "found": lambda finding: ready_forms.found(finding, here),
        "place": lambda finding: ready_forms.place(finding, definition, here),
        "verdicts": Verdict,
    }


# --- where a thing is mended ------------------------------------------------------------------------------


def _mend(consultation_id: int, line: Line, finding: Finding) -> str:
    """The address at which this finding can be mended; nothing when that is not for an officer to do."""
    back = _line(consultation_id, line.code)
    if line.door in ("fair", "equality", "privacy"):
        return _said(consultation_id, line.door, finding, back)
    if line.door == "welsh":
        return _welsh(consultation_id, finding, back)
    if line.door == "details" or (line.door == "place" and finding.parameters.get("where") in OF_THE_PAGE):
        return url_for("consultations_desk.edit", consultation_id=consultation_id, _anchor=finding.anchor)
    if line.door == "place" and finding.parameters.get("where") in SAID:
        return _said(consultation_id, "fair", finding, back)
    return _in_survey(consultation_id, line.door, finding) if line.door else ""


def _said(consultation_id: int, page: str, finding: Finding, back: str) -> str:
    endpoint = f"consultations_preparation.{page}"
    return url_for(endpoint, consultation_id=consultation_id, next=back, _anchor=finding.anchor)


def _welsh(consultation_id: int, finding: Finding, back: str) -> str:
    proposal = finding.parameters.get("proposal")
    where: dict[str, Any] = {"consultation_id": consultation_id, "next": back}
    if proposal is None:
        return url_for("surveys_welsh.show", **where)
    return url_for("surveys_welsh.edit", proposal=proposal.code, **where, _anchor=finding.anchor)


def _in_survey(consultation_id: int, door: str, finding: Finding) -> str:
    rooms = {"words": "surveys_translation.room", "variants": "surveys_variants.index"}
    endpoint = rooms.get(door, "")
    if endpoint in current_app.view_functions:
        return url_for(endpoint, consultation_id=consultation_id)
    problem = finding.parameters.get("problem")
    if isinstance(problem, Problem) and problem.code in ("no_quintiles", "no_lookup"):
        return url_for("surveys_postcodes.index")
    anchor = (
        key_at(problem).replace(":", "-") if isinstance(problem, Problem) and problem.place.path else None
    )
    return url_for("surveys_desk.overview", consultation_id=consultation_id, _anchor=anchor)
