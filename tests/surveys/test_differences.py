"""Is everything named in which two wordings of a survey differ?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from engage.surveys.differences import CODES, Differences
from engage.surveys.texts import rewritten, texts
from engage.surveys.variant import Variant
from tests.examples import BUDGET, EVERY_KIND, ROUTED
from tests.surveys.builders import ABC, MATRIX, YES_NO, block, number, page, scale, several, single, survey
from tests.surveys.strategies import definitions, words

ONE = page("one", single("a"), number("n"))
TWO = page("two", several("b"))
BEFORE = survey(ONE, TWO)


def with_first(**fields):
    return survey(replace(ONE, questions=(single("a", **fields), number("n"))), TWO)


@pytest.mark.parametrize(
    ("after", "codes"),
    [
        (survey(ONE, TWO, page("three", single("c"))), ["added", "added"]),  # the page and its question
        (survey(ONE), ["removed", "removed"]),
        (survey(TWO, ONE), ["moved"]),
        (survey(replace(ONE, questions=(number("n"), single("a"))), TWO), ["moved"]),
        (survey(page("one", single("a")), page("two", several("b"), number("n"))), ["moved"]),
        (survey(replace(ONE, questions=(several("a"), number("n"))), TWO), ["kind"]),
        (with_first(required=True), ["required"]),
        (with_first(options=ABC), ["codes_added", "codes_removed"]),
        (with_first(options=YES_NO[::-1]), ["codes_moved"]),
        (with_first(options=(YES_NO[0], replace(YES_NO[1], other=words("say")))), ["choices"]),
        (with_first(special_category="x"), ["handling"]),
        (survey(replace(ONE, questions=(single("a"), number("n", maximum=3))), TWO), ["limits"]),
        (survey(ONE, replace(TWO, show_if=d.Answered("a"))), ["route"]),
        (survey(ONE, replace(TWO, ends=True)), ["ends"]),
        (survey(replace(ONE, safe_exit=True), TWO), ["handling"]),
        (survey(ONE, TWO, contact=("outcome",)), ["contact"]),
        (survey(ONE, TWO, minutes=3), ["minutes"]),
        (survey(ONE, TWO, equality=d.EqualityModule("2026-11")), ["equality"]),
        (survey(ONE, TWO, welsh_effects=words("it")), ["welsh_effects"]),
        (survey(ONE, TWO, variants=(Variant("large_print"),)), ["variants"]),
    ],
)  # fmt: skip
def test_each_change_of_what_is_asked_is_named(after, codes):
    found = Differences(BEFORE, after)
    assert [change.code for change in found.changes] == codes
    assert not found.words_alone
    assert not found.nothing
    assert set(codes) <= set(CODES)


def test_an_option_that_comes_first_moves_nothing():
    more = with_first(options=(d.Option("maybe", words("maybe")), *YES_NO))
    (change,) = Differences(BEFORE, more).changes
    assert (change.code, change.parameters) == ("codes_added", {"codes": ("maybe",)})


def test_the_order_of_a_scale_is_what_is_asked():
    before, after = survey(page("p", scale())), survey(page("p", scale(points=YES_NO[::-1])))
    assert [change.code for change in Differences(before, after).changes] == ["codes_moved"]


def test_a_matrix_is_looked_into():
    shorter = replace(MATRIX, scales=(MATRIX.scales[0], replace(MATRIX.scales[1], points=ABC[:2])))
    found = Differences(survey(page("p", MATRIX)), survey(page("p", shorter)))
    assert [(c.code, c.parameters) for c in found.changes] == [("codes_removed", {"codes": ("c",)})]


def test_a_block_is_looked_into():
    found = Differences(survey(block(page("p", single()))), survey(block(page("p", single()), items=("x",))))
    assert [(c.code, c.parameters) for c in found.changes] == [("codes_removed", {"codes": ("y",)})]


@pytest.mark.parametrize("definition", [BUDGET, EVERY_KIND, ROUTED], ids=lambda d: d.title.en)
def test_other_words_alone_are_no_other_question(definition):
    for text in texts(definition):
        if text.words:
            after = rewritten(definition, {text.key: Bilingual(text.words.en + "!", text.words.cy + "!")})
            found = Differences(definition, after)
            assert found.words_alone
            assert [each.after.key for each in found.words] == [text.key]


def test_a_hint_that_comes_or_goes_is_more_than_other_words():
    hinted = with_first(hint=words("hint"))
    assert [c.code for c in Differences(BEFORE, hinted).changes] == ["added"]
    assert [c.code for c in Differences(hinted, BEFORE).changes] == ["removed"]


def test_answers_of_two_kinds_cannot_be_counted():
    other = survey(replace(ONE, questions=(several("a"), number("n"))), TWO)
    assert [change.code for change in Differences(BEFORE, other).uncountable] == ["kind"]
    assert Differences(BEFORE, with_first(required=True)).uncountable == ()


def test_things_with_the_same_code_are_not_taken_for_one():
    twice = d.Option("yes", words("also"))
    before, after = with_first(options=(*YES_NO, twice)), with_first(options=(*YES_NO, twice, twice))
    (change,) = Differences(before, after).changes
    assert (change.code, change.parameters) == ("codes_added", {"codes": ("yes",)})
    reworded = with_first(options=(replace(YES_NO[0], label=words("other")), YES_NO[1], twice))
    assert [each.after.words for each in Differences(before, reworded).words] == [words("other")]


@given(definitions, definitions)
def test_whatever_differs_is_found(one, other):
    assert Differences(one, one).nothing
    assert not Differences(one, one).words
    assert not Differences(one, one).changes
    found = Differences(one, other)
    assert found.nothing == (one == other)
    if one != other:
        assert found.words or found.changes
