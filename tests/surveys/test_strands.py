"""Does each measure of a built-in set name what the set asks?"""

from __future__ import annotations

import pytest

from engage.surveys.choices import points
from engage.surveys.definition import Matrix, ScaleQuestion
from engage.surveys.library import SETS
from engage.surveys.question_set import QuestionSet
from engage.surveys.strands import Measure

MEASURED = [
    pytest.param(shared, measure, id=f"{shared.id}/{measure.code}")
    for shared in SETS.values()
    for strand in shared.strands
    for measure in strand.measures
]


def scale_of(shared: QuestionSet, measure: Measure) -> list[str]:
    """The codes of the points on which this is measured, lowest first."""
    question = shared.question(measure.question)
    if isinstance(question, ScaleQuestion):
        assert (measure.row, measure.scale) == ("", "")
        return [point.code for point in question.points]
    assert isinstance(question, Matrix)
    assert measure.row in {row.code for row in question.rows}
    (scale,) = (scale for scale in question.scales if scale.code == measure.scale)
    assert set(measure.favourable) < {point.code for point in points(scale)}
    return [point.code for point in scale.points]


@pytest.mark.parametrize(("shared", "measure"), MEASURED)
def test_favourable_answers_are_the_upper_end_of_the_scale(shared, measure):
    codes = scale_of(shared, measure)
    assert tuple(codes[-len(measure.favourable) :]) == measure.favourable
    assert len(measure.favourable) < len(codes)


def test_codes_of_measures_differ_and_what_is_told_together_is_measured():
    for shared in SETS.values():
        codes = [measure.code for strand in shared.strands for measure in strand.measures]
        together = [each for strand in shared.strands for each in strand.together]
        everything = codes + [each.code for each in together]
        assert len(set(everything)) == len(everything)
        assert all(set(each.of) <= set(codes) for each in together)


def test_cohesion_has_the_measures_of_the_national_survey_and_four_strands():
    strands = SETS["cohesion-2026-11"].strands
    assert [strand.code for strand in strands] == [
        "national_survey",
        "belonging",
        "diversity",
        "chances",
        "relationships",
    ]
    assert [len(strand.measures) for strand in strands] == [3, 2, 4, 6, 4]
