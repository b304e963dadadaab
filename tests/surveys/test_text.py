import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.text import line, lines


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  two\r\nlines \r", "two\nlines"),
        ("w\u0302y\u0302r", "ŵŷr"),  # letters and accents apart, as some keyboards send them
        ("Stryd\x0bFawr\x0cy\x85Môr", "Stryd\nFawr\ny\nMôr"),  # as Word, printers and mainframes end lines
        ("nul\0, bell\a, half a pair\ud800", "nul, bell, half a pair"),
        ("\u202ereversed\u202c", "reversed"),
        ("a\tb", "a\tb"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),  # joiners make one picture of three
        (" \n\t ", ""),
    ],
)
def test_lines_are_tidied(typed, tidy):
    assert lines(typed) == tidy


def test_a_line_is_one_line():
    assert line(" Stryd\r\n  Fawr\t12 ") == "Stryd Fawr 12"


@given(st.text())
def test_tidy_text_is_composed_and_stays_as_it_is(typed):
    tidy = lines(typed)
    assert unicodedata.is_normalized("NFC", tidy)
    assert lines(tidy) == tidy


@pytest.mark.parametrize(
    "unit", ["a", "\r\n", "\0", " ", "ŵ", "\u0345\u0323", "e\u0323\u0302", "\u202e", "\ud800", "👩\u200d"]
)
def test_rubbish_is_tidied_in_linear_time(unit):
    def seconds(length):
        typed = (unit * length)[:length]
        started = time.process_time()
        lines(typed)
        line(typed)
        return time.process_time() - started

    assert min(seconds(64_000) for _ in range(3)) < 0.2


def test_marks_in_the_worst_order_are_tidied_in_linear_time():
    worst = "a" + "\u0345" * 32_000 + "\u0323" * 32_000  # sorting them all takes 6 seconds
    started = time.process_time()
    assert len(lines(worst)) <= 31
    assert time.process_time() - started < 0.2
