"""At which pages of a survey is something to be mended?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engage.bilingual import Bilingual
from engage.surveys.definition import Definition
from engage.surveys.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Spot:
    """A page, or what is around the pages, with its problems. `step` shows it; 0: none does."""

    title: Bilingual
    step: int
    problems: tuple[Problem, ...]


def spots(problems: Iterable[Problem], definition: Definition) -> list[Spot]:
    """Put the problems of each page together, and those of a section or of the whole survey."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.place.section, problem.place.page), []).append(problem)
    return [
        Spot(_title(here[0].place, definition), here[0].place.step, tuple(here)) for here in found.values()
    ]


def _title(place: Place, definition: Definition) -> Bilingual:
    pages = {page.id: page.title for page in definition.pages()}
    sections = {section.id: section.title for section in definition.sections}
    return pages.get(place.page) or sections.get(place.section) or definition.title
