"""Does somebody who checks their answers read all that they were asked, as they answered it?"""

from __future__ import annotations

import pytest

from engage.respond.summary import Chapter, Line, chapters
from engage.surveys import standard
from engage.surveys.definition import Answer, Answers, Definition
from engage.surveys.journey import Journey
from tests.examples import BUDGET, EVERY_KIND, ROUTED

PICKED = {"matters": Answer(["parks"], "en"), "agree@parks": Answer("agree", "en")}


def summed_up(survey: Definition, answers: Answers, lang: str = "en", **more) -> list[Chapter]:
    return chapters(Journey(standard.opinion_steps(survey), answers), answers, lang, **more)


def lines(survey: Definition, answers: Answers, lang: str = "en", **more) -> dict[str, Line]:
    """Every line, by its question's title."""
    found = summed_up(survey, answers, lang, **more)
    return {line.term: line for chapter in found for group in chapter.groups for line in group.lines}


@pytest.mark.parametrize(
    ("lang", "term", "detail"),
    [
        ("en", "How do you travel?", ["By bus", "By car"]),
        ("cy", "Sut rydych chi'n teithio?", ["Ar fws", "Mewn car"]),
        ("en", "Are you answering as:", "A resident"),
        ("en", "What would be better?", "More buses"),
        ("en", "How old are you?", []),  # it was asked, and skipped
    ],
)
def test_an_answer_is_told_in_the_words_of_the_page(lang, term, detail):
    answers = {
        "who": Answer("resident", "en"),
        "travel": Answer(["bus", "car"], "en"),
        "better": Answer("More buses", "en"),
    }
    assert lines(ROUTED, answers, lang)[term].detail == detail


def test_what_is_not_asked_any_more_is_not_told():
    answers = {"who": Answer("organisation", "en"), "travel": Answer(["bus"], "en")}
    assert [chapter.title for chapter in summed_up(ROUTED, answers)] == ["About you", "Anything else"]


@pytest.mark.parametrize(
    ("page", "written", "marked"), [("en", "cy", "cy"), ("cy", "en", "en"), ("en", "en", None)]
)
def test_a_text_in_the_other_language_is_marked_as_such(page, written, marked):
    answers = {"street": Answer("Y Bryn", written), "clear": Answer("agree", written)}
    found = {line.term: line.lang for line in lines(EVERY_KIND, answers, page).values()}
    street, clear = ("Your street", "The plan is clear")
    if page == "cy":
        street, clear = ("Eich stryd", "Mae'r cynllun yn glir")
    assert (found[street], found[clear]) == (marked, None)


def test_the_lines_about_one_item_of_a_block_stand_together_under_its_name():
    (chapter, *_) = summed_up(BUDGET, PICKED)
    assert [group.title for group in chapter.groups] == ["", "Fewer flower beds in parks"]
    (line,) = chapter.groups[1].lines
    assert (line.term, line.detail) == ("Do you agree?", "Agree")
    assert line.change == "Fewer flower beds in parks: Do you agree?"


def test_every_line_leads_to_where_its_answer_can_be_changed():
    found = lines(BUDGET, PICKED, change=lambda step, key: f"/{step.number}#{key}")
    assert found["Which proposals do you want to comment on?"].href == "/1#matters"
    assert found["Do you agree?"].href == "/4#agree@parks"
    assert all(line.href is None for line in lines(BUDGET, PICKED).values())


def test_only_the_surveys_own_sections_are_in_the_language_of_the_way():
    own = summed_up(BUDGET, PICKED, tongue="pl", own=BUDGET.sections)
    assert [chapter.words_lang for chapter in own] == ["pl", None]
    assert {line.words_lang for group in own[0].groups for line in group.lines} == {"pl"}
