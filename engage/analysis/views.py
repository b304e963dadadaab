"""At which addresses do officers plan a breakdown, have it made, read it and download it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.analysis import planning, presentation, queries, service, words
from engage.analysis.forms import ConfirmForm, OrganisationsForm, PlanForm
from engage.analysis.universe import Plan
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.documents import size
from engage.equality.characteristics import Level
from engage.errors import NotFound
from engage.respond import queries as responses
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("analysis", __name__)
officers_only(room)

EN = "/officers/consultations/<int:consultation_id>/breakdown"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad"
FILES = {
    "everything": words.FILE_EVERYTHING,
    "characteristics": words.FILE_CHARACTERISTICS,
    "notes": words.FILE_NOTES,
}
LATE = timedelta(minutes=5)  # after which a release takes longer than it should
TYPES = {"csv": "text/csv", "txt": "text/plain"}


@room.page(en=EN, cy=CY)
def overview(consultation_id: int) -> ResponseReturnValue:
    """Where the breakdown stands; once it is made, the way to all of it."""
    consultation = queries.consultation(current_officer(), consultation_id)
    release = queries.release(consultation_id)
    if release is None:
        return _before(consultation_id)
    if release.made_at is None:
        late = clock.now() - release.asked_at > LATE
        return render_template(
            "analysis/being_made.html", consultation=consultation, release=release, late=late
        )
    released = queries.released(current_officer(), consultation_id)
    return render_template(
        "analysis/overview.html",
        consultation=consultation,
        release=release,
        released=released,
        menu=presentation.menu(released.universe.subjects, language()),
        planned=_planned(released.planning),
        explanation=words.EXPLANATION,
        shorthand=[(mark, meaning[language()]) for mark, meaning in words.SHORTHAND.items()],
        says_nothing=released.says_nothing,
        downloads=[_download(release, what, stem) for what, stem in FILES.items()],
    )


def _before(consultation_id: int) -> str:
    consultation = queries.consultation(current_officer(), consultation_id)
    known = queries.planning_of(current_officer(), consultation_id)
    return render_template(
        "analysis/before.html",
        consultation=consultation,
        now_ready=service.may_ask(consultation, now=clock.now()),
        ready_at=service.ready_at(consultation),
        received=responses.count_sent(consultation_id),
        planned=_planned(known) if known else None,
        may_make=may(current_officer().role_names, Permission.MAKE_RELEASE),
    )


@room.page(en=f"{EN}/plan", cy=f"{CY}/cynllun", methods=["GET", "POST"])
def plan(consultation_id: int) -> ResponseReturnValue:
    """Choose how finely people are grouped, and by which characteristics."""
    known = _to_plan(consultation_id)
    if known is None:
        return redirect(url_for(".overview", consultation_id=consultation_id))
    form = PlanForm(planning.characteristics(known.definition), known.plan, language())
    if accepted(form):
        chosen = replace(
            known.plan, level=Level(form.level.data), characteristics=tuple(form.characteristics.data)
        )
        return _decide(consultation_id, chosen)
    consultation = queries.consultation(current_officer(), consultation_id)
    return render_template("analysis/plan.html", consultation=consultation, form=form), status(form)


@room.page(en=f"{EN}/plan/organisations", cy=f"{CY}/cynllun/sefydliadau", methods=["GET", "POST"])
def organisations(consultation_id: int) -> ResponseReturnValue:
    """Choose the answers of those whose responses are not counted."""
    known = _to_plan(consultation_id)
    if known is None:
        return redirect(url_for(".overview", consultation_id=consultation_id))
    asking = request.args.get("question", known.plan.organisation_question)
    options = planning.options_of(known.definition, asking)
    if asking and not options:
        raise NotFound
    form = OrganisationsForm(options, known.plan, language())
    if accepted(form):
        chosen = replace(known.plan, organisation_question=asking, organisation_codes=tuple(form.codes.data))
        return _decide(consultation_id, chosen)
    return render_template(
        "analysis/organisations.html",
        consultation=queries.consultation(current_officer(), consultation_id),
        form=form,
        asking=asking,
        questions=planning.choosing_questions(known.definition),
    ), status(form)


def _to_plan(consultation_id: int) -> queries.Planning | None:
    """The plan while it can still be changed, None when there is nothing to plan or no way back."""
    officer = current_officer()
    queries.consultation(officer, consultation_id, Permission.MAKE_RELEASE)
    return None if queries.release(consultation_id) else queries.planning_of(officer, consultation_id)


def _decide(consultation_id: int, chosen: Plan) -> ResponseReturnValue:
    service.decide_plan(current_officer(), consultation_id, chosen, now=clock.now())
    flash(_("The plan is saved"))
    return redirect(url_for(".overview", consultation_id=consultation_id))


@room.page(en=f"{EN}/make", cy=f"{CY}/creu", methods=["GET", "POST"])
def make(consultation_id: int) -> ResponseReturnValue:
    """Say what will happen and that it cannot be undone; then ask for the release."""
    consultation = queries.consultation(current_officer(), consultation_id, Permission.MAKE_RELEASE)
    form = ConfirmForm()
    if accepted(form):
        service.ask_release(current_officer(), consultation_id, now=clock.now())
        return redirect(url_for(".overview", consultation_id=consultation_id))
    known = queries.planning_of(current_officer(), consultation_id)
    if queries.release(consultation_id) or not known or not service.may_ask(consultation, now=clock.now()):
        return redirect(url_for(".overview", consultation_id=consultation_id))
    return render_template(
        "analysis/make.html",
        consultation=consultation,
        form=form,
        received=responses.count_sent(consultation_id),
        planned=_planned(known),
    ), status(form)


@room.page(en=f"{EN}/table", cy=f"{CY}/tabl")
def table(consultation_id: int) -> ResponseReturnValue:
    """One question, of everyone together or by one characteristic; the address holds the choice."""
    released = queries.released(current_officer(), consultation_id)
    if "question" not in request.args:
        return redirect(url_for(".overview", consultation_id=consultation_id))
    question, by = request.args["question"], request.args.get("by", "")
    tables = [released.question(question, each) for each in dict.fromkeys(("", by))]
    subject = tables[0].subject
    stem = Bilingual(*(f"{words.FILE_QUESTION[each]}-{subject.question}" for each in LANGUAGES))
    return render_template(
        "analysis/table.html",
        consultation=released.consultation,
        released=released,
        menu=presentation.menu(released.universe.subjects, language()),
        subject=subject,
        by=tables[-1].by,
        layout=presentation.layout(tables, language()),
        download=_download(released.release, "question", stem),
    )


@room.page(en=f"{EN}/people", cy=f"{CY}/pobl")
def people(consultation_id: int) -> ResponseReturnValue:
    """Who answered: each characteristic alone."""
    released = queries.released(current_officer(), consultation_id)
    return render_template(
        "analysis/people.html",
        consultation=released.consultation,
        released=released,
        layouts=[
            (each.subject, presentation.layout([each], language())) for each in released.characteristics()
        ],
        download=_download(released.release, "characteristics", words.FILE_CHARACTERISTICS),
    )


@room.page(en=f"{EN}/files/<name>", cy=f"{CY}/ffeiliau/<name>")
def file(consultation_id: int, name: str) -> Response:
    """Download a file of the release, in the language of the address."""
    content = service.download(current_officer(), consultation_id, name, language(), now=clock.now())
    consultation = queries.consultation(current_officer(), consultation_id)
    response = Response(content, mimetype=TYPES[name.rsplit(".", 1)[-1]])
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{consultation.slug[language()]}-{name}"
    )
    return response


def _planned(known: queries.Planning) -> dict[str, Any]:
    """A plan in words."""
    characteristics = planning.characteristics(known.definition)
    return {
        "level": words.LEVELS[known.plan.level],
        "characteristics": [each.name for each in characteristics if each.code in known.plan.characteristics],
        "organisations": planning.organisations(known.plan, known.definition),
    }


def _download(release: Any, what: str, stem: Bilingual) -> dict[str, Any]:
    """One file in both languages: where it is, and how large."""
    lengths = release.file_bytes
    names = {
        each: f"{stem[each]}.{'txt' if what == 'notes' else 'csv'}"
        for each in sorted(LANGUAGES, key=lambda each: each != language())
    }
    files = [
        (
            each,
            url_for(".file", consultation_id=release.consultation_id, name=name, lang=each),
            lengths[each][name],
        )
        for each, name in names.items()
        if name in lengths[each]
    ]
    return {"what": what, "files": [(each, address, size(length)) for each, address, length in files]}
