"""Is everybody who answers a joint consultation told who sees figures, in whichever way they answer?"""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from docx import Document

from engage.accounts.permissions import Role
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.joint_models import Joint, Partner
from engage.consultations.models import Consultation
from engage.database import db
from tests.examples import SHORT
from tests.factories import NOON, make_consultation, make_council, make_officer, saved
from tests.officers import sign_in
from tests.respond.conftest import publish
from tests.respond.test_kiosk import kiosk_of, started

PARTNER = Bilingual("Ystradwen County Council", "Cyngor Sir Ystradwen")
ALONE = Bilingual("Only the body that asks you here", "Dim ond y corff")
EACH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def version(app):
    return publish(SHORT, make_consultation(slug_en="told", slug_cy="dweud"))


def take_part(consultation: Consultation) -> None:
    """Another council takes part from before it opened."""
    db.session.rollback()
    before = NOON - timedelta(days=60)
    lead, partner = make_officer(consultation.council, Role.ANALYST), make_council(name=PARTNER)
    analyst = make_officer(partner, Role.ANALYST)
    saved(Joint(consultation_id=consultation.id, question="county", code="here"))
    named = {"named_at": before, "named_by_id": lead.id, "code": "there"}
    agreed = {"accepted_at": before, "accepted_by_id": analyst.id}
    saved(Partner(consultation_id=consultation.id, council_id=partner.id, **named, **agreed))


def on_paper(browser, version, language: str) -> str:
    way = {"en": "consultations/told/paper/standard", "cy": "ymgynghoriadau/dweud/papur/safonol"}
    name = {"en": "form", "cy": "ffurflen"}
    content = browser.open(f"/{language}/{way[language]}/{name[language]}.docx").data
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def with_help(browser, version, language: str) -> str:
    consultation = version.survey.consultation
    sign_in(browser.client, make_officer(consultation.council, Role.CLERK))
    way = {"en": "officers/consultations/{}/enter-for-somebody"}
    way["cy"] = "swyddogion/ymgynghoriadau/{}/cofnodi-dros-rywun"
    return browser.open(f"/{language}/{way[language].format(consultation.id)}").get_data(as_text=True)


def on_a_kiosk(browser, version, language: str) -> str:
    started(browser, kiosk_of(version)[1])
    way = {"en": "/en/kiosk/begin", "cy": "/cy/ciosg/dechrau"}
    return browser.open(way[language]).get_data(as_text=True)


def on_a_kiosk_without_a_network(browser, version, language: str) -> str:
    started(browser, kiosk_of(version)[1])
    way = {"en": "/en/kiosk/questions", "cy": "/cy/ciosg/cwestiynau"}
    return str(browser.open(way[language]).get_json()["places"]["intro"])


@EACH
@pytest.mark.parametrize("answering", [on_paper, with_help, on_a_kiosk, on_a_kiosk_without_a_network])
def test_whoever_answers_reads_or_hears_who_sees_figures(browser, version, answering, language):
    assert ALONE[language] not in answering(browser, version, language)
    take_part(version.survey.consultation)
    db.session.rollback()
    told = answering(browser, version, language)
    assert PARTNER[language] in told
    assert ALONE[language] in told
