"""Is there a sentence for everything that can be wrong, and does it say what it should?"""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from engage.surveys import answers, checks, document, formats, interchange, translation_service
from engage.surveys.answer_forms import COUNTED, SENTENCES, sentence
from engage.surveys.definition import Definition, Section
from engage.surveys.fields import FieldProblem
from engage.surveys.mending import spots
from engage.surveys.problem_forms import sentence as to_author
from engage.surveys.problems import Place, Problem
from tests.conftest import make_app
from tests.examples import both

AUTHORS = (
    document.PROBLEMS
    | formats.PROBLEMS
    | interchange.PROBLEMS
    | checks.PROBLEMS
    | translation_service.PROBLEMS
)
SAMPLES = {
    "row": both("Parks", "Parciau"), "scale": both("Good", "Da"), "option": both("Other", "Arall"),
    "total": 100, "given": 90, "minimum": 2, "maximum": 5, "limit": 200, "length": 230, "place": 1,
    "decimals": 2, "earliest": date(2026, 1, 2), "latest": date(2026, 3, 4), "example": "AB12 3CD",
    "language": "cy",
}  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Flask:
    """An application that speaks, without a database."""
    return make_app("sqlite://")


@pytest.mark.parametrize("code", answers.PROBLEMS)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_problem_of_an_answer_has_a_sentence(words, code, lang):
    parameters = {name: SAMPLES[name] for name in answers.PROBLEMS[code]}
    with words.test_request_context(f"/{lang}/"), force_locale({"en": "en_GB", "cy": "cy"}[lang]):
        said = sentence(FieldProblem("q", code, "q", ("q",), parameters), lang)
    assert said
    assert "%(" not in said


def test_no_sentence_is_without_its_problem():
    assert set(SENTENCES) | set(COUNTED) == set(answers.PROBLEMS)
    assert not set(SENTENCES) & set(COUNTED)


@pytest.mark.parametrize(
    ("code", "parameters", "said"),
    [
        ("required_row", {"row": SAMPLES["row"]}, "Select an answer for: Parks"),
        ("too_few", {"minimum": 1}, "Select at least 1 option"),
        ("too_many", {"maximum": 3}, "Select no more than 3 options"),
        ("number_outside", {"minimum": 0, "maximum": 1000000.0}, "Enter a number from 0 to 1,000,000"),
        ("number_too_low", {"minimum": 0.5}, "Enter a number that is 0.5 or more"),
        ("date_too_late", {"latest": date(2026, 3, 4)}, "Enter this date or an earlier one: 4 March 2026"),
        ("wrong_total", {"total": 100, "given": 90}, "The numbers must add up to 100. They now add up to 90"),
        (
            "other_too_long",
            {"option": SAMPLES["option"], "limit": 200},
            "Use no more than 200 characters in the box below: Other",
        ),
    ],
)
def test_a_sentence_says_what_to_do(words, code, parameters, said):
    with words.test_request_context("/en/"):
        assert sentence(FieldProblem("q", code, "q", ("q",), parameters), "en") == said


@pytest.mark.parametrize("code", AUTHORS)
def test_every_problem_of_a_survey_has_a_sentence(words, code):
    parameters = {name: SAMPLES.get(name, name) for name in AUTHORS[code]}
    with words.test_request_context("/en/"):
        said = to_author(Problem(code, Place(), parameters), "en")
    assert said
    assert "%(" not in said
    assert all(f"{name}" in said for name in set(parameters) - set(SAMPLES))


def test_what_differs_in_one_language_alone_is_marked_in_the_other(words):
    parameters = {"field": "title", "english": "14", "welsh": ""}
    with words.test_request_context("/en/"):
        said = to_author(Problem("numbers_differ", Place(), parameters), "en")
    assert said.endswith("In English alone: 14. In Welsh alone: –")


def test_problems_of_one_page_come_together():
    survey = Definition(
        title=both("Survey", "Arolwg"), sections=(Section(id="one", title=both("One", "Un"), parts=()),)
    )
    whole, section = Problem("empty"), Problem("empty", Place(section="one", step=1))
    found = spots([whole, section, whole], survey)
    assert [(spot.title.en, spot.step, len(spot.problems)) for spot in found] == [
        ("Survey", 0, 2),
        ("One", 1, 1),
    ]
