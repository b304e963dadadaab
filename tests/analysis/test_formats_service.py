"""Is a release given out in every format, for good the same, and is a PDF drawn whose drawing got lost?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from lxml import html
from lxml.html import HtmlElement

from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.analysis import file_words as say
from engage.analysis import formats, formats_service, queries, service
from engage.analysis.formats import Format
from engage.analysis.formats_models import Drawing
from engage.analysis.models import Release
from engage.analysis.rule import USUAL
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.equality.characteristics import Level
from engage.errors import NotFound
from engage.pdf import NoPdf
from tests.analysis.stored import make_answered
from tests.analysis.test_service import PLAN, deeds
from tests.analysis.test_views import address, text
from tests.factories import NOON, make_consultation, make_officer, saved
from tests.officers import sign_in

pytestmark = pytest.mark.usefixtures("time")
SMALL = replace(PLAN, characteristics=("sex",))
QUICK = [kind for kind in Format if kind is not Format.PDF]


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return make_answered(people=120)


@pytest.fixture
def analyst(consultation: Consultation):
    return make_officer(consultation.council, Role.ANALYST)


@pytest.fixture
def release(consultation: Consultation, analyst) -> Release:
    service.decide_plan(analyst, consultation.id, SMALL, now=NOON)
    service.ask_release(analyst, consultation.id, now=NOON)
    db.session.rollback()
    db.session.expire_all()
    return queries.release(consultation.id)


def take(officer, release: Release, kind: Format, language: str = "en", at=NOON) -> bytes | None:
    return formats_service.download(officer, release.consultation_id, kind, language, now=at)


@pytest.mark.parametrize("kind", QUICK)
def test_what_was_given_out_stays_as_it_was(kind, release, analyst):
    first = take(analyst, release, kind)
    council = analyst.council
    council.name = Bilingual("Another name", "Enw arall")
    db.session.commit()
    other = make_officer(council, Role.ANALYST)
    assert take(other, release, kind, at=NOON + timedelta(days=400)) == first
    assert deeds(Action.RELEASE_DOWNLOADED) == [
        ("release_downloaded", analyst.id),
        ("release_downloaded", other.id),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_level_is_told_as_planned_and_whose_groups_became_larger(release, analyst, language):
    released = queries.released(analyst, release.consultation_id)
    planned = replace(released.universe, plan=replace(released.universe.plan, level=Level.STANDARD))
    usual = dict(formats_service.about(released).facts(language))
    coarser = dict(formats_service.about(replace(released, universe=planned)).facts(language))
    assert usual[say.LEVEL[language]] == {"en": "Summary", "cy": "Cryno"}[language]
    assert say.COARSER[language] not in usual
    assert coarser[say.LEVEL[language]] == {"en": "Standard", "cy": "Safonol"}[language]
    assert coarser[say.COARSER[language]] == {"en": "Sex (Summary)", "cy": "Rhyw (Cryno)"}[language]


def test_a_pdf_is_drawn_for_whoever_asks_first_and_kept(release, analyst):
    first = take(analyst, release, Format.PDF, "cy")
    assert first.startswith(b"%PDF")
    assert db.session.query(Drawing).count() == 0
    assert take(analyst, release, Format.PDF, "cy") == first


def begun(release: Release, minutes: int, **fields) -> Drawing:
    """A drawing that was begun so long ago, and of which nothing was heard."""
    at = NOON - timedelta(minutes=minutes)
    return saved(Drawing(release_id=release.id, language="en", begun_at=at, **fields))


def test_while_a_pdf_is_drawn_nobody_else_draws_it(release, analyst):
    drawing = begun(release, 29)
    assert take(analyst, release, Format.PDF) is None
    assert drawing.tries == 1
    assert deeds(Action.RELEASE_DOWNLOADED) == []


def test_a_drawing_that_got_lost_is_begun_again_by_whoever_asks_or_by_itself(release, analyst):
    begun(release, 30)
    assert take(analyst, release, Format.PDF).startswith(b"%PDF")
    assert db.session.query(Drawing).count() == 0


def test_lost_drawings_are_found(release, analyst):
    begun(release, 30)
    formats_service.resume_drawings(now=NOON)
    assert db.session.query(Drawing).count() == 0
    assert formats_service.resume_drawings in formats_service.jobs.sweeps


@pytest.mark.parametrize("fields", [{"tries": formats_service.TRIES}, {"given_up": True}])
def test_what_was_tried_in_vain_is_not_tried_for_ever(release, analyst, fields):
    begun(release, 30, **fields)
    formats_service.resume_drawings(now=NOON)
    assert db.session.query(Drawing).one().tries == fields.get("tries", 1)
    with pytest.raises(NoPdf):
        take(analyst, release, Format.PDF)


@pytest.mark.parametrize("epoch", [0, 2, 7])
def test_there_is_nothing_of_a_release_that_is_not_there(release, analyst, epoch):
    with pytest.raises(NotFound):
        formats_service.download(analyst, release.consultation_id, Format.JSON, "en", now=NOON, epoch=epoch)


def test_the_files_say_of_the_release_what_it_is(release, analyst):
    about = formats_service.about(queries.released(analyst, release.consultation_id))
    assert about.name == Bilingual("buses-1", "bysiau-1")
    assert (about.epoch, about.received, about.kind) == (1, release.received, "final")
    assert about.rule == USUAL
    assert about.people == release.people
    assert [label.en for label in about.left_out] == ["An organisation"]


def test_the_console_writes_every_format_in_both_languages(app, release, tmp_path):
    slug = release.consultation_id
    result = app.test_cli_runner().invoke(args=["release", "export", str(slug), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    for language in LANGUAGES:
        there = {path.name for path in (tmp_path / language).iterdir()}
        assert set(formats.names(language)) <= there
    assert {"everything.csv", "notes.txt"} <= {path.name for path in (tmp_path / "en").iterdir()}


def test_the_console_says_that_no_release_is_made_yet(app, tmp_path):
    number = str(make_consultation().id)
    result = app.test_cli_runner().invoke(args=["release", "export", number, "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert f"No release of {number} is made yet." in result.output
    assert list(tmp_path.iterdir()) == []


# --- pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_the_page_gives_the_file_that_it_names(app, consultation, release, analyst, language):
    desk = sign_in(app.test_client(), analyst)
    page = desk.get(address(consultation, language=language)).get_data(as_text=True)
    links = re.findall(r'href="(/(?:en|cy)/[^"]*/(?:whole|cyfan)/[^"]+)"', page)
    assert len(links) == 2 * len(Format) - 1
    for link in links:
        if ".pdf" in link:
            continue
        response = desk.get(link)
        name = link.partition("?")[0].rpartition("/")[2]
        assert response.status_code == 200
        assert response.mimetype == formats.TYPES[formats.names(link[1:3])[name]]
        stem = {"en": "buses", "cy": "bysiau"}[link[1:3]]
        assert response.headers["Content-Disposition"] == f"attachment; filename={stem}-1-{name}"


@pytest.mark.parametrize("name", ["dadansoddiad.xlsx", "breakdown.doc", "everything.csv"])
def test_a_file_has_a_name_of_its_language(app, consultation, release, analyst, name):
    desk = sign_in(app.test_client(), analyst)
    assert desk.get(address(consultation, f"/whole/{name}")).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_waits_for_a_pdf_is_told_so(app, consultation, release, analyst, language):
    saved(Drawing(release_id=release.id, language=language, begun_at=NOON))
    desk = sign_in(app.test_client(), analyst)
    rest = {"en": "/whole/breakdown.pdf?release=1", "cy": "/cyfan/dadansoddiad.pdf?release=1"}[language]
    response = desk.get(address(consultation, rest, language))
    assert response.status_code == 202
    said = {"en": "The PDF is being drawn", "cy": "Mae'r PDF yn cael ei greu"}[language]
    assert said in text(html_of(response))
    assert address(consultation, rest, language) in response.get_data(as_text=True)


def html_of(response) -> HtmlElement:

    return html.document_fromstring(response.get_data(as_text=True))
