"""Do conditions read as plain sentences in both languages?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engage.bilingual import Bilingual
from engage.surveys.definition import All, Answered, AnyOf, Between, Is, Not
from engage.surveys.explain import explain, repeated
from engage.surveys.explained_views import Explainer
from engage.surveys.texts import rewritten, texts
from tests.examples import BUDGET, EVERY_KIND, ROUTED

BUS = "“By bus” is chosen in “How do you travel?”"


@pytest.mark.parametrize(
    ("condition", "english"),
    [
        (Is("travel", ("bus",)), BUS),
        (
            Is("travel", ("bus", "car", "none")),
            "“By bus”, “By car” or “None of these” is chosen in “How do you travel?”",
        ),
        (Not(Is("travel", ("bus",))), "“By bus” is not chosen in “How do you travel?”"),
        (
            Not(Is("travel", ("bus", "car"))),
            "none of “By bus” or “By car” is chosen in “How do you travel?”",
        ),
        (Not(Not(Is("travel", ("bus",)))), BUS),
        (Answered("better"), "“What would be better?” is answered"),
        (Not(Answered("better")), "“What would be better?” is not answered"),
        (
            All((Answered("who"), Is("travel", ("bus",)))),
            f"“Are you answering as:” is answered; and {BUS}",
        ),
        (
            AnyOf((Answered("who"), All((Answered("age"), Is("travel", ("bus",)))))),
            f"“Are you answering as:” is answered; or (“How old are you?” is answered; and {BUS})",
        ),
        (
            Not(All((Answered("who"), Answered("age")))),
            "“Are you answering as:” is not answered; or “How old are you?” is not answered",
        ),
        (All((Is("travel", ("bus",)),)), BUS),
        (Is("nobody", ("nothing",)), "“nothing” is chosen in “nobody”"),  # as a draft may say
        (Is("travel", ()), "“” is chosen in “How do you travel?”"),
    ],
)
def test_a_condition_is_one_sentence(condition, english):
    assert explain(condition, ROUTED, "en") == f"Only asked if: {english}."


@pytest.mark.parametrize(
    ("condition", "welsh"),
    [
        (
            Is("travel", ("bus", "car")),
            "dewiswyd “Ar fws” neu “Mewn car” wrth ateb “Sut rydych chi'n teithio?”",
        ),
        (
            Not(Is("travel", ("bus", "car"))),
            "ni ddewiswyd yr un o “Ar fws” neu “Mewn car” wrth ateb “Sut rydych chi'n teithio?”",
        ),
        (
            All((Answered("who"), Not(Answered("age")))),
            "atebwyd “Ydych chi'n ateb fel:”; a hefyd nid atebwyd “Faint yw eich oed?”",
        ),
    ],
)
def test_a_condition_is_one_sentence_in_welsh(condition, welsh):
    assert explain(condition, ROUTED, "cy") == f"Dim ond os yw'r canlynol yn wir y gofynnir hyn: {welsh}."


@pytest.mark.parametrize(
    ("condition", "english"),
    [
        (Between("visits", 2, 5), "a number from 2 to 5 is given in {}"),
        (Between("visits", 2.5), "2.5 or more is given in {}"),
        (Between("visits", None, 1000), "1,000 or less is given in {}"),
        (Between("visits", 0), "0 or more is given in {}"),
        (Between("visits"), "{} is answered"),
        (Not(Between("visits", 2, 5)), "no number from 2 to 5 is given in {}"),
        (Not(Between("visits", None, 5)), "5 or less is not given in {}"),
    ],
)
def test_numbers_are_told_by_their_bounds(condition, english):
    question = "“How often did you come last month?”"
    assert explain(condition, EVERY_KIND, "en") == f"Only asked if: {english.format(question)}."


@pytest.mark.parametrize(
    ("condition", "english"),
    [
        (
            Is("services", ("agree",), row="parks", scale="good"),
            "“Agree” is chosen in {}, “Parks”, “They are good”",
        ),
        (Is("services", ("no_opinion",), row="parks"), "“No opinion” is chosen in {}, “Parks”"),
        (Is("services", ("disagree",)), "“Disagree” is chosen in {}"),
    ],
)
def test_a_matrix_is_told_with_its_row_and_scale(condition, english):
    question = "“How do you rate these services?”"
    assert explain(condition, EVERY_KIND, "en") == f"Only asked if: {english.format(question)}."


def test_an_area_and_a_consent_have_their_own_words():
    where = explain(Is("where", ("coast", "elsewhere")), EVERY_KIND, "en")
    assert "“The coast” or “Outside these areas” is chosen" in where
    assert "“Cewch fy nyfynnu heb fy enw”" in explain(Is("quote", ("yes",)), EVERY_KIND, "cy")


def test_inside_a_block_the_item_has_its_name():
    item = BUDGET.sections[0].parts[1].items[1]
    section = BUDGET.sections[0]
    page = section.parts[1].pages[0]
    asked = replace(page.questions[0], title=page.title)
    block = replace(section.parts[1], pages=(replace(page, questions=(asked,)),))
    survey = replace(BUDGET, sections=(replace(section, parts=(section.parts[0], block)),))
    said = explain(Is("agree", ("agree",)), survey, "en", item)
    assert said == "Only asked if: “Agree” is chosen in “Proposal: Fewer flower beds in parks”."


def test_a_block_is_told_with_its_items_and_who_picks_them():
    block = BUDGET.sections[0].parts[1]
    assert repeated(block, BUDGET, "en") == (
        "Asked once for each of these that is chosen in “Which proposals do you want to comment on?”: "
        "“Shorter opening hours in libraries”, “Fewer flower beds in parks”."
    )
    assert repeated(replace(block, picked_by=""), BUDGET, "cy") == (
        "Gofynnir unwaith am bob un o'r rhain: “Oriau agor byrrach mewn llyfrgelloedd”, "
        "“Llai o welyau blodau mewn parciau”."
    )


def test_what_is_not_translated_yet_is_named_in_the_language_that_it_has():
    untranslated = rewritten(
        EVERY_KIND, {text.key: Bilingual(en=text.words.en) for text in texts(EVERY_KIND)}
    )
    said = explain(Is("where", ("coast",)), untranslated, "cy")
    english = explain(Is("where", ("coast",)), EVERY_KIND, "en")
    for words in re.findall("“.+?”", english):
        assert words in said


def test_a_page_says_in_which_language_a_text_is_that_is_not_translated_yet():
    survey = rewritten(ROUTED, {"question:travel/options:bus/label": Bilingual("By <bus>")})
    said = Explainer(survey, "cy")(Is("travel", ("bus", "car")))
    assert 'dewiswyd “<span lang="en">By &lt;bus&gt;</span>” neu “Mewn car” wrth ateb' in said
    assert "By &lt;bus&gt;" in Explainer(survey, "en")(Is("travel", ("bus",)))
