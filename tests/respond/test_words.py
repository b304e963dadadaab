"""Are questions and answers put in the right words: before answering, on checking, in a table?"""

from __future__ import annotations

import pytest

from engage.respond.export import safe
from engage.respond.outline import outline
from engage.respond.summary import chapters
from engage.surveys.definition import Answer
from engage.surveys.journey import Journey
from engage.surveys.standard import equality_steps, opinion_steps
from tests.examples import ALL, BUDGET, ROUTED


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("survey", ALL, ids=lambda survey: survey.title.en)
def test_every_question_is_in_the_outline_once_and_numbered(survey, lang):
    steps = opinion_steps(survey)
    asked = [
        each for part in outline(survey, steps, lang) for sheet in part.sheets for each in sheet.questions
    ]
    assert [each.number for each in asked] == list(range(1, len(asked) + 1))
    titles = [question.title[lang] for step in steps for question in step.page.questions]
    assert [each.view["title"] for each in asked] == titles


def test_the_outline_says_of_whom_a_section_a_page_and_a_question_are_asked():
    section = outline(ROUTED, opinion_steps(ROUTED), "en")[1]
    assert "“A resident” is chosen in “Are you answering as:”" in section.only_if
    assert "“Under 16” is not chosen in “How old are you?”" in section.only_if
    assert [bool(sheet.only_if) for sheet in section.sheets] == [False, True]
    assert "“By bus” is chosen" in section.sheets[1].questions[0].only_if


def test_the_outline_says_which_items_have_to_be_picked():
    libraries = outline(BUDGET, opinion_steps(BUDGET), "cy")[0].sheets[1]
    assert libraries.item == "Oriau agor byrrach mewn llyfrgelloedd"
    assert "“Oriau agor byrrach mewn llyfrgelloedd”" in libraries.only_if
    assert "“Pa gynigion ydych chi eisiau rhoi sylwadau arnyn nhw?”" in libraries.only_if


def test_the_outline_of_the_equality_questions_says_which_depend_on_another():
    (part,) = outline(BUDGET, equality_steps(BUDGET), "en")
    asked = {each.view["key"]: each for sheet in part.sheets for each in sheet.questions}
    assert asked["age"].only_if == ""
    assert "“15 and under” is not chosen in “Which age group are you in?”" in asked["gender_identity"].only_if


def lines(journey, answers, lang="en", change=None):
    return [
        line
        for chapter in chapters(journey, answers, lang, change)
        for group in chapter.groups
        for line in group.lines
    ]


def test_the_summary_shows_what_is_asked_and_what_was_left_out():
    answers = {"who": Answer("organisation", "en"), "travel": Answer(["bus"], "en")}
    journey = Journey(opinion_steps(ROUTED), answers)
    found = [(line.term, line.detail) for line in lines(journey, answers)]
    assert found == [
        ("Are you answering as:", "An organisation"),
        ("How old are you?", []),
        ("Your comments", []),
    ]


def test_a_text_says_in_which_language_it_is_and_a_label_is_in_that_of_the_page():
    answers = {"who": Answer("organisation", "cy"), "comments": Answer("Da iawn", "cy")}
    journey = Journey(opinion_steps(ROUTED), answers)
    assert [line.lang for line in lines(journey, answers, "en")] == [None, None, "cy"]
    assert [line.lang for line in lines(journey, answers, "cy")] == [None, None, None]


def test_the_same_question_about_two_things_has_two_links_that_say_about_which():
    answers = {"matters": Answer(["libraries", "parks"], "en")}
    journey = Journey(opinion_steps(BUDGET), answers)
    found = lines(journey, answers, change=lambda step, key: f"{step.number}#{key}")
    agree = [(line.change, line.href) for line in found if line.term == "Do you agree?"]
    assert agree == [
        ("Shorter opening hours in libraries: Do you agree?", "2#agree@libraries"),
        ("Fewer flower beds in parks: Do you agree?", "4#agree@parks"),
    ]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+44 1632", "'+44 1632"),
        ("-5", "'-5"),  # a text
        (-5, "-5"),  # a number
        (1250.5, "1250.5"),
        ("@home", "'@home"),
        ("\t=1", "'\t=1"),
        ("\n =1", "'\n =1"),
        ('"=1', "'\"=1"),
        ("'=1", "''=1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ("", ""),
        ("ŵŷ", "ŵŷ"),
    ],
)
def test_no_cell_is_a_formula_and_a_number_stays_a_number(value, cell):
    assert safe(value) == cell
