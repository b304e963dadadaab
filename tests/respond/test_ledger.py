"""Can later rooms and operators read what was sent, all of it and no more?"""

from __future__ import annotations

import csv
import stat
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import NotFound
from engage.respond import export_service, queries, service
from engage.respond.models import ContactDetails, EqualityAnswers, Response
from engage.respond.service import Answered
from engage.surveys.definition import Answer
from tests.examples import BUDGET, EVERY_KIND, SHORT
from tests.factories import NOON, make_consultation, make_council, make_officer
from tests.officers import sign_in
from tests.pages import CheckingClient
from tests.respond.conftest import publish
from tests.respond.test_journeys import EVERY_FIELD, begin


def answered(number: int = 0, lang: str = "en") -> Answered:
    answers = {"longer_hours": Answer("yes" if number % 2 else "no", lang)}
    equality = {"age": Answer("under_16", lang), "main_language": Answer("cy", lang)} if number % 3 else {}
    return Answered(lang, answers, equality, NOON + timedelta(seconds=number))


def everything(consultation_id: int) -> list:
    found = list(queries.sent_responses(consultation_id))
    db.session.commit()
    return found


def test_what_was_added_is_read_again_in_an_order_that_is_not_that_of_time(app):
    version = publish(SHORT)
    consultation_id = version.survey.consultation_id
    assert service.add_many(version.id, [answered(number) for number in range(300)]) == 300
    sent = everything(consultation_id)
    assert queries.count_sent(consultation_id) == len(sent) == 300
    assert [row.uuid for row in sent] == sorted(row.uuid for row in sent)
    assert sorted(row.answers["longer_hours"]["value"] for row in sent) == ["no"] * 150 + ["yes"] * 150
    assert sum(row.equality == {"age": "under_16", "main_language": "cy"} for row in sent) == 200
    assert sum(row.equality == {} for row in sent) == 100
    assert {(row.version_id, row.language, row.channel) for row in sent} == {(version.id, "en", "online")}
    assert everything(consultation_id) == sent


def test_nothing_added_is_nothing_stored(app):
    version = publish(SHORT)
    assert service.add_many(version.id, []) == 0
    assert db.session.query(Response).count() == 0


def test_each_response_that_is_added_has_a_reference_and_a_code_of_its_own(app):
    version = publish(SHORT)
    service.add_many(version.id, [answered(number) for number in range(50)])
    added = db.session.query(Response).all()
    for column in ("uuid", "code_hash", "reference"):
        assert len({getattr(row, column) for row in added}) == 50
    assert {(row.revision, row.sent_at == row.saved_at) for row in added} == {(1, True)}


def test_equality_answers_that_are_added_are_sealed_and_only_where_there_are_any(app, dump):
    version = publish(SHORT)
    service.add_many(version.id, [answered(0), answered(1)])  # the first gave none
    (sealed,) = db.session.query(EqualityAnswers).all()
    assert sealed.response_uuid in {row.uuid for row in db.session.query(Response)}
    assert "under_16" not in dump()


def test_responses_are_added_to_the_version_that_they_answer(app):
    with pytest.raises(NotFound):
        service.add_many(publish(SHORT).id + 1, [answered()])


def test_drafts_and_other_consultations_do_not_count(browser):
    version, other = publish(SHORT), publish(SHORT)
    begin(browser, version, "en").send(longer_hours="yes")
    service.add_many(other.id, [answered()])
    assert queries.count_sent(version.survey.consultation_id) == 0
    assert everything(version.survey.consultation_id) == []
    assert queries.count_sent(other.survey.consultation_id) == 1


def test_many_responses_are_read_in_little_memory(app):
    version = publish(SHORT)
    for _ in range(6):
        service.add_many(version.id, [answered(number) for number in range(2000)])
    tracemalloc.start()
    assert sum(1 for _ in queries.sent_responses(version.survey.consultation_id)) == 12_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000  # bytes; all of them at once would take twice that


def test_a_response_that_cannot_be_stored_leaves_none_of_its_company(app):
    version = publish(SHORT)
    broken = answered()._replace(sent_at=NOON.replace(tzinfo=None))
    with pytest.raises(Exception, match="no time zone"):
        service.add_many(version.id, [answered(), broken])
    db.session.rollback()
    assert db.session.query(Response).count() == db.session.query(EqualityAnswers).count() == 0


def exported(consultation_id: int, folder) -> list[dict[str, str]]:
    file = folder / "responses.csv"
    written = export_service.export_sent(consultation_id, file, now=NOON)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == written
    return rows


def test_the_export_is_for_its_owner_alone_and_in_the_councils_record(app, tmp_path):
    consultation = publish(SHORT).survey.consultation
    file = tmp_path / "all.csv"
    file.write_text("An older one, which everybody can read.", encoding="utf-8")
    file.chmod(0o644)
    for there in (True, False):
        if not there:
            file.unlink()
        arguments = ["responses", "export", str(consultation.id), "--out", str(file)]
        result = app.test_cli_runner().invoke(args=arguments)
        assert result.exit_code == 0, result.output
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.read_text("utf-8-sig").startswith("reference,")
    events = select(AuditEvent.council_id, AuditEvent.officer_id, AuditEvent.subject_id).where(
        AuditEvent.action == Action.RESPONSES_EXPORTED
    )
    assert db.session.execute(events).all() == [(consultation.council_id, None, consultation.id)] * 2


