"""In which column of a published list of postcodes does what stand, and what does it say of quintiles?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIMD = "2019"  # the index of which there has been a list with ranks
# Up to which rank each fifth of the areas (LSOAs) goes. Source: Welsh Government, Welsh Index of Multiple
# Deprivation, results of 2005, 2008 and 2011 (areas of 2001), 2014 and 2019 (of 2011), 2025 (of 2021). The
# areas of 2025 are divided in another way: published are the ends of the first fifth (382), of three tenths
# (574) and of a half (958); the others follow if tenths differ by one area and the smaller ones come first
# and last.
_OF_1909 = (382, 764, 1145, 1527, 1909)
_OF_1896 = (379, 758, 1138, 1517, 1896)
EDITIONS = {
    "2025": (382, 766, 1150, 1534, 1917),
    **dict.fromkeys(("2019", "2014"), _OF_1909),
    **dict.fromkeys(("2011", "2008", "2005"), _OF_1896),
}
_OF_ONS = {"19": "2019", "20": "2019"}  # the index of Wales in a column "imd20ind"
_POSTCODE = ("pcds", "pcd8", "pcd7", "pcd2", "pcd", "welshpostcode", "postcode", "postcodes", "codpost")
_SORTS = {  # the names of columns that the Office for National Statistics has, with or without a year
    "ward": re.compile(r"osward|ward|wd\d\dcd"),
    "authority": re.compile(r"oslaua|laua|lad\d\dcd|ladcd|localauthoritycode|lacode"),
    "country": re.compile(r"ctry(?:\d\dcd)?"),
    "area": re.compile(r"lsoa(?:\d\d)?(?:cd)?|lsoacode"),
    "rank": re.compile(r"imd(?:\d\dind)?"),
}
_RANK = re.compile(r"wimd(?:\d{4})?.*rank")
_YEAR = re.compile(r"wimd(\d{4})")
_WALES = "W92000004"
_DIGITS = re.compile(r"[0-9]{1,6}(?:\.0)?")


class WrongColumn(ValueError):
    """A column is missing, or it cannot be told what is in it. `kind` is one of postcodes.PROBLEMS."""

    def __init__(self, kind: str, value: str = "") -> None:
        super().__init__(kind)
        self.kind, self.value = kind, value[:200]


@dataclass(frozen=True, slots=True)
class Headings:
    """One row of headings; `postcode` is the place of the column with the postcodes."""

    row: int
    names: tuple[str, ...]
    plain: tuple[str, ...]
    postcode: int

    def places(self, test: Callable[[str], object]) -> list[int]:
        return [at for at, name in enumerate(self.plain) if test(name)]

    def sort(self, name: str) -> list[int]:
        """The columns of a sort that is published with the year in its name."""
        return self.places(_SORTS[name].fullmatch)


def plain(heading: str) -> str:
    return "".join(filter(str.isalnum, heading)).casefold()


def headings(number: int, row: Sequence[str]) -> Headings | None:
    """This row, if it is that of the headings: one of them is of postcodes, and there is another."""
    names = tuple(map(plain, row))
    at = next((names.index(name) for name in _POSTCODE if name in names), None)
    if at is None or len([name for name in names if name]) < 2:
        return None
    return Headings(number, tuple(cell.strip() for cell in row), names, at)


def named(found: Headings, heading: str) -> int:
    """The column with this heading. Raises WrongColumn with the headings that there are."""
    places = found.places(lambda name: bool(name) and name == plain(heading))
    if not places:
        raise WrongColumn("no_column", ", ".join(filter(None, found.names)))
    return places[0]


def ward(found: Headings) -> int:
    """The column with the code of the ward. Raises WrongColumn."""
    return _only(found, found.sort("ward"))


def authority(found: Headings) -> int:
    """The column with the code of the local authority. Raises WrongColumn."""
    return _only(found, found.sort("authority"))


def _only(found: Headings, places: Sequence[int]) -> int:
    if not places:
        raise WrongColumn("no_column", ", ".join(filter(None, found.names)))
    if len(places) > 1:
        raise WrongColumn("several_columns", ", ".join(found.names[at] for at in places))
    return places[0]


# --- quintiles ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """How a quintile is told from one column."""

    at: int
    problem: str
    place: Callable[[str], int | None]  # 0: the most deprived; None: it cannot be
    is_of_wales: bool  # only Welsh postcodes have it
    zero_is_nothing: bool = False


def quintile(found: Headings, edition: str = "") -> Rule:
    """From the quintile, else from the decile, else from the rank. Raises WrongColumn."""
    if places := _of_index(found, "quintile", "cwintel"):
        return Rule(_only(found, places), "not_quintile", lambda text: _among(text, 5), is_of_wales=True)
    if places := _of_index(found, "decile", "degradd"):
        return Rule(_only(found, places), "not_decile", _half, is_of_wales=True)
    ours = _of_index(found, "rank")
    at = _only(found, ours or found.sort("rank"))
    ends = EDITIONS.get(edition or _edition(found.plain[at]))
    if ends is None:
        raise WrongColumn("unknown_edition", found.names[at])
    return Rule(at, "not_rank", lambda text: _ranked(text, ends), bool(ours), zero_is_nothing=True)


def _of_index(found: Headings, *words: str) -> list[int]:
    """The columns of the whole index that speak of one of these, not those of its domains."""
    said = found.places(lambda name: any(word in name for word in words))
    whole = [at for at in said if "wimd" in found.plain[at] or "overall" in found.plain[at]]
    overall = [at for at in whole if "overall" in found.plain[at]]
    return overall or whole or [at for at in said if found.plain[at] in words]


def _edition(heading: str) -> str:
    """The year of the index that the heading names."""
    if year := _YEAR.match(heading):
        return year[1]
    return _OF_ONS.get(heading[3:5], "")


def _whole(text: str) -> int | None:
    return int(text.partition(".")[0]) if _DIGITS.fullmatch(text) else None


def _among(text: str, most: int) -> int | None:
    number = _whole(text)
    return number - 1 if number is not None and 1 <= number <= most else None


def _half(text: str) -> int | None:
    place = _among(text, 10)
    return None if place is None else place // 2


def _ranked(text: str, ends: Sequence[int]) -> int | None:
    """The fifth in which a rank lies."""
    rank = _whole(text)
    if rank is None or not 1 <= rank <= ends[-1]:
        return None
    return bisect_left(ends, rank)


def country(found: Headings, rule: Rule) -> Callable[[Sequence[str]], bool]:
    """Is a row of a Welsh postcode? Raises WrongColumn where that cannot be known."""
    if places := found.sort("country"):
        at = places[0]
        return lambda row: row[at].strip().upper() == _WALES
    if places := found.sort("area"):
        at = places[0]
        return lambda row: row[at].strip().upper().startswith("W")
    if not rule.is_of_wales:
        raise WrongColumn("no_country", ", ".join(filter(None, found.names)))
    return lambda _row: True
