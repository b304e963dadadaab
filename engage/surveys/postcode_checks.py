"""Which lists of postcodes does a survey need, and does the council have them?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engage.equality.deprivation import LOOKUP
from engage.equality.library import SETS
from engage.surveys.definition import Definition, PostcodeQuestion
from engage.surveys.problems import Place, Problem
from engage.surveys.tour import tour

PROBLEMS: dict[str, tuple[str, ...]] = {
    "no_quintiles": ("lookup",),
    "no_lookup": ("lookup",),
    "lookup_outdated": ("lookup",),
}


def of_equality(definition: Definition) -> frozenset[str]:
    """The lists that the equality questions need."""
    module = definition.equality
    if module is None or module.set not in SETS:
        return frozenset()
    known = {each.code for each in SETS[module.set].characteristics}
    chosen = tuple(code for code in module.characteristics if code in known)
    asked = SETS[module.set].choose(chosen)
    return frozenset(q.lookup for each in asked for q in each.questions if q.lookup)


def named_by(definition: Definition) -> frozenset[str]:
    """The codes of all lists that the survey needs."""
    own = (question.lookup for question in definition.questions() if isinstance(question, PostcodeQuestion))
    return of_equality(definition) | frozenset(filter(None, own))


def problems(definition: Definition, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """What is missing. `known` has the codes of the areas of each list that the council has."""
    for lookup in sorted(of_equality(definition) - known.keys()):
        yield Problem("no_quintiles", Place(path="equality"), {"lookup": lookup})
    for stop in tour(definition):
        question = stop.part
        if not isinstance(question, PostcodeQuestion) or not question.lookup:
            continue
        if question.lookup not in known or question.lookup == LOOKUP:  # deprivation is kept apart, sealed
            yield Problem("no_lookup", stop.place, {"lookup": question.lookup})
        elif {area.code for area in question.areas} != set(known[question.lookup]):
            yield Problem("lookup_outdated", stop.place, {"lookup": question.lookup})
