"""Which responses stand in the rows of another tool's table, and what in them cannot be taken?

Cells become the fields of a form, which are read by the rules that hold online; but nobody can be asked
again: what is missing is no problem, and long texts are taken whole, as from paper.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from engage.respond.hearing import counted
from engage.respond.importing import Row, Table
from engage.respond.importing_columns import LANGUAGE, NUMBER, RECEIVED, Part, Target
from engage.respond.importing_words import (
    ALL_OTHERS,
    KEEPS,
    NOT_ANSWERED,
    Words,
    day,
    holds_words,
    is_ticked,
    known,
    language,
    options,
    parts,
    same,
    scope,
    ticks,
)
from engage.respond.keying import relaxed
from engage.respond.visit import Questionnaire
from engage.surveys.answers import read
from engage.surveys.choices import choices
from engage.surveys.definition import (
    Answer,
    Answers,
    Consent,
    DateQuestion,
    PostcodeQuestion,
    Question,
    Ranking,
    SeveralChoices,
)
from engage.surveys.fields import (
    FieldProblem,
    cell_field,
    date_fields,
    other_field,
    points_field,
    rank_field,
)

PROBLEMS: dict[str, tuple[str, ...]] = {
    "unknown_word": (),
    "two_answers": (),
    "other_not_chosen": ("option",),
    "not_language": (),
    "no_language": (),
    "not_day": (),
    "no_day": (),
    "day_to_come": (),
    "number_twice": (),
    "nothing": (),
}
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


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is read: what each column holds, and what words mean that are no option's."""

    columns: tuple[str, ...]  # names of targets or facts, one for each column
    words: Words
    language: str  # of the answers where no column says it


@dataclass(frozen=True, slots=True)
class Heard:
    """What one row says."""

    row: int
    number: str  # the other tool's own
    content: str  # all that was read of the row
    language: str
    received_on: date | None
    answers: Answers
    equality: Answers
    dropped: int  # answers to questions that the survey's routes pass over
    problems: tuple[RowProblem, ...]
    unknown: tuple[Unknown, ...]


class _Fields(dict[str, list[str]]):
    """The fields of a form as a page would have sent them."""

    def getlist(self, key: str, /) -> list[str]:
        return self.get(key, [])


@dataclass(slots=True)
class _Sheet:
    """One row while it is read: the fields of both parts of the survey, and the column of each."""

    row: Row
    fields: tuple[_Fields, _Fields] = field(default_factory=lambda: (_Fields(), _Fields()))
    areas: dict[tuple[str, bool], str] = field(default_factory=dict)
    columns: dict[tuple[str, bool], int] = field(default_factory=dict)  # by name of field, or key
    problems: list[tuple[tuple[str, bool] | None, RowProblem]] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)

    def refuse(self, about: Target | None, column: int, code: str, **parameters: Any) -> None:
        value = self.row.cells[column] if column != NO_COLUMN else ""
        problem = RowProblem(self.row.number, column, value, code, parameters)
        self.problems.append(((about.key, about.is_equality) if about else None, problem))

    def put(self, target: Target, column: int, name: str, value: str) -> None:
        """Fill in a field once; a second column that says something else is a problem."""
        fields = self.fields[target.is_equality]
        self.columns.setdefault((target.key, target.is_equality), column)
        self.columns.setdefault((name, target.is_equality), column)
        if isinstance(target.question, SeveralChoices) and name == target.key:
            fields.setdefault(name, []).append(value)
        elif fields.setdefault(name, [value]) != [value]:
            self.refuse(target, column, "two_answers")


