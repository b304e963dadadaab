"""Is every id and code of a definition well formed, free to be used, and its own?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engage.surveys.choices import choices, points
from engage.surveys.definition import (
    CODE,
    Block,
    Definition,
    Matrix,
    Page,
    Question,
    Section,
)
from engage.surveys.problems import Place, Problem
from engage.surveys.standard import WELSH_EFFECTS_IDS
from engage.surveys.tour import Visited, tour

PROBLEMS: dict[str, tuple[str, ...]] = {
    "bad_code": ("code",),
    "repeated_code": ("code",),
    "reserved_code": ("code",),
}
# Ids of what every survey may come to hold anyway, and names that forms and pages need for themselves.
RESERVED = frozenset({*WELSH_EFFECTS_IDS, "equality", "csrf_token", "switch", "revision", "outcome", "main"})


def problems(definition: Definition) -> Iterator[Problem]:
    """What is wrong with the ids and codes of the definition."""
    taken: dict[str, set[str]] = {"section": set(), "page": set(), "question": set()}
    for stop in tour(definition):
        yield from _check(stop.part.id, stop.place, taken[_sort(stop.part)])
        if stop.part.id in RESERVED:
            yield Problem("reserved_code", stop.place, {"code": stop.part.id})
        for codes in _codes(stop.part):
            seen: set[str] = set()
            for code in codes:
                yield from _check(code, stop.place.inside(code, option=code), seen)


def of_parts(definition: Definition) -> Iterator[Problem]:
    """Those ids of parts that cannot be told from others, or that cannot stand in an address."""
    found = (each for each in problems(definition) if not each.place.option)
    return (each for each in found if each.code in ("bad_code", "repeated_code"))


def _sort(part: Visited) -> str:
    """Among which ids this one must be the only one of its kind: pages and blocks share theirs."""
    if isinstance(part, Section):
        return "section"
    return "question" if isinstance(part, Question) else "page"


def _check(code: str, place: Place, taken: set[str]) -> Iterator[Problem]:
    if not CODE.fullmatch(code):
        yield Problem("bad_code", place, {"code": code})
    if code in taken:
        yield Problem("repeated_code", place, {"code": code})
    taken.add(code)


def codes(part: Visited) -> frozenset[str]:
    """Every code inside a part that is not a part itself."""
    return frozenset(code for group in _codes(part) for code in group)


def _codes(part: Visited) -> Iterator[Iterable[str]]:
    """The codes inside a part, in groups of which each code must differ from the others."""
    match part:
        case Page():
            for media in (part.images, part.videos, part.panels):
                yield (each.code for each in media)
        case Block():
            yield (item.code for item in part.items)
            yield from ((name for name, _ in item.data) for item in part.items)
        case Matrix():
            yield (row.code for row in part.rows)
            yield (scale.code for scale in part.scales)
            yield from ((point.code for point in points(scale)) for scale in part.scales)
        case Question():  # "not applicable" and "elsewhere" are among the choices
            yield (option.code for option in choices(part))
