"""Does what a clerk types stand for the same answers as the pages online?"""

from __future__ import annotations

from typing import Any

import pytest

from engage.respond.keying import base, names, read
from engage.respond.keying_form import differences, read_form, settled
from engage.respond.keying_signs import Spoilt
from engage.surveys.definition import Answer
from tests.examples import BUDGET, EVERY_KIND, ROUTED
from tests.respond.test_paper_routes import laid_out

PAPER = laid_out(EVERY_KIND)
OTHERWISE = {"services", "street", "ideas", "papers"}  # have codes of their own, or none
BY_KEY = {asked.key: asked for asked in PAPER.questions()}


def typed(key: str, *texts: str, **others: str) -> dict[str, str]:
    asked = BY_KEY[key]
    found = dict(zip(names(asked), texts, strict=False))
    return found | {f"{base(asked)}--other--{code}": text for code, text in others.items()}


@pytest.mark.parametrize(
    ("key", "fields", "value"),
    [
        ("heard", typed("heard", "1"), "letter"),
        ("heard", typed("heard", " 2 ", other="A poster"), "other"),
        ("heard", typed("heard", "2"), "other"),  # ticked, and nothing written beside it
        ("use", typed("use", "1 3"), ["libraries", "buses"]),
        ("use", typed("use", "31"), ["libraries", "buses"]),
        ("use", typed("use", "4"), ["none"]),
        ("clear", typed("clear", "3"), "agree"),
        ("clear", typed("clear", "4"), "no_opinion"),
        (
            "services",
            typed("services", "12", "3 -"),
            {"libraries": {"good": "disagree", "needed": "agree"}, "parks": {"good": "neither"}},
        ),
        ("services", typed("services", "", "-4"), {"parks": {"needed": "no_opinion"}}),
        ("first", typed("first", "-12"), ["parks", "buses"]),
        ("order", typed("order", "3 1 2"), ["parks", "buses", "libraries"]),
        ("share", typed("share", "50 - 50"), {"libraries": 50, "parks": 0, "buses": 50}),
        ("visits", typed("visits", "12"), 12),
        ("spend", typed("spend", "4.50"), 4.5),
        ("moved", typed("moved", "1 4 2019"), "2019-04-01"),
        ("moved", typed("moved", "01042019"), "2019-04-01"),
        ("street", typed("street", "x"), "x"),  # somebody's answer, not a code
        ("ideas", typed("ideas", "More\nbuses" * 100), ("More\nbuses" * 100)),  # longer than online
        ("where", typed("where", "zz1 1ab"), "north"),
        ("where", typed("where", "=north"), "north"),
        ("quote", typed("quote", "1"), "yes"),
    ],
)
def test_what_is_typed_is_an_answer(key, fields, value):
    entry = read(BY_KEY[key], fields, "cy")
    assert entry.problems == ()
    assert (entry.answer.value, entry.answer.language) == (value, "cy")


@pytest.mark.parametrize("key", list(BY_KEY))
def test_nothing_typed_is_no_answer_and_no_problem_not_even_where_an_answer_is_required(key):
    entry = read(BY_KEY[key], {}, "en")
    assert (entry.answer, dict(entry.spoilt), entry.problems) == (None, {}, ())


@pytest.mark.parametrize("code", list(Spoilt))
@pytest.mark.parametrize("key", sorted(set(BY_KEY) - OTHERWISE))
def test_a_code_is_kept_as_a_code_and_never_as_an_answer(key, code):
    for text in (code.value, f"*{code.value}", code.value.upper()):
        entry = read(BY_KEY[key], {base(BY_KEY[key]): text}, "en")
        assert (entry.answer, dict(entry.spoilt), entry.problems) == (None, {"": code}, ())


@pytest.mark.parametrize("key", ["street", "ideas"])
def test_a_code_for_a_text_has_an_asterisk(key):
    assert dict(read(BY_KEY[key], typed(key, "*x"), "en").spoilt) == {"": Spoilt.ILLEGIBLE}


def test_one_cell_of_a_matrix_may_be_spoilt_and_the_others_answers():
    entry = read(BY_KEY["services"], typed("services", "x2", "d"), "en")
    assert dict(entry.spoilt) == {"libraries.good": Spoilt.ILLEGIBLE, "needed": Spoilt.TOO_MANY}
    assert entry.answer.value == {"parks": {"good": "neither"}}


