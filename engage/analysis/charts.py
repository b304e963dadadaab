"""What does a chart of a released table draw, in one language?

Every length is a percentage that the table shows, so a drawing tells nothing more: of "under 5%" and "over
95%" it is 5 and 95, and where there is no percentage there is no length. Everything stands in the order of
the survey, never in that of the lengths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from engage.analysis import words
from engage.analysis.columns import Choice
from engage.analysis.figures import reach, share
from engage.analysis.intervals import Interval, ends
from engage.analysis.statistics import Percentage, answer_lines
from engage.analysis.tables import Figure, SafeRow, SafeTable

MOST_POINTS = 7  # a scale with more has too many shades to be told apart: it is drawn like other questions
STEP = 10  # per cent: the ends of a divided chart are multiples of it
ROOM_FOR_TEXT = 7  # per cent of a chart's width; a narrower part has no number in it
SHADES = 3


class Bar(TypedDict):
    """One bar as `components/chart.html` takes it."""

    label: str
    value: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for the answers of everyone together."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """One group's share of an answer, between the ends of what it may be; all from 0 to 100."""

    label: str
    at: int | None
    lower: int | None
    upper: int | None
    shown: str
    reach: str


@dataclass(frozen=True, slots=True)
class Dots:
    """One answer, with a dot for each group."""

    title: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One point of a scale in a divided bar: from where to where, in per cent of the chart's width."""

    shade: str
    x: float
    width: float
    text: str  # what stands in it; empty where there is no room
    hidden: bool = False  # its length is not known


@dataclass(frozen=True, slots=True)
class Divided:
    """One bar of everyone or of one group, divided into the points of the scale."""

    label: str
    parts: tuple[Part, ...]
    shown: str  # what is said of the whole bar: its mark


@dataclass(frozen=True, slots=True)
class Diverging:
    """Bars that lie to both sides of the middle of a scale."""

    key: tuple[tuple[str, str], ...]  # shade and point, lowest first
    rows: tuple[Divided, ...]
    middle: float  # per cent of the width
    leaves_out: bool  # there are answers that are not on the scale
    hides: bool  # some point has no length


# --- plain bars -----------------------------------------------------------------------------------------


def bars(table: SafeTable, language: str) -> Chart:
    """Draw what everyone answered: a bar for each choice."""
    (row,) = table.rows
    drawn = (
        Bar(
            label=line.label[language],
            value=line.percentage.value,
            shown=share(line.percentage, language),
        )
        for line in answer_lines(table, row)
    )
    return Chart(row.group.label[language], tuple(drawn))


# --- dots with the ranges that they lie in ----------------------------------------------------------------


def dots(
    tables: Sequence[SafeTable], ranges: Sequence[Sequence[Interval | None]], language: str
) -> list[Dots]:
    """Draw a chart for each answer, with a dot for each group of these tables of one subject.

    ranges: for each group the interval of each answer.
    """
    rows = [(table, row) for table in tables for row in table.rows]
    return [
        Dots(
            choice.label[language],
            tuple(
                _dot(table, row, place, found[place], language)
                for (table, row), found in zip(rows, ranges, strict=True)
            ),
        )
        for place, choice in enumerate(tables[0].subject.choices)
    ]


def _dot(table: SafeTable, row: SafeRow, place: int, found: Interval | None, language: str) -> Dot:
    percentage, base = answer_lines(table, row)[place].percentage, table.base(row)
    lower, upper = _ends(found, base, percentage)
    return Dot(
        label=row.group.label[language],
        at=percentage.value,
        lower=lower,
        upper=upper,
        shown=share(percentage, language),
        reach=reach(found, base, percentage, language) if lower is not None else "",
    )


def _ends(found: Interval | None, base: Figure, percentage: Percentage) -> tuple[int | None, int | None]:
    if found is None or base is None or percentage.value is None:
        return None, None
    lower, upper = ends(found, base)
    return lower.value, upper.value


# --- bars that lie to both sides of the middle of a scale -------------------------------------------------


def diverging(tables: Sequence[SafeTable], points: Sequence[str], language: str) -> Diverging | None:
    """Draw a divided bar for each group, lowest point on the left; None where it is on no such scale."""
    choices = tables[0].subject.choices
    scale = [choice for choice in choices if choice.code in points]
    if not 2 <= len(scale) <= MOST_POINTS:
        return None
    rows = [(table, row, _shares(table, row, scale)) for table in tables for row in table.rows]
    drawn = [shares for *_, shares in rows if shares]
    left, right = (max((side(shares) for shares in drawn), default=0.0) for side in (_before, _after))
    left, right = (max(STEP, -(-each // STEP) * STEP) for each in (left, right))
    shades = [shade(place, len(scale)) for place in range(len(scale))]
    return Diverging(
        key=tuple((each, choice.label[language]) for each, choice in zip(shades, scale, strict=True)),
        rows=tuple(
            Divided(
                row.group.label[language],
                _parts(shares, shades, left, left + right, language),
                _mark(table, row, shares),
            )
            for table, row, shares in rows
        ),
        middle=round(100 * left / (left + right), 2),
        leaves_out=len(scale) < len(choices),
        hides=any(share.value is None for shares in drawn for share in shares),
    )


def shade(place: int, points: int) -> str:
    """Name the shade of a point: its side of the middle, and how far from it, from 1 to `SHADES`."""
    half = points // 2
    if points % 2 and place == half:
        return "middle"
    is_low = place < half
    distance = half - place if is_low else place - (points - half) + 1
    strength = 1 + round((SHADES - 1) * (distance - 1) / (half - 1)) if half > 1 else SHADES - 1
    return f"{'low' if is_low else 'high'}-{strength}"


def _shares(table: SafeTable, row: SafeRow, scale: Sequence[Choice]) -> tuple[Percentage, ...]:
    """The percentage of each point; nothing where no percentage of the group is given."""
    codes = {choice.code for choice in scale}
    found = tuple(line.percentage for line in answer_lines(table, row) if line.code in codes)
    return found if any(each.value is not None for each in found) else ()


def _before(shares: Sequence[Percentage]) -> float:
    """How long the part left of the middle is: the lower points and half of one in the middle."""
    half = len(shares) // 2
    return sum(map(_length, shares[:half])) + (_length(shares[half]) / 2 if len(shares) % 2 else 0)


def _after(shares: Sequence[Percentage]) -> float:
    return _before(shares[::-1])


def _length(share: Percentage) -> int:
    return share.value or 0


def _parts(
    shares: Sequence[Percentage], shades: Sequence[str], left: float, whole: float, language: str
) -> tuple[Part, ...]:
    parts, at = [], left - _before(shares)
    for each, shade in zip(shares, shades, strict=False):
        x, width = (round(100 * length / whole, 2) for length in (at, _length(each)))
        text = each.text(language) if width >= ROOM_FOR_TEXT and not each.bound else ""
        parts.append(Part(shade, x, width, text, hidden=each.value is None))
        at += _length(each)
    return tuple(parts)


def _mark(table: SafeTable, row: SafeRow, shares: Sequence[Percentage]) -> str:
    """The shorthand of a whole bar; where it is not drawn, whether that is hidden or of too few people."""
    base = table.base(row)
    if not shares:
        return words.HIDDEN if base is None or base >= table.least_base else words.UNAVAILABLE
    return words.UNCERTAIN if any(each.mark == words.UNCERTAIN for each in shares) else ""
