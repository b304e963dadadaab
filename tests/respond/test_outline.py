"""Does whoever reads the questions beforehand see all of them, and who is asked each?"""

from __future__ import annotations

import pytest

from engage.respond.outline import Part, outline
from engage.surveys import standard
from engage.surveys.definition import All, Definition, Is
from engage.surveys.explain import explain
from tests.examples import ALL, BUDGET, EVERY_KIND, ROUTED


def outlined(survey: Definition, lang: str = "en") -> list[Part]:
    return outline(survey, standard.opinion_steps(survey), lang)


@pytest.mark.parametrize("survey", ALL, ids=lambda survey: survey.title.en)
def test_every_question_is_there_once_for_each_item_and_numbered_without_a_gap(survey):
    asked = [each for part in outlined(survey) for sheet in part.sheets for each in sheet.questions]
    keys = [step.key(q) for step in standard.opinion_steps(survey) for q in step.page.questions]
    assert [each.view["key"] for each in asked] == keys
    assert [each.number for each in asked] == list(range(1, len(keys) + 1))


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_section_and_a_page_say_who_is_asked_them(lang):
    you, residents, everybody = outlined(ROUTED, lang)
    section = ROUTED.sections[1]
    assert [you.title, residents.title] == [each.title[lang] for each in ROUTED.sections[:2]]
    assert residents.only_if == explain(section.show_if, ROUTED, lang)
    assert [sheet.only_if for sheet in residents.sheets] == [
        "",
        explain(Is("travel", ("bus",)), ROUTED, lang),
    ]
    assert (you.only_if, everybody.only_if) == ("", "")


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_page_of_a_block_is_for_those_who_picked_its_item_and_for_nobody_else(lang):
    picked, disagrees = Is("matters", ("parks",)), Is("agree", ("disagree",))
    proposals = outlined(BUDGET, lang)[0]
    proposal, effect = (sheet for sheet in proposals.sheets if sheet.item.endswith(("parks", "parciau")))
    item = BUDGET.sections[0].parts[1].items[1]
    assert (proposal.item, proposal.title.endswith(item.label[lang])) == (item.label[lang], True)
    assert proposal.only_if == explain(picked, BUDGET, lang, item)
    assert effect.only_if == explain(All((picked, disagrees)), BUDGET, lang, item)
    assert [each.only_if for each in effect.questions] == [effect.only_if]


def test_a_condition_on_an_equality_question_is_said_in_the_words_of_that_question():
    steps = standard.equality_steps(BUDGET)
    asked = [q for part in outline(BUDGET, steps, "en") for sheet in part.sheets for q in sheet.questions]
    conditional = [each for each in asked if each.only_if]
    assert conditional
    assert all("“" in each.only_if for each in conditional)


def test_nothing_stands_in_any_field_and_the_text_of_a_page_comes_along():
    (everything,) = outlined(EVERY_KIND)
    welcome, page = everything.sheets
    assert (welcome.questions, welcome.body) == ([], "Read [our plan](https://www.glynmorfa.example/plan).")
    options = [option for each in page.questions for option in each.view.get("options", ())]
    assert options
    assert not any(option["checked"] for option in options)
    assert {each.view["value"] for each in page.questions if "value" in each.view} == {""}
