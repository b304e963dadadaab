"""Is nothing lost when words are corrected, or a new version is published, while somebody answers?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis import versions
from engage.bilingual import Bilingual
from engage.database import db
from engage.errors import Conflict
from engage.respond import queries
from engage.respond.models import Response
from engage.surveys import correction_service
from engage.surveys.definition import Option
from engage.surveys.standard import opinion_steps
from engage.surveys.texts import rewritten
from tests.examples import EVERY_KIND, ROUTED, SHORT
from tests.factories import NOON, make_officer
from tests.respond.conftest import publish
from tests.respond.test_journeys import begin, values

KEY = "question:longer_hours/title"
SLIP = rewritten(SHORT, {KEY: Bilingual("Shuold it open?", "A ddylai agor?")})


def correct(version, key: str, after: Bilingual):
    officer = make_officer(version.survey.consultation.council)
    consultation_id = version.survey.consultation_id
    correction_service.correct(officer, consultation_id, key, after, reason="x", sure=True, now=NOON)
    db.session.rollback()


def test_a_correction_is_seen_at_once_by_whoever_is_answering_and_loses_nothing(browser):
    version = publish(SLIP)
    begin(browser, version, "en")
    assert "Shuold it open?" in browser.text
    correct(version, KEY, Bilingual("Should it open?", "A ddylai agor?"))
    browser.open(browser.address)
    assert "Should it open?" in browser.text
    browser.send(longer_hours="yes")
    correct(version, KEY, Bilingual("Should we open?", "A ddylem agor?"))
    browser.open(browser.address)
    assert "Should we open?" in browser.text
    browser.follow("Continue")
    browser.send()
    assert browser.title == "Your answers have been sent"


def test_a_correction_that_is_taken_back_shows_the_old_words_again(browser):
    version = publish(SLIP)
    begin(browser, version, "en")
    first = browser.address
    correct(version, KEY, Bilingual("Should it open?", "A ddylai agor?"))
    assert "Should it open?" in browser.open(first).get_data(as_text=True)
    correct(version, KEY, Bilingual("Shuold it open?", "A ddylai agor?"))
    assert "Shuold it open?" in browser.open(first).get_data(as_text=True)


def with_option(definition, code: str):
    """The survey with one more answer to its first question that has options."""
    section, *others = definition.sections
    page = section.parts[0]
    question = page.questions[0]
    options = (*question.options, Option(code, Bilingual(code, code)))
    first = replace(page, questions=(replace(question, options=options), *page.questions[1:]))
    return replace(definition, sections=(replace(section, parts=(first, *section.parts[1:])), *others))


def test_whoever_has_begun_goes_on_in_their_version_and_newcomers_get_the_new_one(browsers):
    first = publish(SHORT)
    early, late = browsers(), browsers()
    begin(early, first, "en")
    consultation = first.survey.consultation
    second = publish(with_option(SHORT, "perhaps"), consultation)
    early.open(early.address)
    assert "perhaps" not in early.text
    early.send(longer_hours="yes")
    early.follow("Continue")
    early.send()
    begin(late, second, "en")
    late.send(longer_hours="perhaps")
    late.follow("Continue")
    late.send()
    db.session.rollback()
    rows = {row.version_id: values(row) for row in db.session.query(Response)}
    assert rows == {first.id: {"longer_hours": "yes"}, second.id: {"longer_hours": "perhaps"}}
    assert queries.count_sent(consultation.id) == 2


def test_a_page_saved_before_a_new_version_is_still_there_after_it(browser):
    first = publish(ROUTED)
    begin(browser, first, "en")
    browser.send(who="resident", age="adult")
    publish(with_option(ROUTED, "new"), first.survey.consultation)
    browser.open(browser.address)
    browser.send(travel="bus")
    db.session.rollback()
    (row,) = db.session.query(Response)
    assert (row.version_id, values(row)["who"]) == (first.id, "resident")


def asked_together(newer, older):
    return {key.id: key for _step, key in versions.asked([opinion_steps(newer), opinion_steps(older)])}


def test_answers_to_both_versions_are_counted_where_codes_agree():
    found = asked_together(SHORT, with_option(SHORT, "gone"))
    assert [option.code for option in found["longer_hours"].options] == ["yes", "no", "gone"]


def test_a_scale_of_a_matrix_that_only_the_older_version_has_is_kept():
    page = list(EVERY_KIND.pages())[1]
    matrix = next(question for question in page.questions if question.id == "services")
    shorter = replace(matrix, scales=matrix.scales[:1])
    found = versions.merged(shorter, matrix)
    assert [scale.code for scale in found.scales] == [scale.code for scale in matrix.scales]


def test_two_kinds_are_never_counted_together():
    single = SHORT.sections[0].parts[0].questions[0]
    other = list(EVERY_KIND.pages())[1].questions[1]
    with pytest.raises(Conflict):
        versions.merged(single, other)
