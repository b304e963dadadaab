from dataclasses import replace
from datetime import date

import pytest

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from engage.surveys.checks import problems
from tests.surveys.builders import (
    MATRIX,
    ONE,
    YES_NO,
    block,
    codes,
    found,
    number,
    page,
    ranking,
    scale,
    several,
    single,
    survey,
)
from tests.surveys.strategies import words

EXCLUSIVE = tuple(replace(option, exclusive=True) for option in YES_NO)
BOXED = (YES_NO[0], replace(YES_NO[1], other=words("say")))


def areas(*postcodes):
    return d.PostcodeQuestion(id="q", title=words("q"), areas=(d.Area("north", words("north"), postcodes),))


def allocation(total, options=YES_NO):
    return d.Allocation(id="q", title=words("q"), options=options, total=total)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (single(options=YES_NO[:1]), [("too_few", {"field": "options", "least": 2})]),
        (several(options=()), [("too_few", {"field": "options", "least": 1})]),
        (several(options=EXCLUSIVE), [("only_exclusive", {})]),
        (several(maximum=3), [("out_of_range", {"field": "maximum", "lowest": 1, "highest": 2})]),
        (several(minimum=3), [("out_of_range", {"field": "minimum", "lowest": 0, "highest": 2})]),
        (several(minimum=2, maximum=1), [("limits_crossed", {"lower": 2, "upper": 1})]),
        (
            several(options=(YES_NO[0], EXCLUSIVE[1]), minimum=2),
            [("out_of_range", {"field": "minimum", "lowest": 0, "highest": 1})],
        ),
        (single(options=(YES_NO[0], EXCLUSIVE[1])), [("exclusive_not_here", {})]),
        (scale(YES_NO[:1]), [("too_few", {"field": "points", "least": 2})]),
        (scale(BOXED), [("other_not_here", {})]),
        (scale(not_applicable=d.Option("na", words("na"), other=words("say"))), [("other_not_here", {})]),
        (ranking(top=3), [("out_of_range", {"field": "top", "lowest": 1, "highest": 2})]),
        (ranking(top=0), [("out_of_range", {"field": "top", "lowest": 1, "highest": 2})]),
        (ranking(options=BOXED), [("other_not_here", {})]),
        (allocation(0), [("out_of_range", {"field": "total", "lowest": 1, "highest": 1_000_000})]),
        (allocation(100, EXCLUSIVE), [("exclusive_not_here", {}), ("exclusive_not_here", {})]),
        (number("q", minimum=2, maximum=1), [("limits_crossed", {"lower": 2, "upper": 1})]),
        (number("q", decimals=-1), [("out_of_range", {"field": "decimals", "lowest": 0, "highest": 6})]),
        (number("q", bands=(1, 5, 5)), [("bands_not_rising", {})]),
        (
            d.DateQuestion(id="q", title=words("q"), earliest=date(2026, 2, 1), latest=date(2026, 1, 1)),
            [("limits_crossed", {"lower": date(2026, 2, 1), "upper": date(2026, 1, 1)})],
        ),
        (
            d.LongText(id="q", title=words("q"), limit=0),
            [("out_of_range", {"field": "limit", "lowest": 1, "highest": 20_000})],
        ),
        (
            d.ShortText(id="q", title=words("q"), autocomplete="surname"),
            [("unknown_autocomplete", {"token": "surname"})],
        ),
        (areas("ZZ1", "ZZ1 2", "zz", "ZZ12 3AB"), []),
        (areas("1ZZ"), [("bad_postcode", {"postcode": "1ZZ"})]),
        (areas("ZZ1", "zz1 "), [("repeated_postcode", {"postcode": "ZZ1"})]),
        (areas(), [("empty", {"field": "postcodes"})]),
        (
            d.Matrix(id="q", title=words("q"), rows=(), scales=()),
            [("empty", {"field": "rows"}), ("empty", {"field": "scales"})],
        ),
        (
            d.Matrix(
                id="q",
                title=words("q"),
                rows=(d.Row("r", words("r")),),
                scales=(d.MatrixScale("s", YES_NO[:1], words("s")), d.MatrixScale("t", YES_NO)),
            ),
            [
                ("too_few", {"field": "points", "least": 2}),
                ("missing_words", {"field": "title", "language": "en"}),
                ("missing_words", {"field": "title", "language": "cy"}),
            ],
        ),
    ],
)
def test_a_question_is_whole_in_itself(question, expected):
    assert [(code, parameters) for code, _, parameters in found(survey(page("one", question)))] == expected


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (survey(sections=()), ("empty", "", {"field": "sections"})),
        (survey(), ("empty", "section", {"field": "parts"})),
        (survey(page("one", body=Bilingual())), ("empty", "section › one", {"field": "questions"})),
        (survey(ONE, block()), ("empty", "section › block", {"field": "pages"})),
        (survey(block(page("two", single("b")), items=())), ("empty", "section › block", {"field": "items"})),
        (survey(ONE, minutes=0), ("out_of_range", "", {"field": "minutes", "lowest": 1, "highest": 240})),
        (
            survey(ONE, equality=d.EqualityModule("2000")),
            ("unknown_set", "equality", {"set": "2000"}),
        ),
    ],
)
def test_no_part_is_empty(definition, problem):
    assert found(definition) == [problem]


def test_a_page_may_have_words_alone():
    assert found(survey(page("one"))) == []


TWINS = (d.Option("one", Bilingual("Bus", "Bws")), d.Option("two", Bilingual("Coach", " bws ")))
SIMILAR = [
    page("p", single("q", TWINS)),
    page("p", several("q", TWINS)),
    page("p", scale(TWINS)),
    page("p", replace(MATRIX, rows=tuple(d.Row(each.code, each.label) for each in TWINS))),
    page("p", replace(MATRIX, scales=(replace(MATRIX.scales[0], points=TWINS),))),
]


@pytest.mark.parametrize("part", SIMILAR)
def test_what_can_be_chosen_has_to_be_told_apart_in_either_language(part):
    (problem,) = problems(survey(part))
    assert (problem.code, problem.parameters["words"]) == ("same_words_cy", "bws")
    assert problem.place.option == "two"


def test_so_have_the_items_of_repeated_pages():
    twins = tuple(d.ListItem(each.code, each.label) for each in TWINS)
    assert codes(survey(d.Block(id="block", items=twins, pages=(ONE,)))) == ["same_words_cy"]
