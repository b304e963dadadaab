"""Are percentages said only where they may be, and only from released figures?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis import figures, words
from engage.analysis.disclosure import reopen
from engage.analysis.statistics import Percentage, lines, percentage, row_lines
from engage.equality.characteristics import Level
from engage.equality.coding import NOT_GIVEN_LABEL
from tests.analysis import people, safe

UNDER, OVER = (5, words.UNDER), (95, words.OVER)


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [
        (None, 200, Percentage(None, mark="[c]")),
        (None, None, Percentage(None, mark="[c]")),
        (None, 20, Percentage(None, mark="[c]")),
        (10, 25, Percentage(None, mark="[x]")),  # fewer than 30
        (10, 30, Percentage(33, mark="[u]")),
        (50, 95, Percentage(53, mark="[u]")),
        (50, 100, Percentage(50)),
        (105, 200, Percentage(53)),  # 52.5 is rounded up
        (10, 230, Percentage(*UNDER)),  # 4.3
        (10, 220, Percentage(5)),  # 4.5
        (955, 1000, Percentage(*OVER)),  # 95.5
        (950, 1000, Percentage(95)),
        (200, 200, Percentage(*OVER)),  # never 100
        (205, 200, Percentage(*OVER)),  # both were rounded on their own
        (35, 30, Percentage(*OVER, mark="[u]")),
    ],
)
def test_a_percentage(count, base, expected):
    assert percentage(count, base) == expected


@given(st.integers(2, 2000), st.integers(2, 2000))
def test_a_percentage_is_never_none_or_all(count, base):
    share = percentage(5 * count, 5 * base)
    assert share.value is None or 5 <= share.value <= 95


@pytest.mark.parametrize(
    ("share", "english", "welsh"),
    [
        (Percentage(62), "62%", "62%"),
        (Percentage(*UNDER), "under 5%", "o dan 5%"),
        (Percentage(*OVER), "over 95%", "dros 95%"),
        (Percentage(None, mark="[c]"), "[c]", "[c]"),
    ],
)
def test_a_percentage_is_said_in_both_languages(share, english, welsh):
    assert (share.text("en"), share.text("cy")) == (english, welsh)


def test_every_released_count_has_its_line():
    universe = people.of(people.VIEW, people.SAY, characteristics=("sex",))
    tables = people.release(universe, people.invented(universe, 300, seed=1))
    found = [(t.subject.key, line.group.code, line.code) for t in tables for line in lines(t)]
    view, say = ["for", "neither", "against", "not_answered"], ["answered", "not_answered"]
    assert found == [
        *(("sex", "everyone", code) for code in ("female", "male", "not_answered")),
        *(("view", "everyone", code) for code in view),
        *(("view", group, code) for group in ("female", "male") for code in view),
        *(("say", "everyone", code) for code in say),
        *(("say", group, code) for group in ("female", "male") for code in say),
    ]


def test_those_who_did_not_answer_are_a_share_of_those_who_were_asked():
    universe = people.of(people.VIEW, people.SAY, characteristics=("sex",))
    sex, view, _, say, _ = people.release(universe, people.invented(universe, 300, seed=1, unanswered=0.3))
    for table, label in ((sex, NOT_GIVEN_LABEL), (view, words.NOT_ANSWERED), (say, words.NOT_ANSWERED)):
        (row,) = table.rows
        first, *_, last = row_lines(table, row)
        assert (last.count, last.missing, last.base, last.label) == (None, "[x]", row.asked, label)
        assert last.percentage.value == round(100 * (1 - row.answered / row.asked))
        assert first.base == (row.asked if table is say else row.answered)


def test_nobody_leaves_out_what_is_known_of_every_response():
    universe = people.of(people.VIEW, characteristics=("sex",), dimensions=("language", "channel"))
    invented = [
        replace(each, language="en", channel="online") for each in people.invented(universe, 90, seed=1)
    ]
    for table in people.release(universe, invented):
        codes = {line.code for line in lines(table)}
        assert ("not_answered" in codes) == (table.subject.key not in ("language", "channel"))


@pytest.mark.parametrize(
    ("answered", "asked", "expected"),
    [
        (170, 200, Percentage(15)),
        (200, 200, Percentage(*UNDER)),
        (205, 200, Percentage(*UNDER)),
        (10, 250, Percentage(*OVER)),
        (20, 25, Percentage(None, mark="[x]")),
        (None, 200, Percentage(None, mark="[c]")),
    ],
)
def test_the_share_that_is_left(answered, asked, expected):
    assert percentage(answered, asked, of_the_rest=True) == expected


def test_how_many_did_not_answer_is_hidden_where_the_rest_of_the_row_is():
    universe = people.of(people.VIEW, characteristics=("race",), level=Level.DETAILED)
    *_, crossed = people.release(universe, people.invented(universe, 60, seed=1))
    hidden = [row_lines(crossed, row)[-1] for row in crossed.rows if row.answered is None]
    said = {(line.count, line.missing, line.base, line.percentage.text("en")) for line in hidden}
    assert said == {(None, "[c]", None, "[c]")}


@pytest.mark.parametrize(("base", "share"), [(45, "[x]"), (50, "40% [u]")])
def test_groups_of_two_characteristics_need_a_larger_base(base, share):
    about = safe.subject("view", "for", "against")
    pairs = replace(safe.subject("sex*disability", "a", level=Level.SUMMARY), least_base=50)
    table = reopen(about, pairs, [(20, 25, base, base)])
    first, _, unanswered = row_lines(table, table.rows[0])
    assert figures.share(first.percentage, "en") == share
    assert (unanswered.percentage.value is None) == (base < 50)