def test_the_export_is_written_to_a_device_as_it_is(app):
    number = str(publish(SHORT).survey.consultation_id)
    result = app.test_cli_runner().invoke(args=["responses", "export", number, "--out", "/dev/null"])
    assert result.exit_code == 0, result.output
    assert not Path("/dev/null").is_file()


def test_the_export_holds_codes_in_columns_of_the_survey(browser, tmp_path):
    version = publish(EVERY_KIND)
    begin(browser, version, "cy").onward()
    browser.send(EVERY_FIELD | {"ideas": "=1+1", "street": "Tŷ Ŵyn", "visits": "4"})
    browser.onward()
    browser.send()
    (row,) = exported(version.survey.consultation_id, tmp_path)
    assert row.pop("reference") in browser.text
    assert row == {
        "version": "1", "language": "cy", "channel": "online", "variant": "standard",
        "partial": "0",
        "heard": "other", "heard.other.other": "Gan ffrind ŵyl",
        "use.libraries": "1", "use.parks": "1", "use.buses": "0", "use.none": "0",
        "clear": "no_opinion",
        "services.libraries.good": "agree", "services.libraries.needed": "no_opinion",
        "services.parks.good": "disagree", "services.parks.needed": "neither",
        "first.libraries": "", "first.parks": "1", "first.buses": "2",
        "order.libraries": "3", "order.parks": "2", "order.buses": "1",
        "share.libraries": "60", "share.parks": "40", "share.buses": "0",
        "visits": "4", "spend": "1250.5", "moved": "1999-03-01",
        "street": "Tŷ Ŵyn", "ideas": "'=1+1", "where": "coast", "quote": "yes", "papers": "",
    }  # fmt: skip


def test_the_export_holds_neither_equality_answers_nor_contact_details(browser, tmp_path):
    version = publish(BUDGET)
    begin(browser, version, "en")
    browser.send({"matters": ["libraries"]})
    browser.send({"agree@libraries": "agree"})
    browser.send()
    browser.onward()
    browser.onward()
    browser.send(age="age_35_to_44")
    browser.follow("Skip the rest of these questions")
    browser.send(email="resident@example.org")
    browser.send()
    (row,) = exported(version.survey.consultation_id, tmp_path)
    assert row["agree@libraries"] == "agree"
    assert not any("age_35" in cell or "@example.org" in cell for cell in row.values())
    assert not {"age", "sex", "email"} & set(row)


def test_the_export_of_several_versions_has_one_set_of_columns(app, tmp_path):
    version = publish(SHORT)
    later = publish(EVERY_KIND, version.survey.consultation)
    service.add_many(version.id, [answered(1)])
    service.add_many(later.id, [Answered("en", {"street": Answer("Y Bryn", "en")}, {}, NOON)])
    rows = exported(version.survey.consultation_id, tmp_path)
    found = sorted((row["version"], row["longer_hours"], row["street"]) for row in rows)
    assert found == [("1", "yes", ""), ("2", "", "Y Bryn")]
    again = (tmp_path / "responses.csv").read_bytes()
    assert exported(version.survey.consultation_id, tmp_path) == rows
    assert (tmp_path / "responses.csv").read_bytes() == again


@pytest.fixture
def desk(app):
    """A consultation with three responses, and the browser of an officer of its council."""
    version = publish(SHORT)
    service.add_many(version.id, [answered(number) for number in range(3)])
    officer = make_officer(version.survey.consultation.council, Role.AUTHOR)
    client = sign_in(CheckingClient(app, use_cookies=True), officer)
    return client, version.survey.consultation_id


def test_an_officer_sees_how_many_have_answered_and_nothing_else(desk):
    client, consultation_id = desk
    text = client.get(f"/en/officers/consultations/{consultation_id}/responses").get_data(as_text=True)
    assert ">3</strong>" in text
    assert "Saturdays" not in text
    assert "Yes, it should" not in text


def test_the_live_screen_counts_what_was_sent_and_no_drafts(desk, browser):
    client, consultation_id = desk
    consultation = db.session.get(Consultation, consultation_id)
    browser.open(f"/en/consultations/{consultation.slug_en}/answer/new")
    browser.send(longer_hours="yes")
    address = f"/cy/swyddogion/ymgynghoriadau/{consultation_id}/ymatebion"
    assert ">3</strong>" in client.get(address).get_data(as_text=True)
    browser.onward()
    browser.send()
    assert ">4</strong>" in client.get(address).get_data(as_text=True)


def test_an_officer_of_another_council_finds_nothing(desk):
    client, _ = desk
    other = make_consultation(make_council())
    assert client.get(f"/en/officers/consultations/{other.id}/responses").status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(app, desk):
    _, consultation_id = desk
    stranger = CheckingClient(app, use_cookies=True)
    assert stranger.get(f"/en/officers/consultations/{consultation_id}/responses").status_code == 302


def test_invented_responses_leave_no_contact_details(app):
    version = publish(BUDGET)
    service.add_many(version.id, [answered(number) for number in range(5)])
    assert db.session.query(ContactDetails).count() == 0
