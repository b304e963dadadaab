"""Are several wordings of one survey counted together by their codes?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis.universe import Plan, universe
from engage.analysis.versions import merged
from engage.equality.characteristics import Level
from engage.errors import Conflict
from engage.surveys.definition import Area, MatrixScale, Row
from tests.analysis import people
from tests.analysis.people import options


@pytest.mark.parametrize(
    ("newer", "older", "codes"),
    [
        (
            people.VIEW,
            replace(people.VIEW, options=options("against", "unsure", "for")),
            "for neither against unsure",
        ),
        (people.USES, replace(people.USES, options=options("boat")), "bus train none boat"),
        (people.RANK, replace(people.RANK, options=options("e", "a")), "a b c d e"),
        (people.FEEL, replace(people.FEEL, points=options("awful", "bad")), "bad good awful na"),
        (replace(people.FEEL, not_applicable=None), people.FEEL, "bad good na"),
        (
            people.WHERE,
            replace(people.WHERE, areas=(Area("south", people.both("S"), ()),)),
            "north south elsewhere",
        ),
        (people.YEARS, replace(people.YEARS, bands=(2,)), "lowest from_1 from_5 from_20"),
    ],
)
def test_the_newest_words_come_first_and_older_options_at_the_end(newer, older, codes):
    plan = Plan(level=Level.SUMMARY)
    found = universe(plan, (people.survey(newer), people.survey(older)), people.STANDARD).questions
    assert [choice.code for choice in found[0].subjects[0].choices] == codes.split()


def test_rows_and_scales_and_points_of_a_matrix_are_joined():
    older = replace(
        people.GRID,
        rows=(Row("roads", people.both("Old roads")), Row("trees", people.both("Trees"))),
        scales=(MatrixScale("now", options("low", "middle")), MatrixScale("past", options("low"))),
    )
    found = merged(people.GRID, older)
    assert [row.code for row in found.rows] == ["parks", "roads", "trees"]
    assert [(scale.code, [point.code for point in scale.points]) for scale in found.scales] == [
        ("now", ["low", "high", "middle"]),
        ("later", ["low", "high"]),
        ("past", ["low"]),
    ]
    assert found.rows[1].label == people.both("Roads")


def test_a_question_of_an_older_version_alone_is_counted_too():
    plan = Plan(level=Level.SUMMARY)
    versions = people.survey(people.VIEW), people.survey(people.USES, people.VIEW)
    found = universe(plan, versions, people.STANDARD).questions
    assert [question.key for question in found] == ["view", "uses"]


def test_one_id_for_two_kinds_is_refused():
    with pytest.raises(Conflict, match="view"):
        merged(people.VIEW, replace(people.USES, id="view"))
