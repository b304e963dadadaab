"""Is the contrast of a council's colour what WCAG says it is?"""

import pytest

from engage.accounts.colours import contrast_with_white


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#FF0000", 4.0)],
)
def test_contrast_with_white(colour, ratio):
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#12345g", "#1234567"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValueError, match="not a colour"):
        contrast_with_white(colour)
