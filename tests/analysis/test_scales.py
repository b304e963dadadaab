"""Is it known of what was asked whether it has a labelled scale?"""

from __future__ import annotations

from dataclasses import replace

from engage.analysis.scales import scales
from engage.surveys.definition import Definition, Page, Section
from tests.analysis.people import FEEL, GRID, VIEW, both, of


def definition(*questions) -> Definition:
    page = Page(id="page", title=both("Page"), questions=questions)
    return Definition(title=both("Survey"), sections=(Section(id="one", title=both("One"), parts=(page,)),))


def test_scales_and_the_rows_of_a_matrix_have_points_lowest_first():
    assert scales(definition(VIEW, FEEL, GRID)) == {
        "feel": ("bad", "good"),
        "grid.parks.now": ("low", "high"),
        "grid.parks.later": ("low", "high"),
        "grid.roads.now": ("low", "high"),
        "grid.roads.later": ("low", "high"),
    }


def test_their_keys_are_those_of_what_is_counted():
    counted = {subject.key for subject in of(VIEW, FEEL, GRID).subjects}
    assert scales(definition(VIEW, FEEL, GRID)).keys() <= counted


def test_an_answer_that_does_not_apply_is_no_point():
    plain = replace(FEEL, not_applicable=None)
    assert scales(definition(FEEL)) == scales(definition(plain))
