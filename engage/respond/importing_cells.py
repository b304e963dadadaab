"""Which fields of a form do the cells of a row fill in, and what in them cannot be taken?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from engage.respond.importing import Row
from engage.respond.importing_columns import About, Part, Target
from engage.respond.importing_words import (
    ALL_OTHERS,
    KEEPS,
    NOT_ANSWERED,
    Words,
    as_it_stood,
    day,
    holds_words,
    is_either,
    is_ticked,
    known,
    options,
    parts,
    same,
    scope,
    ticks,
)
from engage.surveys.choices import choices
from engage.surveys.definition import (
    Consent,
    DateQuestion,
    PostcodeQuestion,
    Ranking,
    SeveralChoices,
)
from engage.surveys.fields import (
    Filled,
    cell_field,
    date_fields,
    other_field,
    points_field,
    rank_field,
)

NO_COLUMN = -1


class RowProblem(NamedTuple):
    """What cannot be taken of a row; `of_answer` when the rules of the survey say so."""

    row: int
    column: int  # NO_COLUMN: it is about all of the row
    value: str
    code: str
    parameters: Mapping[str, Any]
    of_answer: bool = False


class Unknown(NamedTuple):
    """A word of which nobody has said what it means: its scope, as `same` writes it, and as it stands."""

    scope: str
    word: str
    shown: str


@dataclass(slots=True)
class RowForm:
    """One row while it is read: the fields of both parts of the survey, and the column of each."""

    row: Row
    misread: Collection[int] = ()  # columns whose days all stand in another order than was said
    fields: tuple[Filled, Filled] = field(default_factory=lambda: (Filled(), Filled()))
    areas: dict[About, str] = field(default_factory=dict)
    columns: dict[About, int] = field(default_factory=dict)  # by name of field, or key
    problems: list[tuple[About | None, RowProblem]] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)

    def refuse(
        self,
        about: About | None,
        column: int,
        code: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        of_answer: bool = False,
    ) -> None:
        """Say what cannot be taken of a cell; `about` is the question that it answers, if it does."""
        value = self.row.cells[column]
        problem = RowProblem(self.row.number, column, value, code, parameters or {}, of_answer)
        self.problems.append((about, problem))

    def put(self, target: Target, column: int, name: str, value: str) -> None:
        """Fill in a field once; a second column that says something else is a problem."""
        fields = self.fields[target.is_equality]
        self.columns.setdefault(target.about, column)
        self.columns.setdefault((name, target.is_equality), column)
        if isinstance(target.question, SeveralChoices) and name == target.key:
            fields.setdefault(name, []).append(value)
        elif fields.setdefault(name, [value]) != [value]:
            self.refuse(target.about, column, "two_answers")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table, and what the words mean that may stand in it."""

    at: int
    target: Target
    known: Mapping[str, str]  # codes by the words that are the options' own
    ticks: Mapping[str, bool]
    scope: str
    said: Mapping[str, str]  # what other words mean, as an officer has said
    month_first: bool

    @classmethod
    def of(cls, at: int, target: Target, words: Words, has_codes: bool, month_first: bool) -> Self:
        is_worded = holds_words(target)
        own = known(options(target), target.question, has_codes=has_codes) if is_worded else {}
        its_scope = scope(target)
        its_ticks = ticks(target, has_codes=has_codes) if is_ticked(target) else {}
        return cls(at, target, own, its_ticks, its_scope, words.get(its_scope, {}), month_first)

    def meaning(self, word: str) -> str | None:
        """What an officer has said of a word."""
        return self.said.get(word, self.said.get(ALL_OTHERS))


class Cells:
    """Fills in fields from the columns of one table; what every row needs is made ready once."""

    def __init__(
        self, columns: Iterable[tuple[int, Target]], words: Words, *, has_codes: bool, month_first: bool
    ) -> None:
        self._columns = [_Column.of(at, target, words, has_codes, month_first) for at, target in columns]

    def fill(self, form: RowForm) -> None:
        """Fill in everything that the row says."""
        for column in self._columns:
            if form.row.cells[column.at].strip():
                _cell(form, column, form.row.cells[column.at])


