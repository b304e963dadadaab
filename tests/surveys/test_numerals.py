import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.numerals import number, whole_number, written


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7", "7"),
        (" 1,250 ", "1250"),
        ("1 250.50", "1250.50"),
        ("1\u00a0250", "1250"),  # a space that does not break
        ("£1,000,000", "1000000"),
        ("£ 3.20", "3.20"),
        ("-4", "-4"),
        ("−4", "-4"),  # a typographer's minus sign
        ("+4", "4"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, value):
    assert str(number(typed)) in (value, f"{value}.0")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "x",
        "3,5",
        "12,34",
        "1,2345",
        "1.2.3",
        "1e5",
        "٣",
        "²",
        "--1",
        "5 years",
        "£",
        "1" * 16,
        "9" * 64_000,
    ],
)
def test_what_is_no_number_is_none(typed):
    assert number(typed) is None


@pytest.mark.parametrize(("typed", "value"), [("5.0", 5), ("5.5", None), ("-1", -1), ("ten", None)])
def test_a_whole_number_has_no_fraction(typed, value):
    assert whole_number(typed) == value


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(12.5, 2, "12.5"), (12.0, 2, "12"), (1234567, 0, "1,234,567"), (0.1, 1, "0.1")],
)
def test_numbers_are_written_without_empty_decimals(value, decimals, text):
    assert written(value, decimals, ",") == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_that_was_written_is_read_again(value):
    assert number(written(float(value), 3, ",")) == Decimal(value)


@given(st.text())
def test_rubbish_never_crashes(typed):
    number(typed)


@pytest.mark.parametrize("unit", ["1", "1,", "1 ", " ", "£", "-", "1.", ",000"])
def test_rubbish_is_read_in_linear_time(unit):
    started = time.process_time()
    number(unit * 64_000)
    assert time.process_time() - started < 0.1
