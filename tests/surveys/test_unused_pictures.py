"""Are pictures deleted once nothing shows them, and never before?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import JSON

from engage.accounts.models import Officer
from engage.bilingual import Bilingual
from engage.database import db
from engage.errors import NotFound
from engage.jobs import jobs
from engage.surveys import draft_service, edit_service, media_arranging, media_service
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition
from engage.surveys.document import to_json
from engage.surveys.import_models import BroughtFile, Stage
from engage.surveys.library_models import LibraryEntry
from engage.surveys.media import Image
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.pictures import Picture
from engage.surveys.variant import OwnMedia, Variant
from tests.examples import SHORT
from tests.factories import NOON, make_consultation, make_officer, saved
from tests.surveys.test_pictures import file

PICTURE = Picture.read(file())
IMAGE = Image("plan", PICTURE.file, decorative=True)
LATER = NOON + media_service.PATIENCE + timedelta(minutes=1)
ON_A_PAGE = media_arranging.put(SHORT, "support", "images", IMAGE)
IN_A_VARIANT = replace(SHORT, variants=(Variant("easy_read", media=(OwnMedia("page:support", (IMAGE,)),)),))
WITHOUT_SURVEY = {  # columns of this room that hold other documents
    "brought_file.found", "brought_file.remarked", "correction.doubts", "correction.versions",
    "last_look.seen", "library_entry.became", "postcode_lookup.areas", "translation_delivery.rows",
}  # fmt: skip


def begin(definition: Definition = SHORT) -> tuple[Officer, Survey]:
    """A survey whose author has just brought the picture."""
    officer = make_officer()
    consultation = make_consultation(officer.council, published_at=None)
    media_service.add_picture(officer, consultation.id, PICTURE, now=NOON)
    return officer, edit_service.replace_draft(officer, consultation.id, definition, now=NOON)


def is_there(at: datetime = LATER) -> bool:
    """Is the picture still there after that night?"""
    media_service.forget_unused(now=at)
    try:
        return media_service.picture(PICTURE.file) == PICTURE.content
    except NotFound:
        return False


def change(officer: Officer, survey: Survey, to: Definition) -> None:
    draft_service.change(
        officer,
        survey.consultation_id,
        lambda _: to,
        seen=survey.revision,
        deed=Deed.CHANGED,
        subject=SHORT.title,
        now=NOON,
    )


def test_a_picture_that_was_brought_and_never_shown_goes_after_a_week(app: Flask):
    begin()
    assert is_there(NOON + media_service.PATIENCE)
    assert not is_there()


def test_whoever_brings_it_again_has_another_week(app: Flask):
    officer, survey = begin()
    media_service.add_picture(officer, survey.consultation_id, PICTURE, now=LATER - timedelta(days=1))
    assert is_there()


@pytest.mark.parametrize("shown", [ON_A_PAGE, IN_A_VARIANT], ids=["page", "variant"])
def test_a_picture_stays_as_long_as_the_draft_shows_it_or_can_be_taken_back_to_it(app: Flask, shown):
    officer, survey = begin(shown)
    assert is_there()
    for number in range(draft_service.REMEMBERED):
        change(officer, survey, replace(SHORT, minutes=number + 11))
        assert number % 10 or is_there(), number
    assert is_there(), "the oldest change can still be taken back"
    change(officer, survey, SHORT)
    assert not is_there()


def published(survey: Survey, officer: Officer, **documents: object) -> SurveyVersion:
    return SurveyVersion(
        survey_id=survey.id,
        number=1,
        published_at=NOON,
        published_by_id=officer.id,
        **{"document": to_json(SHORT)} | documents,
    )


def in_the_library(_survey: Survey, officer: Officer) -> LibraryEntry:
    return LibraryEntry(
        council_id=officer.council_id,
        title=Bilingual("A page", "Tudalen"),
        edition=date(2026, 6, 1),
        document=to_json(ON_A_PAGE),
        whole_page=True,
        saved_by_id=officer.id,
        saved_at=NOON,
        withdrawn_at=NOON,
    )


def brought(survey: Survey, officer: Officer) -> BroughtFile:
    return BroughtFile(
        consultation_id=survey.consultation_id,
        officer_id=officer.id,
        name="a.yaml",
        format="yaml",
        stage=Stage.READ,
        document=to_json(ON_A_PAGE),
        brought_at=NOON,
        touched_at=NOON,
    )


KEEPERS: dict[str, Callable[[Survey, Officer], object]] = {
    "version": lambda survey, officer: published(survey, officer, document=to_json(ON_A_PAGE)),
    "corrected": lambda survey, officer: published(survey, officer, corrected=to_json(ON_A_PAGE)),
    "variant of a version": lambda survey, officer: published(
        survey, officer, document=to_json(IN_A_VARIANT)
    ),
    "library": in_the_library,
    "file that waits": brought,
}


@pytest.mark.parametrize("keeper", KEEPERS)
def test_a_picture_stays_as_long_as_anything_else_shows_it(app: Flask, keeper):
    officer, survey = begin()
    row = saved(KEEPERS[keeper](survey, officer))
    assert is_there()
    db.session.delete(row)
    db.session.commit()
    assert not is_there()


def test_each_document_in_which_a_survey_may_be_stored_is_looked_into():
    known = {str(column) for column in media_service.DOCUMENTS}
    kept = {
        f"{each.class_.__name__}.{column.name}"
        for each in db.Model.registry.mappers
        if each.class_.__module__.startswith("engage.surveys.")
        for column in each.local_table.columns
        if isinstance(column.type, JSON) and f"{each.local_table.name}.{column.name}" not in WITHOUT_SURVEY
    }
    assert kept == known


def test_it_is_done_every_night():
    assert media_service.forget_unused in jobs.at_night
