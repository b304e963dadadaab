import pytest

from engage.surveys import definition as d
from tests.surveys.builders import ONE, YES_NO, block, found, page, single, survey
from tests.surveys.strategies import words


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (survey(page("One", single("a"))), ("bad_code", "section › One", {"code": "One"})),
        (survey(page("one", single("1a"))), ("bad_code", "section › one › 1a", {"code": "1a"})),
        (
            survey(page("one", single("a" * 41))),
            ("bad_code", f"section › one › {'a' * 41}", {"code": "a" * 41}),
        ),
        (survey(ONE, page("one", single("b"))), ("repeated_code", "section › one", {"code": "one"})),
        (survey(ONE, page("two", single("a"))), ("repeated_code", "section › two › a", {"code": "a"})),
        (
            survey(page("one", single("a", (*YES_NO, YES_NO[0])))),
            ("repeated_code", "section › one › a › yes", {"code": "yes"}),
        ),
        (
            survey(page("one", single("switch"))),
            ("reserved_code", "section › one › switch", {"code": "switch"}),
        ),
        (
            survey(page("one", single("welsh_reduce"))),
            ("reserved_code", "section › one › welsh_reduce", {"code": "welsh_reduce"}),
        ),
        (
            survey(block(page("one", single("a")), items=("x", "x"))),
            ("repeated_code", "section › block › x", {"code": "x"}),
        ),
        (
            survey(
                page(
                    "one", d.ScaleQuestion(id="a", title=words("a"), points=YES_NO, not_applicable=YES_NO[1])
                )
            ),
            ("repeated_code", "section › one › a › no", {"code": "no"}),
        ),
        (
            survey(
                page(
                    "one",
                    d.PostcodeQuestion(
                        id="a", title=words("a"), areas=(d.Area("elsewhere", words("area"), ("ZZ1",)),)
                    ),
                )
            ),
            ("repeated_code", "section › one › a › elsewhere", {"code": "elsewhere"}),
        ),
    ],
)
def test_ids_and_codes_are_well_formed_and_their_own(definition, problem):
    assert found(definition) == [problem]


def test_a_row_and_a_scale_may_share_a_code():
    matrix = d.Matrix(
        id="a",
        title=words("a"),
        rows=(d.Row("x", words("x")),),
        scales=(d.MatrixScale("x", YES_NO, words("x")), d.MatrixScale("y", YES_NO, words("y"))),
    )
    assert found(survey(page("one", matrix))) == []
