"""Would `make chaos` notice if an answer were lost, doubled or altered?"""

from __future__ import annotations

from typing import Any

import pytest

from chaos.account import Claim, verdict

EQUALITY = {"sex": "female", "disability": ["mobility", "vision"]}
CLAIMS = [
    Claim("7KQ4-9XWD-M2TB", {"mark": "a", "single": "o1", "several.o1": "1", "several.o2": "0"}, EQUALITY),
    Claim("0QZ1-3F6R-HT8C", {"mark": "b", "single": "o2"}, {}),
]
SEALED = {"a": EQUALITY}


def rows() -> list[dict[str, str]]:
    """What an export holds of the claims: every column in every row, and more than was answered."""
    usual = {"version": "1", "language": "en", "channel": "online", "variant": "standard", "partial": "0"}
    empty = {"single": "", "several.o1": "", "several.o2": ""}
    return [{"reference": claim.reference} | usual | empty | dict(claim.cells) for claim in CLAIMS]


def figures(stored: list[dict[str, str]], sealed: dict[str, Any] = SEALED) -> tuple[int, int, int]:
    found = verdict(CLAIMS, stored, sealed)
    assert found.is_well == (not (found.lost or found.doubled or found.altered))
    return len(found.lost), len(found.doubled), len(found.altered)


def test_all_that_is_there_once_and_as_it_was_typed_is_well():
    assert figures(rows()) == (0, 0, 0)


def test_what_arrived_without_anybody_being_told_is_no_fault():
    waiting = rows()[0] | {"reference": "ZZZZ-ZZZZ-ZZZZ", "mark": "c"}
    assert figures([*rows(), waiting]) == (0, 0, 0)


def test_a_reference_that_the_export_does_not_hold_is_lost():
    assert figures(rows()[1:]) == (1, 0, 0)
    assert figures([]) == (2, 0, 0)


@pytest.mark.parametrize("reference", ["7KQ4-9XWD-M2TB", "ZZZZ-ZZZZ-ZZZZ"], ids=["same", "other"])
def test_one_persons_answers_under_two_rows_are_doubled(reference):
    _lost, doubled, _altered = figures([*rows(), rows()[0] | {"reference": reference}])
    assert doubled


@pytest.mark.parametrize("change", [{"single": "o5"}, {"single": ""}, {"several.o2": "1"}, {"words": "new"}])
def test_an_answer_that_is_not_what_was_typed_is_altered(change):
    first, second = rows()
    assert figures([first | change, second]) == (0, 0, 1)


@pytest.mark.parametrize("sealed", [{}, {"a": EQUALITY | {"sex": "male"}}, SEALED | {"b": {"sex": "male"}}])
def test_equality_answers_are_compared_too(sealed):
    assert figures(rows(), sealed) == (0, 0, 1)
