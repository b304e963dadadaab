"""In which of our groups are the categories of a census table?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from engage.analysis.census import DEEPER, Area
from engage.equality.age import AGE
from engage.equality.characteristics import Category, Characteristic, Level

LEFT_OUT = ""  # stands in a mapping for the code of a group
FEWEST_GROUPS = 2  # of one there is no share
GROWN = 16  # years: from this age on people are compared
OLDEST = 150

_PARTS = re.compile(r": |,? but ")
_IDLE = frozenset({"a", "all", "any", "and", "background", "denominations", "has", "of", "or"})


def within(category: str, categories: Iterable[str]) -> str:
    """The category among these that this one is a part of, "" when there is none."""
    return next((each for each in categories if category.startswith(f"{each}{DEEPER}")), "")


def suggested(categories: Sequence[str], characteristic: Characteristic, level: Level) -> dict[str, str]:
    """Guess the group of each category from its words; what is not recognised is left out.

    Where a category and its parts are both recognised, the category stands for them. People under 16 are left
    out: they are not compared with those who respond.
    """
    groups = characteristic.levels[level]
    found = {category: _group(category, characteristic, groups) for category in categories}
    whole = [category for category, code in found.items() if code]
    return {category: LEFT_OUT if within(category, whole) else code for category, code in found.items()}


def _group(category: str, characteristic: Characteristic, groups: Sequence[Category]) -> str:
    if characteristic.code == AGE.code:
        return next(
            (group.code for group in groups if _inside(ages(category), ages(group.label.en))), LEFT_OUT
        )
    words = _words(category)
    for known in (groups, *characteristic.levels.values()):
        for named in known:
            if words in (_words(named.label.en), _words(named.label.cy)):
                return _holding(named, groups)
    return LEFT_OUT


def _holding(named: Category, groups: Sequence[Category]) -> str:
    """The group at our level that holds everybody of a category of any level."""
    return next((each.code for each in groups if set(named.holds) <= set(each.holds)), LEFT_OUT)


def _words(label: str) -> tuple[frozenset[str], ...]:
    """The words that matter of a category and of each part of it, in any order; "but" begins a part too."""
    parts = _PARTS.split(label.casefold())
    return tuple(frozenset(re.findall(r"\w+", part)) - _IDLE for part in parts)


def ages(label: str) -> tuple[int, int] | None:
    """The youngest and oldest of whom a label speaks: "Aged 16 to 24 years", "Under 25", "85 and over"."""
    numbers = [int(number) for number in re.findall(r"\d+", label)]
    words = set(label.casefold().split())
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    if len(numbers) != 1:
        return None
    (age,) = numbers
    if words & {"over", "older"}:
        return age, OLDEST
    if label.casefold().startswith("under"):
        return 0, age - 1
    return (0, age) if "under" in words else (age, age)


def _inside(theirs: tuple[int, int] | None, ours: tuple[int, int] | None) -> bool:
    if theirs is None or ours is None:
        return False
    return theirs[1] >= GROWN and ours[0] <= theirs[0] and theirs[1] <= ours[1]


def wrong_mapping(mapping: Mapping[str, str]) -> list[tuple[str, str]]:
    """List what would be counted twice: each mapped category with the mapped one that it is a part of."""
    mapped = [category for category, code in mapping.items() if code]
    return [(each, whole) for each in mapped if (whole := within(each, mapped))]


def residents(people: Mapping[str, int], mapping: Mapping[str, str]) -> dict[str, int]:
    """Add up the people of each of our groups; groups of which the table says nothing are not there."""
    found: dict[str, int] = {}
    for category, code in mapping.items():
        if code:
            found[code] = found.get(code, 0) + people.get(category, 0)
    return found


def likely(council: str, areas: Mapping[str, Area]) -> str:
    """The code of the area that a council's name begins with, or of the only one

    "" when that cannot be told.
    """
    if len(areas) == 1:
        return next(iter(areas))
    named = [
        area for area in areas.values() if area.name and council.casefold().startswith(area.name.casefold())
    ]
    return max(named, key=lambda area: len(area.name)).code if named else ""
