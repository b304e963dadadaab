"""At which addresses do officers plan a breakdown, have it made, read it and download it?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.analysis import files_service, formats_views, presentation, queries, service, words
from engage.analysis import room as room_choice
from engage.analysis import rule_queries as rules
from engage.analysis.bodies import file_name
from engage.analysis.cohesion import asked
from engage.analysis.epochs import NO_REASON, Kind, Why
from engage.analysis.figures import explained
from engage.analysis.findings import findings
from engage.analysis.findings import size as size_of_gap
from engage.analysis.forms import ConfirmForm, ReasonForm
from engage.analysis.plan_views import planned
from engage.analysis.scales import scales
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.documents import size
from engage.errors import NotFound
from engage.respond import keying_queries as keying
from engage.respond import kiosk_queries as kiosks
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
ASKED_FOR = (Kind.INTERIM, Kind.FINAL, Kind.CORRECTION)
LATE = timedelta(minutes=30)  # after which a release takes longer than it should
TYPES = {"csv": "text/csv", "txt": "text/plain"}


@room.page(en=EN, cy=CY)
def overview(consultation_id: int) -> ResponseReturnValue:
    """Where the breakdown stands; once there are figures, the way to all of them."""
    consultation = queries.readable(current_officer(), consultation_id)
    if consultation.council_id != current_officer().council_id:
        return _shown(shared(consultation_id), {})
    latest = queries.release(consultation_id)
    chosen = (
        queries.newest_made(consultation_id) if epoch() is None else queries.release(consultation_id, epoch())
    )
    if latest and latest.is_waited_for and epoch() is None:
        return _being_made(consultation, latest)
    if chosen is None and epoch() is None:
        return _before(consultation_id)
    return _shown(reading(consultation_id), offers(consultation))


def _shown(released: queries.Released, can_make: dict[Kind, Why | None]) -> str:
    """The way to everything that these figures hold for whoever reads."""
    return render_template(
        "analysis/overview.html",
        consultation=released.consultation,
        release=released.release,
        released=released,
        made=made(released.consultation.id),
        levels=words.LEVELS,
        menu=presentation.menu(released.universe.subjects, language()),
        planned=planned(released.planning),
        explanation=words.explanation(released.release.rule),
        shorthand=explained(words.SHORTHAND, language(), released.release.rule),
        done=list(words.told_once(released.release.what_was_done, language())),
        says_nothing=released.says_nothing,
        downloads=[_download(released, what, stem) for what, stem in FILES.items()],
        formats=formats_views.links(released),
        failed=None if released.is_guest else queries.failed(released.consultation.id),
        can_make=can_make,
        corrections_left=service.left(released.consultation.id, Kind.CORRECTION),
        rule=rules.of_council(released.consultation.council_id),
        measures_cohesion=bool(asked(released.definition)),
        may_see_records=may(current_officer().role_names, Permission.SEE_RECORDS),
        may_read_written=may(current_officer().role_names, Permission.READ_WRITTEN),
    )


def epoch() -> int | None:
    """The figures that the address asks for; None: the newest."""
    return request.args.get("release", type=int)


def reading(consultation_id: int) -> queries.Released:
    """Open the figures of the own council that the address asks for, and keep in mind that they were seen."""
    queries.consultation(current_officer(), consultation_id)
    return shared(consultation_id)


def shared(consultation_id: int) -> queries.Released:
    """The same, also of a consultation that another council leads: with the own tables and those of all."""
    return files_service.read(current_officer(), consultation_id, epoch(), now=clock.now())


def made(consultation_id: int) -> list[Any]:
    """All figures that this officer can read, newest first."""
    return list(queries.made_for(current_officer(), consultation_id))


def offers(consultation: Any) -> dict[Kind, Why | None]:
    """Which figures this officer may ask for, and why not now."""
    if not may(current_officer().role_names, Permission.MAKE_RELEASE):
        return {}
    now = clock.now()
    return {kind: service.refusal(consultation, kind, now=now) for kind in ASKED_FOR}


def _being_made(consultation: Any, release: Any) -> str:
    late = clock.now() - release.asked_at > LATE
    return render_template("analysis/being_made.html", consultation=consultation, release=release, late=late)


def _before(consultation_id: int) -> str:
    consultation = queries.consultation(current_officer(), consultation_id)
    known = queries.planning_of(current_officer(), consultation_id)
    can_make = offers(consultation)
    return render_template(
        "analysis/before.html",
        consultation=consultation,
        now_ready=service.refusal(consultation, Kind.FINAL, now=clock.now()) is None,
        ready_at=service.ready_at(consultation),
        received=responses.count_sent(consultation_id),
        planned=planned(known) if known else None,
        can_make=can_make,
        rule=rules.of_council(consultation.council_id),
        composition=next(queries.compositions(consultation_id), None),
        failed=queries.failed(consultation.id),
        **_not_in_yet(consultation),
    )


@room.page(en=f"{EN}/make", cy=f"{CY}/creu", methods=["GET", "POST"])
def make(consultation_id: int) -> ResponseReturnValue:
    """Say what will happen and that it cannot be undone; then ask for the figures."""
    consultation = queries.consultation(current_officer(), consultation_id, Permission.MAKE_RELEASE)
    kind = _kind()
    form = ReasonForm() if kind is Kind.CORRECTION else ConfirmForm()
    if accepted(form):
        reason = form.bilingual("reason") if isinstance(form, ReasonForm) else NO_REASON
        now = clock.now()
        try:
            service.ask_release(current_officer(), consultation_id, now=now, kind=kind, reason=reason)
        except service.NotNow as refused:  # somebody else was quicker, and what is typed here is kept
            form.form_errors.append(_why_not(refused.why, consultation.council_id))
        else:
            return redirect(url_for(".overview", consultation_id=consultation_id))
    known = queries.planning_of(current_officer(), consultation_id)
    if not known or (not form.errors and service.refusal(consultation, kind, now=clock.now())):
        return redirect(url_for(".overview", consultation_id=consultation_id))
    return render_template(
        "analysis/make.html",
        consultation=consultation,
        form=form,
        kind=kind,
        rule=rules.of_council(consultation.council_id),
        received=responses.count_sent(consultation_id),
        planned=planned(known),
        **_not_in_yet(consultation),
    ), status(form)


def _why_not(why: Why, council_id: int) -> str:
    """Why figures cannot be asked for now, in words."""
    told = get_template_attribute("analysis/pieces.html", "why_not")(why, rules.of_council(council_id))
    return str(told).strip()


def _kind() -> Kind:
    """Which figures the address is about."""
    asked = request.args.get("kind", Kind.FINAL)
    if asked not in ASKED_FOR:
        raise NotFound
    return Kind(asked)


@room.page(en=f"{EN}/table", cy=f"{CY}/tabl")
def table(consultation_id: int) -> ResponseReturnValue:
    """One question, of everyone together or by one characteristic; the address holds the choice."""
    released = shared(consultation_id)
    if "question" not in request.args:
        return redirect(url_for(".overview", consultation_id=consultation_id, release=epoch()))
    asked = (request.args.get(each, "") for each in ("question", "by", "within"))
    chosen = room_choice.chosen(released.universe, released.tables, *asked)
    if chosen is None:
        raise NotFound
    stem = Bilingual(*(f"{words.FILE_QUESTION[each]}-{chosen.subject.question}" for each in LANGUAGES))
    points = scales(released.definition).get(chosen.subject.key, ())
    return render_template(
        "analysis/table.html",
        consultation=released.consultation,
        released=released,
        menu=presentation.menu(released.universe.subjects, language()),
        made=made(consultation_id),
        levels=words.LEVELS,
        chosen=chosen,
        layout=presentation.layout(chosen.tables, language(), points) if chosen.tables else None,
        found=findings(released.tables).of(chosen.subject, chosen.by) if not chosen.within else None,
        size=size_of_gap,
        download=_download(released, "question", stem),
    )


@room.page(en=f"{EN}/people", cy=f"{CY}/pobl")
def people(consultation_id: int) -> ResponseReturnValue:
    """Who answered: each characteristic alone; of a joint consultation also of the own residents."""
    released = shared(consultation_id)
    within = released.residents
    return render_template(
        "analysis/people.html",
        consultation=released.consultation,
        released=released,
        layouts=[
            (each.subject, presentation.layout([each], language())) for each in released.characteristics()
        ],
        within=within,
        of_residents=[
            (each.subject, presentation.layout([each], language()))
            for each in (released.characteristics(within.code) if within else ())
        ],
        download=_download(released, "characteristics", words.FILE_CHARACTERISTICS),
    )


@room.page(en=f"{EN}/files/<name>", cy=f"{CY}/ffeiliau/<name>")
def file(consultation_id: int, name: str) -> Response:
    """Download a file of the release, in the language of the address."""
    content = files_service.download(
        current_officer(), consultation_id, name, language(), now=clock.now(), epoch=epoch()
    )
    response = Response(content, mimetype=TYPES[name.rsplit(".", 1)[-1]])
    stem = queries.file_stem(current_officer(), consultation_id, language(), epoch())
    response.headers.set("Content-Disposition", "attachment", filename=f"{stem}-{name}")
    return response


def _not_in_yet(consultation: Any) -> dict[str, Any]:
    """The kiosks and the number of stacks of paper that may hold responses which are not counted yet."""
    unsent = kiosks.may_hold_unsent(consultation.id, service.ready_at(consultation), now=clock.now())
    return {"unsent": unsent, "stacks": keying.open_batches(consultation.id)}


def _download(released: queries.Released, what: str, stem: Bilingual) -> dict[str, Any]:
    """One file in both languages: where it is, and how large."""
    lengths, kind = released.release.file_bytes, "txt" if what == "notes" else "csv"
    names = {
        each: file_name(f"{stem[each]}.{kind}", released.body)
        for each in sorted(LANGUAGES, key=lambda each: each != language())
    }
    id, epoch = released.consultation.id, released.release.epoch
    files = [
        (
            each,
            url_for(".file", consultation_id=id, name=name, lang=each, release=epoch),
            lengths[each][name],
        )
        for each, name in names.items()
        if name in lengths[each]
    ]
    return {"what": what, "files": [(each, address, size(length)) for each, address, length in files]}
