"""Is a slip in the mark of a form noticed before anything is keyed?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.respond import paper_ids
from engage.respond.paper_ids import FormId, read

ids = st.builds(
    FormId,
    version_id=st.integers(1, 2**31 - 1),
    number=st.integers(0, 63),
    is_large=st.booleans(),
    lang=st.sampled_from(["en", "cy"]),
)


@given(ids)
def test_a_mark_says_which_form_it_is(form):
    assert read(str(form)) == form
    assert read(f" {str(form).lower()[:2]} {str(form).lower()[2:]} ") == form


def test_a_mark_is_short():
    assert len(str(FormId(1, 0, False, "en"))) == 4
    assert len(str(FormId(100, 3, True, "cy"))) == 4


@given(ids, st.data())
def test_one_wrong_character_is_noticed(form, data):
    mark = str(form)
    at = data.draw(st.integers(0, len(mark) - 1))
    wrong = data.draw(st.sampled_from([sign for sign in paper_ids._SIGNS if sign != mark[at]]))
    assert read(mark[:at] + wrong + mark[at + 1 :]) is None


@given(ids, st.data())
def test_two_characters_the_wrong_way_round_are_noticed(form, data):
    mark = [*str(form)]
    at = data.draw(st.integers(0, len(mark) - 2))
    changed = mark[at] != mark[at + 1]
    mark[at], mark[at + 1] = mark[at + 1], mark[at]
    assert (read("".join(mark)) is None) == changed


@pytest.mark.parametrize("typed", ["", "7", "ZZZZ", "7KQ4-9XWD-M2TB-0D5H", "ffurflen", "Ø000"])
def test_what_is_no_mark_is_none(typed):
    assert read(typed) is None
