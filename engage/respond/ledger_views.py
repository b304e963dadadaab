"""At which addresses is it decided what is analysed, and can everybody see that the sum is right?"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.consultations import queries as consultations
from engage.consultations.stage import Stage
from engage.errors import Invalid, NotFound
from engage.respond import contribution_views, keying_queries, sent_service
from engage.respond import ledger_forms as forms
from engage.respond import ledger_queries as queries
from engage.respond import ledger_service as service
from engage.respond import likeness_queries as likeness
from engage.respond.ledger import Filter, Line, Reason
from engage.respond.summary import chapters
from engage.surveys.definition import takes_files
from engage.surveys.journey import Journey
from engage.web import (
    Room,
    accepted,
    alternate,
    current_officer,
    language,
    officers_only,
    show_council,
    status,
)

room = Room("respond_ledger", __name__)
officers_only(room)
told = Room("respond_received", __name__, public=True)
PAGE = 50  # entries
EN = "/officers/consultations/<int:consultation_id>/ledger"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/llyfr"


@told.page(en="/consultations/<slug>/received", cy="/ymgynghoriadau/<slug>/a-dderbyniwyd")
def received(slug: str) -> ResponseReturnValue:
    """What was received, what was removed and why, and what was analysed; from closing on."""
    consultation = consultations.published(slug, language(), now=clock.now())
    if consultation.stage(clock.now()) not in (Stage.CLOSED, Stage.REPORTED):
        raise NotFound
    alternate(slug=consultation.slug)
    show_council(consultation.council)
    tallies = queries.tallies(consultation.id)
    return render_template(
        "respond/ledger/received.html",
        consultation=consultation,
        line=Line.of(tallies),
        by_channel=_by_channel(tallies),
        **_words(),
    )


@room.page(en=EN, cy=CY)
def show(consultation_id: int) -> ResponseReturnValue:
    """Everything received, or a part of it, and the line that adds up."""
    consultation = queries.for_keeper(current_officer(), consultation_id)
    only = Filter(*(_one_of(name, known) for name, known in _FILTERS.items()))
    line = Line.of(tally for tally in queries.tallies(consultation.id) if only.takes(tally))
    pages = max(1, -(-line.received // PAGE))
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= pages:
        raise NotFound
    return render_template(
        "respond/ledger/show.html",
        consultation=consultation,
        only=only,
        line=line,
        entries=queries.page(consultation.id, only, number=number, size=PAGE),
        papers=keying_queries.not_counted(consultation.id),
        number=number,
        pages=pages,
        address=lambda page: url_for(".show", consultation_id=consultation.id, **_filtered(only), page=page),
        **_words(),
    )


@room.page(en=f"{EN}/find", cy=f"{CY}/canfod")
def find(consultation_id: int) -> ResponseReturnValue:
    """Lead to the thing with a reference."""
    consultation = queries.for_keeper(current_officer(), consultation_id)
    reference = forms.codes.tidy_reference(request.args.get("reference", ""))
    try:
        queries.entry(consultation.id, reference)
    except NotFound:
        flash(_("Nothing has this reference. Check it, and try again"), "problem")
        return redirect(url_for(".show", consultation_id=consultation.id))
    return redirect(url_for(".entry", consultation_id=consultation.id, reference=reference))


@room.page(en=f"{EN}/item/<reference>", cy=f"{CY}/eitem/<reference>", methods=["GET", "POST"])
def entry(consultation_id: int, reference: str) -> ResponseReturnValue:
    """One thing received: what was said, what was decided; and a decision about it."""
    officer = current_officer()
    consultation = queries.for_keeper(officer, consultation_id)
    of = queries.entry(consultation.id, reference)
    form = forms.DecideForm()
    if accepted(form) and _removed(form, consultation.id, [reference]):
        flash(_("It is not analysed any more"))
        return redirect(url_for(".entry", consultation_id=consultation.id, reference=reference))
    said = _said(of, bool(queries.entered_for_somebody(officer, [of])))
    _note_read(consultation.id, [of] if said["chapters"] else [])
    page = render_template(
        "respond/ledger/entry.html",
        consultation=consultation,
        entry=of,
        rulings=queries.rulings(of),
        alike=likeness.likenesses_of(consultation.id, of),
        duplicates=queries.duplicates_of(consultation.id, of),
        form=form,
        **said,
        **_words(),
    )
    return page, status(form)


@room.page(en=f"{EN}/item/<reference>/undo", cy=f"{CY}/eitem/<reference>/dadwneud", methods=["POST"])
def undo(consultation_id: int, reference: str) -> ResponseReturnValue:
    """Let it be analysed again."""
    decision_id = request.form.get("decision", 0, type=int)
    service.undo(current_officer(), consultation_id, reference, now=clock.now(), decision_id=decision_id)
    flash(_("It is analysed again"))
    return redirect(url_for(".entry", consultation_id=consultation_id, reference=reference))


@room.page(en=f"{EN}/item/<reference>/erase", cy=f"{CY}/eitem/<reference>/dileu", methods=["GET", "POST"])
def erase(consultation_id: int, reference: str) -> ResponseReturnValue:
    """Ask once, then empty a response whose sender asks for that and has no code any more."""
    officer = current_officer()
    consultation = queries.for_keeper(officer, consultation_id)
    of = queries.entry(consultation.id, reference)
    if of.kind != "response" or of.erased:
        raise NotFound
    form = forms.EraseForm()
    if accepted(form):
        sent_service.erase_for(officer, consultation_id, reference, now=clock.now())
        flash(_("It is erased. That it was received is still counted"))
        return redirect(url_for(".entry", consultation_id=consultation.id, reference=reference))
    page = render_template("respond/ledger/erase.html", consultation=consultation, entry=of, form=form)
    return page, status(form)


@room.page(en=f"{EN}/alike", cy=f"{CY}/tebyg")
def alike(consultation_id: int) -> ResponseReturnValue:
    """Responses that look alike, and hours with many: a person decides what that means."""
    consultation = queries.for_keeper(current_officer(), consultation_id)
    return render_template(
        "respond/ledger/alike.html",
        consultation=consultation,
        groups=likeness.likenesses(consultation.id),
        bursts=likeness.bursts(consultation.id),
        cleared=likeness.cleared(consultation.id),
        rewritten=queries.rewritten(consultation.id),
        **_words(),
    )


@room.page(en=f"{EN}/alike/<kind>/<key>", cy=f"{CY}/tebyg/<kind>/<key>", methods=["GET", "POST"])
def group(consultation_id: int, kind: str, key: str) -> ResponseReturnValue:
    """One group side by side, or what came in one hour: which of them are not analysed?"""
    consultation = queries.for_keeper(current_officer(), consultation_id)
    number = request.args.get("page", 1, type=int)
    found = likeness.likeness(consultation.id, kind, key, number)
    form = forms.GroupForm([each.reference for each in found.entries])
    entered = queries.entered_for_somebody(current_officer(), found.entries)
    address = partial(url_for, ".group", consultation_id=consultation.id, kind=kind, key=key)
    if accepted(form) and _removed(form, consultation.id, form.several):
        flash(_("Your decision is kept. Each of them can be analysed again from its own page"))
        stays = found.pages > 1
        return redirect(address() if stays else url_for(".alike", consultation_id=consultation.id))
    said = [(each, _said(each, each.reference in entered)["chapters"]) for each in found.entries]
    _note_read(consultation.id, [each for each, chapters_of in said if chapters_of])
    page = render_template(
        "respond/ledger/group.html",
        consultation=consultation,
        group=found,
        burst=likeness.burst(consultation.id, key) if kind == likeness.HOUR else None,
        said=said,
        entered=entered,
        form=form,
        every=forms.EVERY,
        page=number,
        address=lambda page: address(page=page),
        **_words(),
    )
    return page, status(form)


@room.page(en=f"{EN}/alike/<kind>/<key>/clear", cy=f"{CY}/tebyg/<kind>/<key>/clirio", methods=["POST"])
def clear(consultation_id: int, kind: str, key: str) -> ResponseReturnValue:
    """Say that they are different people's, or that the hour was looked at."""
    mark = request.form.get("mark", "")
    try:
        service.clear(current_officer(), consultation_id, kind, key, now=clock.now(), mark=mark)
    except service.Others:
        flash(_("Others have come since, or something was decided. Look at them as they are now"), "problem")
        return redirect(url_for(".group", consultation_id=consultation_id, kind=kind, key=key))
    if kind == likeness.HOUR:
        flash(_("It is written down that you have looked at this hour"))
    else:
        flash(_("They stay as they are, and are not shown here again"))
    return redirect(url_for(".alike", consultation_id=consultation_id))