@pytest.mark.parametrize(
    ("key", "fields", "code"),
    [
        ("heard", typed("heard", "3"), "not_option"),
        ("heard", typed("heard", "12"), "one_only"),
        ("heard", typed("heard", "0"), "not_option"),
        ("heard", typed("heard", "²"), "not_option"),
        ("heard", typed("heard", "1", other="A poster"), "other_not_ticked"),
        ("use", typed("use", "1 x"), "code_alone"),
        ("use", typed("use", "1 4"), "exclusive"),
        ("use", typed("use", "1 2 3"), "too_many"),
        ("services", typed("services", "123"), "not_as_many"),
        ("services", typed("services", "15"), "not_option"),
        ("first", typed("first", "13"), "not_as_many"),
        ("first", typed("first", "113"), "rank_twice"),
        ("order", typed("order", "1 2 -"), "rank_missing"),
        ("share", typed("share", "50 40 0"), "wrong_total"),
        ("visits", typed("visits", "32"), "number_outside"),
        ("moved", typed("moved", "31 2 2019"), "date_not_real"),
        ("moved", typed("moved", "14 3"), "date_needs_year"),
        ("where", typed("where", "nowhere"), "not_postcode"),
        ("where", typed("where", "=nowhere"), "not_postcode"),
    ],
)
def test_what_cannot_be_right_is_a_problem_at_its_own_field(key, fields, code):
    entry = read(BY_KEY[key], fields, "en")
    assert entry.problems[0].code == code
    assert {problem.at for problem in entry.problems} <= set(names(BY_KEY[key]))
    assert entry.answer is None


def test_a_code_in_the_box_beside_an_option_is_no_word_of_the_persons():
    entry = read(BY_KEY["heard"], typed("heard", "2", other="*x"), "en")
    assert (entry.answer.value, entry.answer.other, dict(entry.spoilt)) == ("other", {}, {"other": "x"})


def test_what_the_form_leads_past_is_dropped_and_named():
    paper = laid_out(ROUTED)
    keyed = read_form(paper, {"q-who": "2", "q-travel": "1", "q-better": "More", "q-comments": "Yes"}, "en")
    assert {key: answer.value for key, answer in keyed.answers.items()} == {
        "who": "organisation",
        "comments": "Yes",
    }
    assert [asked.number for asked in keyed.dropped] == [3, 4]


def test_equality_answers_are_apart_and_follow_their_own_routes():
    paper = laid_out(BUDGET)
    keyed = read_form(paper, {"e-age": "1", "e-sex": "2", "e-sexual_orientation": "1"}, "en")
    assert keyed.answers == {}
    assert set(keyed.equality) == {"age", "sex"}
    assert [asked.key for asked in keyed.dropped] == ["sexual_orientation"]  # not asked of under-16s


def test_a_postcode_is_forgotten_as_soon_as_its_area_is_known():
    keyed = read_form(PAPER, {"q-where": "ZZ1 1AB"}, "en")
    assert keyed.typed == {"q-where": "=north"}
    assert read_form(PAPER, keyed.typed, "en").answers == keyed.answers


def test_two_keyings_differ_where_the_answers_do_and_not_where_the_typing_does():
    one = read_form(PAPER, {"q-use": "1 3", "q-ideas": "More buses, please!", "q-visits": "3"}, "en")
    two = read_form(PAPER, {"q-use": "31", "q-ideas": "more  buses please", "q-visits": "8"}, "en")
    assert [asked.key for asked in differences(one, two)] == ["visits"]


def test_the_third_look_takes_one_or_the_other_or_something_new_question_by_question():
    one = read_form(PAPER, {"q-heard": "1", "q-use": "1", "q-visits": "3"}, "en")
    two = read_form(PAPER, {"q-heard": "2", "q-use": "2", "q-visits": "8"}, "en")
    numbers = {asked.key: asked.number for asked in PAPER.questions()}
    found = settled(one, two, {numbers["use"]}, {numbers["visits"]: {"q-visits": "5"}})
    assert read_form(PAPER, found, "en").answers == {
        "heard": Answer("letter", "en"),
        "use": Answer(["parks"], "en"),
        "visits": Answer(5, "en"),
    }


def test_no_two_questions_share_a_field():
    for survey in (EVERY_KIND, BUDGET, ROUTED):
        every: list[Any] = [name for asked in laid_out(survey).questions() for name in names(asked)]
        assert len(every) == len(set(every))
