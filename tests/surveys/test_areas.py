import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.areas import area, postcode
from engage.surveys.definition import Area
from tests.surveys.strategies import words


@pytest.mark.parametrize(
    "typed", ["zz1 2ab", "ZZ12AB", " z z 1 2 a b ", "ZZ1\u00a02AB", "zz1-2ab", "(ZZ1 2AB)."]
)
def test_a_postcode_may_be_typed_in_any_way(typed):
    assert postcode(typed) == "ZZ1 2AB"


@pytest.mark.parametrize("typed", ["Z1 2AB", "ZZ12 3AB", "Z1A 2AB", "ZZ1A 2AB"])
def test_postcodes_have_several_shapes(typed):
    assert postcode(typed) == typed


@pytest.mark.parametrize(
    "typed", ["", "ZZ1", "ZZ1 2A", "ZZZ1 2AB", "12345", "ZZ1 2A8", "ŴŶ1 2AB", "²Z1 2AB", "Z" * 64_000]
)
def test_what_is_no_postcode_is_none(typed):
    assert postcode(typed) is None


AREAS = (
    Area("town", words("town"), ("ZZ1", "ZZ2 4")),
    Area("harbour", words("harbour"), ("zz1  2", "ZZ1 3QX")),
    Area("county", words("county"), ("ZZ",)),
    Area("city", words("city"), ("Y1",)),
)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("ZZ1 1AB", "town"),
        ("ZZ1 2AB", "harbour"),  # the longest beginning wins
        ("ZZ1 3QX", "harbour"),
        ("ZZ1 3QY", "town"),
        ("ZZ2 4AB", "town"),
        ("ZZ2 5AB", "county"),
        ("ZZ11 2AB", "county"),  # not of ZZ1
        ("Y1 1AB", "city"),
        ("Y1A 1AB", "city"),
        ("Y12 1AB", "elsewhere"),
        ("X1 1AB", "elsewhere"),
    ],
)
def test_a_postcode_lies_in_the_area_of_its_longest_beginning(code, found):
    assert area(code, AREAS) == found


@given(st.text())
def test_rubbish_never_crashes(typed):
    code = postcode(typed)
    assert code is None or area(code, AREAS)