@room.page(en=f"{EN}/alike/show-again", cy=f"{CY}/tebyg/dangos-eto", methods=["POST"])
def show_again(consultation_id: int) -> ResponseReturnValue:
    """Take back that responses are different people's: they are shown again."""
    service.show_again(current_officer(), consultation_id, now=clock.now())
    flash(_("Everything that looks alike is shown again"))
    return redirect(url_for(".alike", consultation_id=consultation_id))


def _note_read(consultation_id: int, entries: list[queries.Entry]) -> None:
    if request.method == "GET":
        service.note_read(current_officer(), consultation_id, entries, now=clock.now())


def _removed(form: Any, consultation_id: int, references: list[str]) -> bool:
    """Decide; or say at the field what stands in the way."""
    try:
        service.remove(
            current_officer(),
            consultation_id,
            references,
            form.chosen,
            duplicate_of=form.stays,
            note=form.note.data or "",
            seen=form.read,
            now=clock.now(),
        )
    except Invalid:
        form.show_problem(
            "duplicate_of", _("Nothing that is analysed has this reference, or you are about to remove it")
        )
        return False
    except service.Rewritten:
        form.show_problem(
            _place(form), _("Somebody has changed their answers since. Read them as they are now, and decide")
        )
        return False
    except service.Stays as stays:
        form.show_problem(
            _place(form),
            _(
                "These were left out as duplicates of what you are about to leave out: %(references)s. "
                "Let them be analysed again first, from their own pages",
                references=", ".join(stays.references),
            ),
        )
        return False
    return True