def _cell(form: RowForm, column: _Column, text: str) -> None:
    target, at = column.target, column.at
    key, code = target.key, target.code
    match target.part:
        case Part.OTHER:
            form.put(target, at, other_field(key, code), text)
        case Part.RANK:
            form.put(target, at, rank_field(key, code), text)
        case Part.POINTS:
            form.put(target, at, points_field(key, code), text)
        case Part.OPTION:
            if _is_ticked(form, column, text):
                form.put(target, at, key, code)
        case Part.CELL:
            for chosen in _codes(form, column, (text,)):
                form.put(target, at, cell_field(key, code, target.scale), chosen)
        case Part.PLACE:
            for chosen in _codes(form, column, (text,)):
                form.put(target, at, rank_field(key, chosen), code)
        case Part.WHOLE:
            _whole(form, column, text)


def _whole(form: RowForm, column: _Column, text: str) -> None:
    target, at = column.target, column.at
    match target.question:
        case Consent():
            if _is_ticked(form, column, text):
                form.put(target, at, target.key, Consent.YES)
        case SeveralChoices():
            for chosen in _codes(form, column, parts(text, column.known)):
                form.put(target, at, target.key, chosen)
        case Ranking(top=top):
            for place, chosen in enumerate(_codes(form, column, parts(text, column.known))[:top], 1):
                form.put(target, at, rank_field(target.key, chosen), str(place))
        case PostcodeQuestion() if area := column.known.get(same(text)):
            form.areas[target.about] = area
            form.columns.setdefault(target.about, at)
        case DateQuestion():
            _date(form, column, text)
        case question if choices(question) and not isinstance(question, PostcodeQuestion):
            for chosen in _codes(form, column, (text,)):
                form.put(target, at, target.key, chosen)
        case _:
            form.put(target, at, target.key, text)


def _date(form: RowForm, column: _Column, text: str) -> None:
    target, on = column.target, day(text, month_first=column.month_first)
    if on is None:
        form.refuse(target.about, column.at, "not_day")
        return
    if column.at in form.misread and is_either(text):
        form.refuse(target.about, column.at, "day_either")
    for name, part in zip(
        date_fields(target.key), (f"{on.day}", f"{on.month}", f"{on.year:04}"), strict=True
    ):
        form.put(target, column.at, name, part)


def _is_ticked(form: RowForm, column: _Column, text: str) -> bool:
    word = same(text)
    if word in column.ticks:
        return column.ticks[word]
    meant = column.meaning(word)
    if meant is None:
        _ask(form, column, word, text)
    return bool(meant)


def _codes(form: RowForm, column: _Column, texts: Sequence[str]) -> list[str]:
    """The codes of these words, without those that mean nothing."""
    target, there = column.target, {option.code for option in options(column.target)}
    found: list[str] = []
    kept: dict[str, list[str]] = {}
    for text in texts:
        word = same(text)
        meant = column.known.get(word) or column.meaning(word)
        if meant is None or meant.removeprefix(KEEPS) not in (*there, NOT_ANSWERED):
            _ask(form, column, word, text)
        elif meant != NOT_ANSWERED:
            found.append(meant.removeprefix(KEEPS))
            if meant.startswith(KEEPS):
                kept.setdefault(found[-1], []).append(text.strip())
    for code, said in kept.items():
        words = as_it_stood(form.row.cells[column.at], said)
        form.put(target, column.at, other_field(target.key, code), words)
    return list(dict.fromkeys(found))


def _ask(form: RowForm, column: _Column, word: str, text: str) -> None:
    form.unknown.append(Unknown(column.scope, word, text.strip()))
    form.refuse(column.target.about, column.at, "unknown_word")