class Reader:
    """Reads the rows of one table by one plan; what every row needs is made ready once."""

    def __init__(
        self, asked: Questionnaire, targets: Mapping[str, Target], plan: Plan, *, today: date
    ) -> None:
        self._asked, self._plan, self._today = asked, plan, today
        named = list(enumerate(plan.columns))
        self._columns = [(at, targets[name]) for at, name in named if name in targets]
        self._facts = {name: at for at, name in reversed(named) if name in (LANGUAGE, RECEIVED, NUMBER)}
        self._read = [at for at, name in named if name in targets or name in self._facts]
        self._words = {t.name: known(options(t), t.question) for _at, t in self._columns if holds_words(t)}
        self._ticks = {target.name: ticks(target) for _at, target in self._columns if is_ticked(target)}
        self._scopes = {t.name: scope(t) for _at, t in self._columns if holds_words(t)}
        self._relaxed = {
            (step.key(question), is_equality): relaxed(question)
            for is_equality, steps in ((False, asked.steps), (True, asked.equality))
            for step in steps
            for question in step.page.questions
        }

    def rows(self, table: Table) -> Iterator[Heard]:
        """Every row in turn. A number that comes twice is a problem the second time."""
        seen: set[str] = set()
        for row in table.rows:
            yield self._row(row, seen)

    def _row(self, row: Row, seen: set[str]) -> Heard:
        sheet = _Sheet(row)
        spoken = self._language(sheet)
        received_on = self._received(sheet)
        number = row.cells[self._facts[NUMBER]].strip() if NUMBER in self._facts else ""
        if number and number in seen:
            sheet.refuse(None, self._facts[NUMBER], "number_twice")
        seen.add(number)
        for at, target in self._columns:
            if row.cells[at].strip():
                self._cell(sheet, at, target, row.cells[at])
        own, equality = (self._answers(sheet, spoken, is_equality=part) for part in (False, True))
        kept = counted(self._asked, own, equality)
        asked = [problem for about, problem in sheet.problems if about is None or about in kept.asked]
        if not kept.answers and not kept.equality and not asked:
            asked = [RowProblem(row.number, NO_COLUMN, "", "nothing", {})]
        given = len(own) + len(equality)
        return Heard(
            row.number,
            number,
            "\x1f".join(row.cells[at] for at in self._read),
            spoken,
            received_on,
            kept.answers,
            kept.equality,
            given - len(kept.answers) - len(kept.equality),
            tuple(asked),
            tuple(sheet.unknown),
        )

    # --- the facts of a row ---

    def _language(self, sheet: _Sheet) -> str:
        at = self._facts.get(LANGUAGE, NO_COLUMN)
        if at == NO_COLUMN:
            return self._plan.language
        typed = sheet.row.cells[at]
        spoken = language(typed)
        if spoken is None:
            sheet.refuse(None, at, "not_language" if typed.strip() else "no_language")
        return spoken or self._plan.language

    def _received(self, sheet: _Sheet) -> date | None:
        at = self._facts.get(RECEIVED, NO_COLUMN)
        if at == NO_COLUMN:
            return None
        typed = sheet.row.cells[at]
        on = day(typed)
        if on is None:
            sheet.refuse(None, at, "not_day" if typed.strip() else "no_day")
        elif on > self._today:
            sheet.refuse(None, at, "day_to_come")
        return on

    # --- one cell ---

    def _cell(self, sheet: _Sheet, at: int, target: Target, text: str) -> None:
        key, code = target.key, target.code
        match target.part:
            case Part.OTHER:
                sheet.put(target, at, other_field(key, code), text)
            case Part.RANK:
                sheet.put(target, at, rank_field(key, code), text)
            case Part.POINTS:
                sheet.put(target, at, points_field(key, code), text)
            case Part.OPTION:
                if self._is_ticked(sheet, at, target, text):
                    sheet.put(target, at, key, code)
            case Part.CELL:
                for chosen in self._codes(sheet, at, target, (text,)):
                    sheet.put(target, at, cell_field(key, code, target.scale), chosen)
            case Part.PLACE:
                for chosen in self._codes(sheet, at, target, (text,)):
                    sheet.put(target, at, rank_field(key, chosen), code)
            case Part.WHOLE:
                self._whole(sheet, at, target, text)

    def _whole(self, sheet: _Sheet, at: int, target: Target, text: str) -> None:
        key, words = target.key, self._words.get(target.name, {})
        match target.question:
            case Consent():
                if self._is_ticked(sheet, at, target, text):
                    sheet.put(target, at, key, Consent.YES)
            case SeveralChoices():
                for chosen in self._codes(sheet, at, target, parts(text, words)):
                    sheet.put(target, at, key, chosen)
            case Ranking():
                for place, chosen in enumerate(self._codes(sheet, at, target, parts(text, words)), 1):
                    if place <= (target.question.top or place):
                        sheet.put(target, at, rank_field(key, chosen), str(place))
            case PostcodeQuestion() if area := words.get(same(text)):
                sheet.areas[key, target.is_equality] = area
                sheet.columns.setdefault((key, target.is_equality), at)
            case DateQuestion():
                self._date(sheet, at, target, text)
            case question if choices(question) and not isinstance(question, PostcodeQuestion):
                for chosen in self._codes(sheet, at, target, (text,)):
                    sheet.put(target, at, key, chosen)
            case _:
                sheet.put(target, at, key, text)

    def _date(self, sheet: _Sheet, at: int, target: Target, text: str) -> None:
        on = day(text)
        if on is None:
            sheet.refuse(target, at, "not_day")
            return
        for name, part in zip(date_fields(target.key), (on.day, on.month, on.year), strict=True):
            sheet.put(target, at, name, f"{part:04}" if part > 31 else str(part))

    def _is_ticked(self, sheet: _Sheet, at: int, target: Target, text: str) -> bool:
        word = same(text)
        known_ticks, said = self._ticks[target.name], self._plan.words.get(self._scopes[target.name], {})
        if word in known_ticks:
            return known_ticks[word]
        meant = said.get(word, said.get(ALL_OTHERS))
        if meant is None:
            self._ask(sheet, at, target, word, text)
        return bool(meant)

    def _codes(self, sheet: _Sheet, at: int, target: Target, texts: Sequence[str]) -> list[str]:
        """The codes of these words, without those that mean nothing."""
        words, said = self._words[target.name], self._plan.words.get(self._scopes[target.name], {})
        there = {option.code for option in options(target)}
        found = []
        for text in texts:
            word = same(text)
            meant = words.get(word) or said.get(word, said.get(ALL_OTHERS))
            if meant is None or meant.removeprefix(KEEPS) not in (*there, NOT_ANSWERED):
                self._ask(sheet, at, target, word, text)
            elif meant != NOT_ANSWERED:
                found.append(meant.removeprefix(KEEPS))
                if meant.startswith(KEEPS):
                    sheet.put(target, at, other_field(target.key, found[-1]), text.strip())
        return list(dict.fromkeys(found))

    def _ask(self, sheet: _Sheet, at: int, target: Target, word: str, text: str) -> None:
        sheet.unknown.append(Unknown(self._scopes[target.name], word, text.strip()))
        sheet.refuse(target, at, "unknown_word")

    # --- the answers ---

    def _answers(self, sheet: _Sheet, spoken: str, *, is_equality: bool) -> Answers:
        found: Answers = {}
        filled = {key for key, part in sheet.columns if part == is_equality}
        for (key, part), question in self._relaxed.items():
            if part != is_equality or key not in filled:
                continue
            if area := sheet.areas.get((key, part)):
                found[key] = Answer(area, spoken)
                continue
            self._choose_written(sheet, key, question, is_equality=part)
            reading = read(question, key, sheet.fields[part], spoken)
            for problem in reading.problems:
                sheet.problems.append(((key, part), self._said(sheet, problem, is_equality=part)))
            if reading.answer:
                found[key] = reading.answer
        return found

    def _choose_written(self, sheet: _Sheet, key: str, question: Question, *, is_equality: bool) -> None:
        """Whoever has written something beside an option has chosen it, unless they chose another one."""
        fields = sheet.fields[is_equality]
        for option in choices(question):
            name = other_field(key, option.code)
            if name not in fields or option.code in fields.getlist(key):
                continue
            if isinstance(question, SeveralChoices) or not fields.getlist(key):
                fields.setdefault(key, []).append(option.code)
            else:
                column = sheet.columns[name, is_equality]
                value = sheet.row.cells[column]
                problem = RowProblem(
                    sheet.row.number, column, value, "other_not_chosen", {"option": option.label}
                )
                sheet.problems.append(((key, is_equality), problem))

    def _said(self, sheet: _Sheet, problem: FieldProblem, *, is_equality: bool) -> RowProblem:
        own = sheet.columns[problem.key, is_equality]
        column = sheet.columns.get((problem.field, is_equality), own)
        value = sheet.row.cells[column]
        return RowProblem(sheet.row.number, column, value, problem.code, problem.parameters, of_answer=True)


# --- each once ------------------------------------------------------------------------------------------


def keys(heard: Sequence[Heard], headings: Sequence[str], consultation_id: int, secret: str) -> list[bytes]:
    """For each row the key under which it is stored once, in whichever file it comes again.

    It is made of the number that the other tool has given, within files that have the same headings, for two
    forms may both count from 1. Without a number it is made of what was read; then two rows that say the same
    are two people's, and the second of a file is also that of the same file when it comes again.
    """
    form = "\x1f".join(headings)
    times: Counter[str] = Counter()
    found = []
    for each in heard:
        about = f"number\x1e{form}\x1e{each.number}" if each.number else f"content\x1e{each.content}"
        times[about] += 1
        said = f"import\x1e{consultation_id}\x1e{times[about]}\x1e{about}"
        found.append(hmac.digest(secret.encode(), said.encode(), "sha256"))
    return found
