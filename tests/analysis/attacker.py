"""What can somebody prove who has every released figure, knows the method, and can add and subtract?

Every count is a number between two bounds. A shown figure x means x - 4 to x + 4, a hidden one 0 to 9, but
for rows that are hidden because hardly fewer people stand in them than in another: they are told which. The
options add up to those who answered, groups and the people in no group add up to everyone, and so on; each
sum narrows the bounds of its parts and of its total, again and again until nothing moves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from engage.analysis.tables import SafeTable

NOBODY_KNOWS = 10**9
HIDDEN = "[c]"
SHOWN = 10  # the least figure that is not hidden


class Cell(NamedTuple):
    """A set of people: those of a group who gave an answer. The group of no characteristic is everyone.

    `within`: of these only those who gave this answer to the question that filters.
    """

    question: str  # "" for people alone
    answer: str  # an option; or ANSWERED, UNANSWERED, PEOPLE
    characteristic: str = ""
    group: str = ""
    within: str = ""


ANSWERED, UNANSWERED, PEOPLE = "*answered", "not_answered", "*people"
REST = "*in no group"
NO_VALUE = "*no answer to the filter"
ASKED, NOT_ASKED = "*was asked", "*was not asked"
EVERYONE = Cell("", PEOPLE)


def others(group: str) -> str:
    """What everyone else is called beside a group: all who are in another one."""
    return f"not:{group}"


class Figure(NamedTuple):
    """A released count with the base beside it, as text."""

    count: str
    base: str


def read(content: bytes) -> dict[Cell, Figure]:
    """Read the file that holds everything, in English, and nothing but the file."""
    written = io.StringIO(content.decode("utf-8-sig"), newline="")
    found = {}
    for row in csv.DictReader(written):
        question, characteristic = row["Question code"], row["Characteristic code"]
        group = row["Group code"] if characteristic else ""
        answer = row["Option code"] if question else PEOPLE
        cell = Cell(question, answer, characteristic, group, row["Filter code"])
        found[cell] = Figure(row["Count"], row["Base"])
    return found


def told_by_unlike_figures(figures: Mapping[Cell, Figure], survey: Survey) -> Iterator[tuple[Cell, Cell]]:
    """Two sets whose figures differ, the second inside the first: somebody is in the first alone.

    The same people have the same figure everywhere. At least one of the two is shown, in a row that is shown.
    """
    shown = {cell: figure for cell, figure in figures.items() if figure.base != HIDDEN and is_counted(cell)}
    for part, figure in shown.items():
        for whole in _around(part, survey):
            if whole in shown and shown[whole].count != figure.count:
                yield whole, part


def _around(cell: Cell, survey: Survey) -> Iterator[Cell]:
    """Everything that holds this set, about the same answer and divided in the same ways."""
    groups = [(cell.characteristic, cell.group)] if cell.question else []
    if cell.question and cell.characteristic:
        groups.append(("", ""))
        groups += (pair for pair in _halves(cell) if pair[0] != cell.characteristic)
        groups += [
            (characteristic, others(each))
            for characteristic, group in _halves(cell)
            for each in survey.groups[characteristic]
            if group in survey.groups[characteristic] and each != group
        ]
    where = [(cell.characteristic, cell.group)] if not cell.question else groups
    for (characteristic, group), within in product(where, {cell.within, ""}):
        whole = cell._replace(characteristic=characteristic, group=group, within=within)
        if whole != cell:
            yield whole


def _halves(cell: Cell) -> Iterator[tuple[str, str]]:
    """The groups that everybody in a cell is in: two, if it is by two characteristics together."""
    return zip(cell.characteristic.split("*"), cell.group.split("*"), strict=True)


def untold_rows(tables: Iterable[SafeTable]) -> frozenset[Cell]:
    """The rows that are hidden though they need not be few people, as cells without an answer."""
    return frozenset(
        Cell(
            "" if table.subject.level else table.subject.key,
            "",
            table.subject.key if table.subject.level else table.by.key,
            "" if table.subject.level or not table.by.key else prefix + row.group.code,
            table.within.code if table.within else "",
        )
        for table in tables
        for prefix, rows in (("", table.rows), (others(""), table.others))
        for row in rows
        if row.untold
    )


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
    filter: str = ""  # the question by whose answers everything is given once more

    @property
    def withins(self) -> tuple[str, ...]:
        return ("", *self.options.get(self.filter, ()))

    def asked_within(self, within: str) -> Mapping[str, tuple[str, ...]]:
        """Everything that is counted of those within an answer to the filter."""
        return {key: codes for key, codes in self.options.items() if not within or key != self.filter}


def attack(
    figures: Mapping[Cell, Figure],
    survey: Survey,
    slack: int = 4,
    people: int | None = None,
    untold: Collection[Cell] = (),
) -> Bounds:
    """Return what follows from figures each off by `slack` at most; `people`: how many, if that is known.

    `untold`: which rows are hidden though they are not few people. No reader is told as much.
    """
    bounds = Bounds()
    for cell, figure in figures.items():
        if cell._replace(answer="", group=cell.group if cell.question else "") in untold:
            assert figure.base == HIDDEN
            if is_counted(cell):
                bounds.know(base_of(cell), SHOWN - slack, NOBODY_KNOWS)  # its figure would have been shown
        else:
            _read_figure(bounds, cell, figure, slack)
    for within in survey.withins:
        for characteristic, group in _everybody(survey):
            for question in survey.asked_within(within):
                _relate_answers(bounds, survey, Cell(question, "", characteristic, group, within))
        for characteristic in survey.groups:
            _relate_groups(bounds, survey, characteristic, within)
    if survey.filter:
        _relate_filter(bounds, survey)
    if people is not None:
        bounds.know(EVERYONE, people, people)
    bounds.narrow()
    return bounds


def _everybody(survey: Survey) -> Iterator[tuple[str, str]]:
    """Everyone, each group, the people in none, and everyone else beside a group."""
    yield "", ""
    for characteristic, groups in survey.groups.items():
        for group in (*groups, REST, *map(others, groups)):
            yield characteristic, group


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
        return cell._replace(answer=ASKED if cell.group == UNANSWERED else ANSWERED, group="")
    if cell.answer == UNANSWERED:
        return cell._replace(question="", answer=PEOPLE)
    return cell._replace(answer=ANSWERED)


def _relate_answers(bounds: Bounds, survey: Survey, asked: Cell) -> None:
    """In one group the options make up those who answered, and these with the silent ones the group."""

    def cell(answer: str) -> Cell:
        return asked._replace(answer=answer)

    bounds.add_up((cell(ANSWERED), cell(UNANSWERED)), cell(PEOPLE)._replace(question=""))
    options = [cell(option) for option in survey.options[asked.question]]
    if asked.question not in survey.several:
        bounds.add_up(options, cell(ANSWERED))
        return
    for option in options:
        bounds.add_up((option, option._replace(answer=f"not {option.answer}")), cell(ANSWERED))


def _answers(survey: Survey, within: str) -> Iterator[Cell]:
    """Everything that everyone together can have answered, or not."""
    yield Cell("", PEOPLE, within=within)
    for question, options in survey.asked_within(within).items():
        unticked = [f"not {option}" for option in options] if question in survey.several else []
        for answer in (*options, *unticked, ANSWERED, UNANSWERED):
            yield Cell(question, answer, within=within)


def _relate_groups(bounds: Bounds, survey: Survey, characteristic: str, within: str) -> None:
    """The groups of a characteristic and the people in none of them make up everyone; so for each answer."""
    groups = survey.groups[characteristic]
    for everyone in _answers(survey, within):
        parts = [everyone._replace(characteristic=characteristic, group=group) for group in (*groups, REST)]
        bounds.add_up(parts, everyone)
        for group in groups:
            other = [each for each in parts if each.group not in (group, REST)]
            bounds.add_up(other, parts[0]._replace(group=others(group)))
    everyone = Cell("", PEOPLE, within=within)
    people = [everyone._replace(characteristic=characteristic, group=group) for group in groups]
    unsaid = people[0]._replace(group=UNANSWERED)
    given, asked, not_asked = (
        people[0]._replace(answer=answer, group="") for answer in (ANSWERED, ASKED, NOT_ASKED)
    )
    bounds.add_up(people, given)
    bounds.add_up((given, unsaid), asked)
    bounds.add_up((asked, not_asked), everyone)
    if characteristic in survey.asked_of_all:
        bounds.know(not_asked, 0, 0)


def _relate_filter(bounds: Bounds, survey: Survey) -> None:
    """Those within each value, and those who gave none, make up everyone; so in each group and answer."""
    values = (*survey.options[survey.filter], NO_VALUE)
    for characteristic, group in _everybody(survey):
        for value in values[:-1]:
            people = Cell("", PEOPLE, characteristic, group, value)
            bounds.add_up((Cell(survey.filter, value, characteristic, group),), people)
        for each in _answers(survey, values[0]):
            whole = each._replace(characteristic=characteristic, group=group, within="")
            bounds.add_up([whole._replace(within=value) for value in values], whole)


# --- verdicts ---------------------------------------------------------------------------------------------


def proven_small(bounds: Bounds, cells: Iterable[Cell]) -> list[Cell]:
    """List the counts under 10 that are known exactly, zeros among them."""
    return [cell for cell in cells if bounds.low[cell] == bounds.high[cell] < 10]


def too_narrow(bounds: Bounds, cells: Iterable[Cell]) -> list[Cell]:
    """List the counts that may be under 10 and of which fewer than five numbers are possible."""
    return [cell for cell in cells if bounds.low[cell] < 10 and bounds.high[cell] - bounds.low[cell] < 4]


def complements(figures: Iterable[Cell], survey: Survey) -> Iterator[Cell]:
    """List those of a group who did not tick an option, and those within no value of the filter."""
    for cell in figures:
        if cell.question in survey.several and cell.answer != UNANSWERED:
            yield cell._replace(answer=f"not {cell.answer}")
        if survey.filter and cell.question and not cell.within and cell.question != survey.filter:
            yield cell._replace(within=NO_VALUE)


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
