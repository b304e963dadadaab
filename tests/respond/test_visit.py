"""Does somebody who answers stand where they should, and may they go on until the right moment?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engage.bilingual import Bilingual
from engage.consultations.stage import Stage
from engage.respond.visit import COPY, Host, Kept, Occasion, Questionnaire, Visit
from engage.surveys.definition import Answer, Answers, Definition, EqualityModule, Is
from tests.examples import BUDGET, ROUTED, SHORT
from tests.factories import NOON

OPENS, CLOSES = NOON - timedelta(days=1), NOON + timedelta(days=1)
SECOND = timedelta(seconds=1)
COUNCIL = Host("glynmorfa", Bilingual("Glynmorfa", "Glynmorfa"), "#0b5d57", has_logo=False, is_demo=False)
GRACE = timedelta(minutes=30)
OCCASION = Occasion(
    1, COUNCIL, Bilingual("Buses", "Bysiau"), Bilingual("b", "b"), OPENS, OPENS, CLOSES, GRACE
)
YOUNG, RESIDENT = {"age": Answer("under_16", "en")}, {"who": Answer("resident", "en")}
ASKS_RESIDENTS = replace(ROUTED, equality=EqualityModule("2026-11", show_if=Is("who", ("resident",))))


def visit(survey: Definition = SHORT, answers: Answers | None = None, sent_at=None) -> Visit:
    """Somebody who has kept these answers; without any, they have only just come."""
    kept = None if answers is None else Kept(b"u" * 16, answers, 1, sent_at, sent_at and "REFERENCE")
    return Visit("code", OCCASION, Questionnaire.of(1, "digest", survey), kept)


BEGUN = {"nothing saved yet": None, "a page saved": {}}  # both have a code, which was made before closing


@pytest.mark.parametrize("answers", BEGUN.values(), ids=BEGUN)
@pytest.mark.parametrize(
    ("now", "taken", "in_grace"),
    [
        (OPENS - SECOND, False, False),
        (OPENS, True, False),
        (CLOSES - SECOND, True, False),
        (CLOSES, True, True),  # whoever has begun may end in peace
        (CLOSES + GRACE - SECOND, True, True),
        (CLOSES + GRACE, False, False),
    ],
)
def test_answers_are_taken_until_closing_and_a_little_longer_from_whoever_began(
    now, answers, taken, in_grace
):
    begun = visit(answers=answers)
    assert (begun.may_answer(now), begun.in_grace(now)) == (taken, in_grace)


@pytest.mark.parametrize(
    ("sent_at", "shown"),
    [(None, False), (NOON, True), (NOON - COPY + SECOND, True), (NOON - COPY, False)],
)
def test_what_was_sent_is_shown_again_for_a_while(sent_at, shown):
    assert visit(answers={}, sent_at=sent_at).shows_copy(NOON) is shown


def test_whoever_has_only_just_come_has_no_copy_no_reference_and_no_answers():
    fresh = visit()
    assert (fresh.shows_copy(NOON), fresh.reference, fresh.answers) == (False, None, {})


@pytest.mark.parametrize(
    ("survey", "answers", "stages"),
    [
        (SHORT, {}, ("check", "send")),
        (BUDGET, {}, ("check", "equality", "contact", "send")),
        (replace(BUDGET, contact=False), {}, ("check", "equality", "send")),
        (replace(BUDGET, equality=EqualityModule("of no year")), {}, ("check", "contact", "send")),
        (ASKS_RESIDENTS, RESIDENT, ("check", "equality", "send")),
        (ASKS_RESIDENTS, {"who": Answer("organisation", "en")}, ("check", "send")),
        (ASKS_RESIDENTS, {}, ("check", "send")),
    ],
    ids=["bare", "both", "equality", "unknown set", "asked", "an organisation", "nothing said"],
)
def test_what_comes_after_the_pages_is_what_the_survey_offers_this_person(survey, answers, stages):
    assert visit(survey, answers).stages == stages


def asked(of: Visit, answers: Answers) -> set[str]:
    journey = of.equality_journey(answers)
    return {question.id for step in journey.asked for question in journey.questions(step)}


def test_whoever_told_the_survey_that_they_are_young_is_asked_nothing_for_older_people():
    module = EqualityModule("2026-11")
    told = visit(replace(ROUTED, equality=module), RESIDENT | YOUNG)
    not_told = visit(replace(ROUTED, equality=module), RESIDENT)
    assert told.equality_answers({}) == YOUNG
    assert not_told.equality_answers({}) == {}
    assert "sexual_orientation" in asked(not_told, {})
    assert "sexual_orientation" not in asked(told, {})
    assert asked(told, {}) == asked(not_told, YOUNG)


def test_what_somebody_says_of_their_age_later_counts():
    told = visit(replace(ROUTED, equality=EqualityModule("2026-11")), RESIDENT | YOUNG)
    later = {"age": Answer("age_35_to_44", "en")}
    assert told.equality_answers(later) == later


@pytest.mark.parametrize(
    ("occasion", "stage"),
    [
        (OCCASION, Stage.OPEN),
        (replace(OCCASION, opens_at=NOON + SECOND), Stage.FORTHCOMING),
        (replace(OCCASION, closes_at=NOON), Stage.CLOSED),
        (replace(OCCASION, published_at=None), Stage.DRAFT),
    ],
)
def test_the_stage_of_the_occasion_follows_its_dates(occasion, stage):
    assert occasion.stage(NOON) == stage


def test_every_variant_of_a_version_has_its_own_digest():
    assert Questionnaire.of(1, "digest", SHORT).digest != Questionnaire.of(1, "other", SHORT).digest
    with pytest.raises(IndexError):
        Questionnaire.of(1, "digest", SHORT, 1)
