"""Is the way through a form said rightly, whole in both languages?"""

from __future__ import annotations

import re

import pytest

from engage.bilingual import Bilingual
from engage.respond import paper_routing_words as said
from engage.respond import paper_words
from engage.respond.paper import Gate, Scope, form
from engage.respond.paper_ids import FormId
from engage.respond.paper_routing_words import Words
from engage.respond.visit import Questionnaire
from engage.surveys.definition import All, Answered, AnyOf, Between, Is, Not
from tests.examples import BUDGET, EVERY_KIND

SLOT = re.compile(r"\{\w+\}")
LIBRARY, PARKS = Is("use", ("libraries",)), Is("use", ("parks", "buses"))


def words(lang: str, survey=EVERY_KIND) -> Words:
    return Words(form(FormId(1, 0, False, lang), Questionnaire.of(1, "digest", survey)))


@pytest.mark.parametrize(
    ("condition", "english", "welsh"),
    [
        (
            LIBRARY,
            "you ticked “Libraries” at question 2",
            "gwnaethoch chi dicio “Llyfrgelloedd” yng nghwestiwn 2",
        ),
        (Not(LIBRARY), "you did not tick “Libraries” at question 2", None),
        (PARKS, "you ticked “Parks” or “Buses” at question 2", None),
        (Not(PARKS), "you ticked none of “Parks” or “Buses” at question 2", None),
        (Not(Not(LIBRARY)), "you ticked “Libraries” at question 2", None),
        (
            Is("services", ("agree",), "parks", "needed"),
            "you ticked “Agree” for “Parks”, “I need them” at question 4",
            None,
        ),
        (Is("first", ("parks",)), "you wrote a number beside “Parks” at question 5", None),
        (Between("visits", 2, None), "you wrote 2 or more at question 8", None),
        (Not(Between("visits", 2, 5)), "you wrote no number from 2 to 5 at question 8", None),
        (Answered("street"), "you answered question 11", "gwnaethoch chi ateb cwestiwn 11"),
        (Not(Answered("street")), "you did not answer question 11", "ni wnaethoch chi ateb cwestiwn 11"),
        (Is("quote", ("yes",)), "you ticked the box at question 14", None),
    ],
)
def test_a_clause_says_what_was_ticked_at_which_question(condition, english, welsh):
    gate = Gate(condition, Scope(), 3, 4, 5)
    assert words("en").note(gate).clauses == (english,)
    if welsh:
        assert words("cy").note(gate).clauses == (welsh,)


@pytest.mark.parametrize(
    ("condition", "how", "clauses"),
    [
        (
            All((LIBRARY, Answered("street"))),
            "all of these are true:",
            ("you ticked “Libraries” at question 2", "you answered question 11"),
        ),
        (
            AnyOf((LIBRARY, Answered("street"))),
            "at least one of these is true:",
            ("you ticked “Libraries” at question 2", "you answered question 11"),
        ),
        (
            Not(All((LIBRARY, Answered("street")))),
            "at least one of these is true:",
            ("you did not tick “Libraries” at question 2", "you did not answer question 11"),
        ),
        (
            All((LIBRARY, AnyOf((PARKS, Not(Answered("street")))))),
            "all of these are true:",
            (
                "you ticked “Libraries” at question 2",
                "(you ticked “Parks” or “Buses” at question 2; or you did not answer question 11)",
            ),
        ),
    ],
)
def test_joined_conditions_are_listed_one_by_one(condition, how, clauses):
    note = words("en").note(Gate(condition, Scope(), 3, 4, 0))
    assert note.only == f"Answer questions 3 to 4 only if {how}"
    assert note.clauses == clauses
    assert (note.heading, note.otherwise) == ("Before questions 3 to 4", "If not, go to the end of the form.")


def test_inside_a_block_a_clause_names_the_question_about_the_same_item():
    of_parks = BUDGET.sections[0].parts[1].items[1]
    gate = Gate(Is("agree", ("disagree",)), Scope(of_parks), 5, 5, 6)
    assert words("en", BUDGET).note(gate).clauses == ("you ticked “Disagree” at question 4",)


def test_everything_that_is_printed_is_there_in_both_languages():
    texts = [each for each in vars(said).values() if isinstance(each, Bilingual)]
    texts += [each for pair in vars(said).values() if isinstance(pair, tuple) for each in pair]
    texts += paper_words.WORDS.values()
    assert len(texts) > 80
    for text in texts:
        assert text.complete, text
        assert sorted(SLOT.findall(text.en)) == sorted(SLOT.findall(text.cy)), text
