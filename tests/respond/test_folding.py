from __future__ import annotations

import pytest

from engage.respond.folding import PADDED, fold, unfold, values
from engage.surveys.definition import Answer

MIXED = {
    "age": Answer("under_16", "en"),
    "identity": Answer(["welsh", "other"], "cy", {"other": "Cernyw — ŵŷ"}),
    "sex": Answer("male", "cy"),
}


@pytest.mark.parametrize("answers", [{}, MIXED], ids=["nothing", "mixed"])
def test_what_is_folded_unfolds_the_same(answers):
    assert unfold(fold(answers)) == answers


def test_the_codes_can_be_read_alone():
    assert values(fold(MIXED)) == {"age": "under_16", "identity": ["welsh", "other"], "sex": "male"}


def test_the_length_does_not_tell_a_short_answer_from_a_longer_one():
    lengths = {len(fold({"age": Answer("x" * size, "en")})) for size in range(1, 100)}
    assert lengths == {PADDED}
