"""Does counting many columns in one pass give what counting one by one gives?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.tally import EXACT, Axis, tally


def by_hand(group: Axis, column: Axis, keys) -> tuple[list, list]:
    counts = [[0] * column.size for _ in range(group.size)]
    sums = [[0] * column.size for _ in range(group.size)]
    for g, c, key in zip(group.codes.tolist(), column.codes.tolist(), keys.tolist(), strict=True):
        counts[g][c] += 1
        sums[g][c] += key
    return counts, sums


def drawn(chance: np.random.Generator, responses: int, sizes: list[int]) -> list[Axis]:
    return [Axis(chance.integers(0, size, responses, dtype=np.uint8), size) for size in sizes]


@given(
    st.integers(0, 400),
    st.lists(st.integers(1, 40), min_size=1, max_size=3),
    st.lists(st.integers(1, 40), max_size=9),
    st.integers(0, 2**32),
)
@settings(max_examples=60, deadline=None)
def test_every_pair_is_counted(responses, by_sizes, sizes, seed):
    chance = np.random.default_rng(seed)
    by, columns = drawn(chance, responses, by_sizes), drawn(chance, responses, sizes)
    keys = chance.integers(0, 2**32, responses, dtype=np.uint32)
    found = tally(by, columns, keys)
    assert len(found) == len(by)
    for group, row in zip(by, found, strict=True):
        assert [(h.counts.tolist(), h.sums.tolist()) for h in row] == [
            by_hand(group, c, keys) for c in columns
        ]


def test_the_widest_columns_are_counted():
    chance = np.random.default_rng(3)
    by, columns = drawn(chance, 1000, [256]), drawn(chance, 1000, [256, 256])
    keys = chance.integers(0, 2**32, 1000, dtype=np.uint32)
    (row,) = tally(by, columns, keys)
    assert [(h.counts.tolist(), h.sums.tolist()) for h in row] == [by_hand(by[0], c, keys) for c in columns]


@pytest.mark.parametrize("responses", [EXACT, EXACT + 1, 2 * EXACT + 3])
def test_sums_of_more_keys_than_a_float_can_add_are_exact(responses):
    everyone = Axis(np.zeros(responses, np.uint8), 1)
    keys = np.full(responses, 2**32 - 1, np.uint32)
    ((found,),) = tally([everyone], [everyone], keys)
    assert found.counts.tolist() == [[responses]]
    assert found.sums.tolist() == [[responses * (2**32 - 1)]]
