"""Can whoever opens the export read every answer in its column, without a spreadsheet running any of them?"""

from __future__ import annotations

import pytest

from engage.respond.export import cells, columns, safe
from engage.surveys import standard
from engage.surveys.definition import Answer, answers_to_json
from tests.examples import ALL, BUDGET, EVERY_KIND

STEPS = standard.opinion_steps(EVERY_KIND)


@pytest.mark.parametrize(
    ("key", "answer", "expected"),
    [
        ("clear", Answer("agree", "en"), {"clear": "agree"}),
        ("heard", Answer("letter", "en"), {"heard": "letter"}),
        (
            "heard",
            Answer("other", "cy", {"other": "Gan ffrind"}),
            {"heard": "other", "heard.other.other": "Gan ffrind"},
        ),
        (
            "use",
            Answer(["parks"], "en"),
            {"use.libraries": "0", "use.parks": "1", "use.buses": "0", "use.none": "0"},
        ),
        (
            "services",
            Answer({"libraries": {"good": "agree"}, "parks": {"needed": "no_opinion"}}, "en"),
            {"services.libraries.good": "agree", "services.parks.needed": "no_opinion"},
        ),
        ("first", Answer(["parks", "buses"], "en"), {"first.parks": "1", "first.buses": "2"}),
        (
            "share",
            Answer({"libraries": 100, "parks": 0, "buses": 0}, "en"),
            {"share.libraries": "100", "share.parks": "0", "share.buses": "0"},
        ),
        ("visits", Answer(4, "en"), {"visits": "4"}),
        ("spend", Answer(2.5, "en"), {"spend": "2.5"}),
        ("moved", Answer("1999-02-28", "en"), {"moved": "1999-02-28"}),
        ("street", Answer("=Tŷ Ŵyn", "cy"), {"street": "'=Tŷ Ŵyn"}),
        ("where", Answer("coast", "en"), {"where": "coast"}),
        ("quote", Answer("yes", "en"), {"quote": "yes"}),
    ],
)
def test_an_answer_stands_in_the_columns_of_its_question(key, answer, expected):
    found = cells(STEPS, answers_to_json({key: answer}))
    assert found == expected
    assert set(found) <= set(columns(STEPS))


@pytest.mark.parametrize("survey", ALL, ids=lambda survey: survey.title.en)
def test_no_two_columns_have_one_name(survey):
    names = columns(standard.opinion_steps(survey))
    assert len(names) == len(set(names))


def test_a_question_of_a_block_has_columns_for_each_item():
    names = columns(standard.opinion_steps(BUDGET))
    assert names[:4] == ["matters.libraries", "matters.parks", "matters.none", "agree@libraries"]
    assert {"agree@parks", "why@libraries", "why@parks"} <= set(names)


def test_what_the_survey_does_not_ask_stands_nowhere():
    assert cells(STEPS, answers_to_json({"gone": Answer("x", "en")})) == {}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain — ŵŷ", "plain — ŵŷ"),
        ("=1+1", "'=1+1"),
        ("+44 1632 960001", "'+44 1632 960001"),
        ("-5", "'-5"),  # written as a text
        (-5, "-5"),  # a number stays one
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  \n=1", "'  \n=1"),
        ("'=1", "''=1"),
        ("＝1", "'＝1"),  # full width: some spreadsheets take it for the plain sign
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_spreadsheet_takes_no_text_for_a_formula(value, written):
    assert safe(value) == written
