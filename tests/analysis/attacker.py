"""What can somebody prove who has every released figure, knows the method, and can add and subtract?

Every count is a number between two bounds. A shown figure x means x - 4 to x + 4, a hidden one 0 to 9. The
options add up to those who answered, groups and the people in no group add up to everyone, and so on; each
sum narrows the bounds of its parts and of its total, again and again until nothing moves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engage.analysis.exports import everything
from engage.analysis.tables import SafeTable

NOBODY_KNOWS = 10**9
HIDDEN = "[c]"


class Cell(NamedTuple):
    """A set of people: those of a group who gave an answer. The group of no characteristic is everyone."""

    question: str  # "" for people alone
    answer: str  # an option; or ANSWERED, UNANSWERED, PEOPLE
    characteristic: str = ""
    group: str = ""


ANSWERED, UNANSWERED, PEOPLE = "*answered", "not_answered", "*people"
REST = "*in no group"
ASKED, NOT_ASKED = "*was asked", "*was not asked"
EVERYONE = Cell("", PEOPLE)


def others(group: str) -> str:
    """What everyone else is called beside a group: all who are in another one."""
    return f"not:{group}"


class Figure(NamedTuple):
    """A released count with the base beside it, as text."""

    count: str
    base: str


def read(tables: Iterable[SafeTable]) -> dict[Cell, Figure]:
    """Read the file that holds everything, and nothing but the file."""
    written = io.StringIO(everything(tables, "release", "en").decode("utf-8-sig"), newline="")
    found = {}
    for row in csv.DictReader(written):
        question, characteristic = row["Question code"], row["Characteristic code"]
        group = row["Group code"] if characteristic else ""
        answer = row["Option code"] if question else PEOPLE
        found[Cell(question, answer, characteristic, group)] = Figure(row["Count"], row["Base"])
    return found


@dataclass
class Bounds:
    """The lowest and the highest that each count can be, and which counts add up to which."""

    low: dict[Cell, int] = field(default_factory=dict)
    high: dict[Cell, int] = field(default_factory=dict)
    sums: list[tuple[tuple[Cell, ...], Cell]] = field(default_factory=list)

    def know(self, cell: Cell, low: int, high: int) -> bool:
        """Narrow one count; say whether that was news."""
        old = self.low.get(cell, 0), self.high.get(cell, NOBODY_KNOWS)
        new = max(old[0], low), min(old[1], high)
        assert new[0] <= new[1], f"{cell} cannot be: {old} and {low} to {high}"
        self.low[cell], self.high[cell] = new
        return new != old

    def add_up(self, parts: Sequence[Cell], total: Cell) -> None:
        for cell in (*parts, total):
            self.know(cell, 0, NOBODY_KNOWS)
        self.sums.append((tuple(parts), total))

    def narrow(self) -> None:
        """Draw every conclusion that one sum at a time allows, until there are no more."""
        while sum(self._conclude(parts, total) for parts, total in self.sums):
            pass

    def _conclude(self, parts: tuple[Cell, ...], total: Cell) -> bool:
        low, high = sum(self.low[part] for part in parts), sum(self.high[part] for part in parts)
        news = [self.know(total, low, high)]
        for part in parts:
            others_low, others_high = low - self.low[part], high - self.high[part]
            news.append(self.know(part, self.low[total] - others_high, self.high[total] - others_low))
            low, high = others_low + self.low[part], others_high + self.high[part]
        return any(news)


@dataclass(frozen=True)
class Survey:
    """What everybody can read in the published questions."""

    options: Mapping[str, tuple[str, ...]]  # by question
    several: frozenset[str]  # questions of which more than one option may be ticked
    groups: Mapping[str, tuple[str, ...]]  # by characteristic
    asked_of_all: frozenset[str]  # characteristics that nobody is too young to be asked about


def attack(
    figures: Mapping[Cell, Figure], survey: Survey, slack: int = 4, people: int | None = None
) -> Bounds:
    """Return what follows from figures each off by `slack` at most; `people`: how many, if that is known."""
    bounds = Bounds()
    for cell, figure in figures.items():
        _read_figure(bounds, cell, figure, slack)
    for characteristic in ("", *survey.groups):
        groups = survey.groups.get(characteristic, ("",))
        for group in (*groups, *([REST, *map(others, groups)] if characteristic else [])):
            for question in survey.options:
                _relate_answers(bounds, survey, question, characteristic, group)
    for characteristic in survey.groups:
        _relate_groups(bounds, survey, characteristic)
    if people is not None:
        bounds.know(EVERYONE, people, people)
    bounds.narrow()
    return bounds


def _read_figure(bounds: Bounds, cell: Cell, figure: Figure, slack: int) -> None:
    """Bound a count and its base, or the base alone of those whose number is not given."""
    if not is_counted(cell):
        if figure.base != HIDDEN:  # else it is hidden with its row, and need not be small
            _know(bounds, base_of(cell), figure.base, slack)
        return
    _know(bounds, cell, figure.count, slack)
    _know(bounds, base_of(cell), figure.base, slack)


def is_counted(cell: Cell) -> bool:
    return UNANSWERED not in (cell.answer, cell.group)


def _know(bounds: Bounds, cell: Cell, text: str, slack: int) -> None:
    low, high = (0, 9) if text == HIDDEN else (int(text) - slack, int(text) + slack)
    bounds.know(cell, low, high)


def base_of(cell: Cell) -> Cell:
    """Return those of whom the count is a share. Everybody was asked every question."""
    if not cell.question:
        return Cell("", ASKED if cell.group == UNANSWERED else ANSWERED, cell.characteristic)
    if cell.answer == UNANSWERED:
        return Cell("", PEOPLE, cell.characteristic, cell.group)
    return cell._replace(answer=ANSWERED)


def _relate_answers(bounds: Bounds, survey: Survey, question: str, characteristic: str, group: str) -> None:
    """In one group the options make up those who answered, and these with the silent ones the group."""

    def cell(answer: str) -> Cell:
        return Cell(question, answer, characteristic, group)

    bounds.add_up((cell(ANSWERED), cell(UNANSWERED)), Cell("", PEOPLE, characteristic, group))
    options = [cell(option) for option in survey.options[question]]
    if question not in survey.several:
        bounds.add_up(options, cell(ANSWERED))
        return
    for option in options:
        bounds.add_up((option, option._replace(answer=f"not {option.answer}")), cell(ANSWERED))


def _relate_groups(bounds: Bounds, survey: Survey, characteristic: str) -> None:
    """The groups of a characteristic and the people in none of them make up everyone; so for each answer."""
    groups = (*survey.groups[characteristic], REST)
    for question, options in survey.options.items():
        unticked = [f"not {option}" for option in options] if question in survey.several else []
        for answer in (*options, *unticked, ANSWERED, UNANSWERED):
            parts = [Cell(question, answer, characteristic, group) for group in groups]
            bounds.add_up(parts, Cell(question, answer))
    people = [Cell("", PEOPLE, characteristic, group) for group in groups]
    for group in groups[:-1]:
        other = [each for each in groups[:-1] if each != group]
        bounds.add_up(
            [Cell("", PEOPLE, characteristic, each) for each in other],
            people[0]._replace(group=others(group)),
        )
        for question, options in survey.options.items():
            for answer in (*options, ANSWERED, UNANSWERED):
                parts = [Cell(question, answer, characteristic, each) for each in other]
                bounds.add_up(parts, Cell(question, answer, characteristic, others(group)))
    unsaid = Cell("", PEOPLE, characteristic, UNANSWERED)
    asked = Cell("", ASKED, characteristic)
    not_asked = Cell("", NOT_ASKED, characteristic)
    bounds.add_up(people, EVERYONE)
    bounds.add_up(people[:-1], Cell("", ANSWERED, characteristic))
    bounds.add_up((Cell("", ANSWERED, characteristic), unsaid), asked)
    bounds.add_up((asked, not_asked), EVERYONE)
    if characteristic in survey.asked_of_all:
        bounds.know(not_asked, 0, 0)


# --- verdicts ---------------------------------------------------------------------------------------------


def proven_small(bounds: Bounds, cells: Iterable[Cell]) -> list[Cell]:
    """List the counts under 10 that are known exactly, zeros among them."""
    return [cell for cell in cells if bounds.low[cell] == bounds.high[cell] < 10]


def proven_alike(bounds: Bounds, figures: Iterable[Cell], survey: Survey) -> list[Cell]:
    """List the answers that all of a group are known to have given, or none of it."""
    return [
        cell
        for cell in figures
        if cell.question
        and (bounds.high[cell] == 0 or _everyone_in(bounds, cell) or _nobody_else(bounds, cell, survey))
    ]


def _everyone_in(bounds: Bounds, cell: Cell) -> bool:
    return cell.answer != UNANSWERED and bounds.low[cell] >= bounds.high[cell._replace(answer=ANSWERED)]


def _nobody_else(bounds: Bounds, cell: Cell, survey: Survey) -> bool:
    """Say whether every other option of a single choice is known to be empty."""
    if cell.question in survey.several or cell.answer == UNANSWERED:
        return bounds.high.get(cell._replace(answer=f"not {cell.answer}"), 1) == 0
    others = (
        cell._replace(answer=option) for option in survey.options[cell.question] if option != cell.answer
    )
    return all(bounds.high[other] == 0 for other in others)
