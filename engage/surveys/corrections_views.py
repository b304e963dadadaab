"""At which addresses do officers put right, or change, what people are answering already?"""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations import notice_service as notices
from engage.consultations import queries as consultations
from engage.errors import Invalid, NotAllowed, NotFound
from engage.surveys import correction_service, queries, version_service
from engage.surveys.change_forms import (
    DOUBTS,
    FIELDS,
    MARKDOWN,
    CorrectionForm,
    NewVersionForm,
    field_of,
    sentence,
)
from engage.surveys.correction_service import Doubtful, Slip
from engage.surveys.definition import Definition
from engage.surveys.draft_service import Overtaken
from engage.surveys.every_text import Wording, wordings
from engage.surveys.place_names import place_name
from engage.surveys.ways import WAYS
from engage.web import Room, accepted, current_officer, language, officers_only, status, switching

room = Room("surveys_open", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/open",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/agored",
)
def index(consultation_id: int) -> ResponseReturnValue:
    """What can be done while people are answering, and what was put right already."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id)
    return render_template(
        "surveys/open/index.html",
        consultation=consultation,
        stage=consultation.stage(now),
        may_change=may(officer.role_names, Permission.PUBLISH_SURVEY),
        between=version_service.differences(officer, consultation_id),
        versions=version_service.versions(officer, consultation_id),
        corrections=correction_service.log(officer, consultation_id),
        field_of=field_of,
        doubts=DOUBTS,
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/open/texts",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/agored/testunau",
)
def texts(consultation_id: int) -> ResponseReturnValue:
    """Every text that is published, to choose the one with the slip; the address holds what is looked for."""
    version = correction_service.published(current_officer(), consultation_id)
    consultation = consultations.for_officer(current_officer(), consultation_id)
    notices.require_open(consultation, now=clock.now())
    looked_for = " ".join(request.args.get("q", "").split())[:200]
    found = [
        each
        for each in (*correction_service.of_page(consultation), *wordings(version.definition))
        if looked_for.casefold() in f"{each.words.en}\n{each.words.cy}".casefold()
    ]
    return render_template(
        "surveys/open/texts.html",
        consultation=consultation,
        texts=found,
        looked_for=looked_for,
        place_of=_places(version.definition),
        field_of=field_of,
        ways=WAYS,
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/open/correct",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/agored/cywiro",
    methods=["GET", "POST"],
)
def correct(consultation_id: int) -> ResponseReturnValue:
    """Put one text right in all versions and in the draft; its key stands in the address."""
    officer = current_officer()
    key = request.args.get("key", "")[:300]
    version = correction_service.published(officer, consultation_id)
    if not key:
        return redirect(url_for(".texts", consultation_id=consultation_id))
    slip = correction_service.slip(officer, consultation_id, key)
    consultation = consultations.for_officer(officer, consultation_id)
    notices.require_open(consultation, now=clock.now())
    before = slip.wording.words
    form = CorrectionForm(
        lines=slip.wording.field in MARKDOWN,
        data={"words_en": before.en, "words_cy": before.cy, "seen": slip.mark},
    )
    found: list[str] = []
    doubts: tuple[str, ...] = ()
    if accepted(form):
        if form.changes_meaning:
            return _not_a_slip(consultation_id, slip, form)
        try:
            correction_service.correct(
                officer,
                consultation_id,
                key,
                form.words,
                reason=form.reason.data,
                sure=form.sure,
                now=clock.now(),
                seen=form.seen.data or "",
            )
        except Overtaken:
            slip = correction_service.slip(officer, consultation_id, key)
            form.seen.data = slip.mark
            form.words_en.errors = [_("Somebody has corrected these words meanwhile: look at them again")]
        except Doubtful as doubtful:
            doubts = doubtful.doubts
            form.ask()
        except Invalid as refused:
            found = [sentence(problem, language()) for problem in refused.problems]
            form.words_en.errors = [*form.words_en.errors, *found]
        else:
            flash(_("The words are corrected, and everybody sees them from now on"))
            return redirect(url_for(".index", consultation_id=consultation_id))
    page = render_template(
        "surveys/open/correct.html",
        consultation=consultation,
        slip=slip,
        form=form,
        doubts=[DOUBTS[doubt] for doubt in doubts],
        asks=bool(doubts) or (switching() and bool(form.same.data)),
        place_of=_places(version.definition),
        field_of=field_of,
        ways=WAYS,
    )
    return page, status(form)


def _places(definition: Definition) -> Callable[[Wording], str]:
    """Say in which part of the survey a text stands."""
    page = _("The consultation's page")
    on_page = ("consultation/", "document:", "preparation/")
    return lambda it: page if it.key.startswith(on_page) else place_name(definition, it.place, language())


def _not_a_slip(consultation_id: int, slip: Slip, form: CorrectionForm) -> ResponseReturnValue:
    """Say that what changes the meaning needs a new version, and keep what was typed in sight."""
    consultation = consultations.for_officer(current_officer(), consultation_id)
    return render_template(
        "surveys/open/not_a_slip.html", consultation=consultation, slip=slip, words=form.words
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/open/differences",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/agored/gwahaniaethau",
)
def differences(consultation_id: int) -> ResponseReturnValue:
    """What the draft has otherwise than what people are answering."""
    officer = current_officer()
    return render_template(
        "surveys/open/differences.html",
        consultation=consultations.for_officer(officer, consultation_id),
        stage=consultations.for_officer(officer, consultation_id).stage(clock.now()),
        between=version_service.differences(officer, consultation_id),
        may_change=may(officer.role_names, Permission.PUBLISH_SURVEY),
        fields=FIELDS,
        ways=WAYS,
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/open/new-version",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/agored/fersiwn-newydd",
    methods=["GET", "POST"],
)
def new_version(consultation_id: int) -> ResponseReturnValue:
    """Say what publishing the draft as a new version does, and what the public is told; then do it."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id, Permission.PUBLISH_SURVEY)
    notices.require_open(consultation, now=now)
    survey, between = (
        queries.draft(officer, consultation_id),
        version_service.differences(officer, consultation_id),
    )
    if survey is None or between is None:
        raise NotFound
    form = NewVersionForm(data={"revision": survey.revision})
    allowed = version_service.may_publish(officer, survey)
    if allowed and accepted(form):
        try:
            version_service.publish_new_version(
                officer, consultation_id, form.bilingual("words"), seen=form.revision.data or 0, now=now
            )
        except Invalid as refused:
            found = [sentence(problem, language()) for problem in refused.problems]
            form.words_en.errors = [*form.words_en.errors, *found]
        except Overtaken:
            form.revision.data = survey.revision
            form.words_en.errors = [_("The draft has been changed meanwhile: look at the differences again")]
        else:
            flash(_("The new version is published in both languages"))
            return redirect(url_for(".index", consultation_id=consultation_id))
    page = render_template(
        "surveys/open/new_version.html",
        consultation=consultation,
        form=form,
        allowed=allowed,
        between=between,
        fields=FIELDS,
        ways=WAYS,
    )
    return page, status(form) if allowed else NotAllowed.status
