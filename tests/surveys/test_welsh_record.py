"""Is a question about effects on Welsh really about its proposal?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.bilingual import Bilingual
from engage.surveys.welsh_record import Asked, generic, is_named, questions, titles
from tests.examples import BUDGET, SHORT
from tests.publishing import PROPOSAL

LIBRARY = Bilingual("Moving Porth Elwyn library", "Symud llyfrgell Porth Elwyn")


def asked(en: str, cy: str) -> Asked:
    return Asked(Bilingual(en, cy), Bilingual(), Bilingual(en, cy))


@pytest.mark.parametrize(
    ("en", "cy", "named"),
    [
        ("What if Porth Elwyn's library moved?", "Beth petai llyfrgell Porth Elwyn yn symud?", True),
        ("What of the library in Porth Elwyn?", "Beth am lyfrgell Mhorth Elwyn?", True),  # mutated
        ("What effects would the proposal have?", "Pa effeithiau a gâi'r cynnig?", False),
        (
            "What of the library in Porth Elwyn?",
            "Pa effeithiau a gâi'r cynnig?",
            False,
        ),  # in one language only
        ("", "", False),
    ],
)
def test_a_question_names_its_proposal_in_both_languages(en, cy, named):
    assert is_named(LIBRARY, Bilingual(en, cy)) is named


def test_a_proposal_without_a_name_in_a_language_is_not_looked_for_there():
    assert is_named(Bilingual("Moving the library", ""), Bilingual("Would the library's moving matter?", ""))


def test_common_words_alone_name_nothing():
    title = Bilingual("Changes to council services: parking", "Newidiadau i wasanaethau'r cyngor: parcio")
    assert not is_named(
        title, Bilingual("What of changes to council services?", "Beth am newidiadau'r cyngor?")
    )
    assert is_named(title, Bilingual("What of parking?", "Beth am barcio?"))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            Bilingual("Fewer buses", "Llai o fysiau"),
            Bilingual("What of fewer hours at libraries?", "Beth am lai o oriau mewn llyfrgelloedd?"),
        ),  # how much, but not of what
        (Bilingual("The port", "Y llan"), Bilingual("What of transport?", "Beth am y llwybr?")),
        (Bilingual("A mine", ""), Bilingual("What of mineral water?", "")),  # the middle of another word
    ],
)
def test_a_question_about_something_else_does_not_name_the_proposal(title, text):
    assert not is_named(title, text)


def test_a_question_for_two_proposals_is_nobodys_own():
    one = replace(PROPOSAL, title=LIBRARY, question="q")
    other = replace(one, code="p2")
    words = {"q": asked("The library in Porth Elwyn?", "Llyfrgell Porth Elwyn?")}
    assert generic([one], words) == []
    assert generic([one, other], words) == [(one, "shared"), (other, "shared")]


def test_a_question_that_fits_any_proposal_draws_a_warning():
    proposal = replace(PROPOSAL, title=LIBRARY, question="q")
    assert generic([proposal], {"q": asked("What of Welsh?", "Beth am y Gymraeg?")}) == [
        (proposal, "unnamed")
    ]


def test_a_question_that_is_gone_is_another_lines_business():
    assert generic([replace(PROPOSAL, question="gone")], {}) == []


def test_every_question_can_be_chosen_those_of_a_block_for_each_item():
    found = questions(BUDGET)
    assert {key for key in found if "@" in key}
    assert set(titles(SHORT)) == {question.id for question in SHORT.questions()}


def test_the_standard_questions_on_welsh_come_first_and_name_their_proposal():
    survey = replace(SHORT, welsh_effects=LIBRARY)
    assert next(iter(questions(survey))) == "welsh_opportunities"
    assert (
        generic([replace(PROPOSAL, title=LIBRARY, question="welsh_opportunities")], questions(survey)) == []
    )