def _place(form: Any) -> str:
    """The field beside which something is said of what was chosen."""
    return "removed" if "removed" in form else "reason"


def _said(of: queries.Entry, entered: bool) -> dict[str, Any]:
    """What the page shows of what was said; `entered`: by this officer, for somebody whom they helped."""
    if of.kind == "contribution":
        return {"chapters": [], "entered": False, **contribution_views.shown(of)}
    nothing: dict[str, Any] = {"chapters": [], "contribution": None, "attached": [], "entered": entered}
    if of.reason == Reason.WITHDRAWN or entered:  # they were told that nobody reads it, or not this officer
        return nothing
    asked, answers = queries.opinions(of)
    journey = Journey(asked.steps, answers)
    attached = [
        pair
        for step in journey.asked
        for question in journey.questions(step)
        if takes_files(question) and (answer := answers.get(step.key(question)))
        for pair in answer.other.items()
    ]
    return nothing | {"chapters": chapters(journey, answers, language()), "attached": attached}


_FILTERS: dict[str, Any] = {"channel": forms.CHANNELS, "language": forms.LANGUAGES, "state": forms.STATES}


def _one_of(name: str, known: Any) -> str:
    value = request.args.get(name, "")
    return value if value in known else ""


def _filtered(only: Filter) -> dict[str, Any]:
    return {name: value for name in _FILTERS if (value := getattr(only, name))}


def _by_channel(tallies: list[Any]) -> list[tuple[str, Line]]:
    """The line of each channel by which anything came."""
    came = {tally.channel for tally in tallies}
    return [
        (channel, Line.of(tally for tally in tallies if tally.channel == channel))
        for channel in forms.CHANNELS
        if channel in came
    ]


def _words() -> dict[str, Any]:
    return {
        "channels": forms.CHANNELS,
        "reasons": forms.REASONS,
        "states": forms.STATES,
        "languages": forms.LANGUAGES,
    }
