"""Can a translator see at once what changed in a source?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.word_changes import Fate, Piece, changes, new_side, old_side


def test_the_words_that_differ_are_marked_and_no_others():
    assert changes("Open on Monday", "Open on Tuesday") == (
        Piece(Fate.KEPT, "Open on "),
        Piece(Fate.GONE, "Monday"),
        Piece(Fate.NEW, "Tuesday"),
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_wordings_can_be_read_from_the_pieces(old, new):
    pieces = changes(old, new)
    assert "".join(piece.words for piece in old_side(pieces)) == old
    assert "".join(piece.words for piece in new_side(pieces)) == new


def test_a_very_long_text_is_compared_by_lines():
    old = "\n".join(f"line {number} of many words" for number in range(1000))
    assert Piece(Fate.NEW, "line new\n") in changes(old, "line new\n" + old)


def test_an_endless_text_is_compared_as_a_whole():
    endless = "a\n" * 5000
    assert changes(endless, endless + "b") == (Piece(Fate.GONE, endless), Piece(Fate.NEW, endless + "b"))
