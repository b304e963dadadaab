"""Which responses stand in the rows of another tool's table, and what in them cannot be taken?

Cells become the fields of a form, which are read by the rules that hold online; but nobody can be asked
again: what is missing is no problem, and long texts are taken whole, as from paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from engage.respond import importing_words as words
from engage.respond.hearing import counted
from engage.respond.importing import Row, Table
from engage.respond.importing_cells import NO_COLUMN, Cells, RowForm, RowProblem, Unknown
from engage.respond.importing_columns import FACTS, LANGUAGE, NUMBER, RECEIVED, About, Target
from engage.respond.importing_words import Words, day, is_either, language
from engage.respond.keying import relaxed
from engage.respond.visit import Questionnaire
from engage.surveys import areas
from engage.surveys.answers import read
from engage.surveys.choices import choices
from engage.surveys.definition import (
    Answer,
    Answers,
    DateQuestion,
    PostcodeQuestion,
    Question,
    SeveralChoices,
)
from engage.surveys.fields import Found, LookedUp, other_field

PROBLEMS: dict[str, tuple[str, ...]] = {
    "beyond": (),
    "unknown_word": (),
    "two_answers": (),
    "other_not_chosen": ("option",),
    "not_language": (),
    "no_language": (),
    "not_day": (),
    "no_day": (),
    "day_to_come": (),
    "day_before": (),
    "day_either": (),
    "number_twice": (),
    "not_asked": (),
    "no_question": (),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is read: what each column holds, and what words mean that are no option's."""

    columns: tuple[str, ...]  # names of targets or facts, one for each column
    words: Words
    language: str  # of the answers where no column says it
    has_codes: bool = (
        False  # a cell may hold the code of an option; else a word that is one by chance is none
    )
    undated: date | None = None  # the day that stands where the tool has kept none
    month_first: bool = False  # in days that are written in figures


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

    @property
    def is_blank(self) -> bool:
        """Did somebody send nothing at all?"""
        return not self.answers and not self.equality


class Reader:
    """Reads the rows of one table by one plan; what every row needs is made ready once."""

    def __init__(
        self,
        asked: Questionnaire,
        targets: Mapping[str, Target],
        plan: Plan,
        *,
        since: date = date.min,
        today: date,
        found: Found | None = None,
    ) -> None:
        """`since`: when the consultation was published, before which no response to it can have come.

        `found`: what the council's lists say of the postcodes in the table, see `wanted`.
        """
        self._asked, self._plan, self._found = asked, plan, found
        self._since, self._today, self._targets = since, today, targets
        self._misread: frozenset[int] = frozenset()
        named = list(enumerate(plan.columns))
        self._cells = Cells(
            [(at, targets[name]) for at, name in named if name in targets],
            plan.words,
            has_codes=plan.has_codes,
            month_first=plan.month_first,
        )
        self._facts = {name: at for at, name in reversed(named) if name in FACTS}
        self._read = [at for at, name in named if name in targets or name in FACTS]
        self._has_answers = any(name in targets for name in plan.columns)
        self._questions: dict[About, Question] = {
            (step.key(question), is_equality): relaxed(question)
            for is_equality, steps in ((False, asked.steps), (True, asked.equality))
            for step in steps
            for question in step.page.questions
        }

    def rows(self, table: Table) -> Iterator[Heard]:
        """Every row in turn. A number that comes twice is a problem the second time."""
        self._misread = frozenset(_misread(table, self._targets, self._plan))
        seen: set[str] = set()
        for row in table.rows:
            yield self._row(row, seen)

    def _row(self, row: Row, seen: set[str]) -> Heard:
        if row.beyond:
            return self._shifted(row)
        form = RowForm(row, self._misread)
        spoken = self._language(form)
        received_on = self._received(form)
        number = self._number(form, seen)
        self._cells.fill(form)
        own, equality = (self._answers(form, spoken, is_equality=part) for part in (False, True))
        kept = counted(self._asked, own, equality)
        problems = [problem for about, problem in form.problems if about is None or about in kept.asked]
        if not self._has_answers:
            problems.append(RowProblem(row.number, NO_COLUMN, "", "no_question", {}))
        elif not problems and not kept.answers and not kept.equality and (own or equality or form.problems):
            problems.append(RowProblem(row.number, NO_COLUMN, "", "not_asked", {}))
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
            tuple(problems),
            tuple(form.unknown),
        )

    def _shifted(self, row: Row) -> Heard:
        """A row that goes on after the last heading: no cell of it is sure to stand in its own column."""
        beyond = RowProblem(row.number, NO_COLUMN, ", ".join(row.beyond), "beyond", {})
        content = "\x1f".join((*row.cells, *row.beyond))
        return Heard(row.number, "", content, self._plan.language, None, {}, {}, 0, (beyond,), ())

    # --- the facts of a row ---

    def _language(self, form: RowForm) -> str:
        at = self._facts.get(LANGUAGE)
        if at is None:
            return self._plan.language
        typed = form.row.cells[at]
        spoken = language(typed)
        if spoken is None:
            form.refuse(None, at, "not_language" if typed.strip() else "no_language")
        return spoken or self._plan.language

    def _received(self, form: RowForm) -> date | None:
        at = self._facts.get(RECEIVED)
        if at is None:
            return None
        typed = form.row.cells[at]
        on = day(typed, month_first=self._plan.month_first)
        if on and on == self._plan.undated:
            return None
        if on is None:
            form.refuse(None, at, "not_day" if typed.strip() else "no_day")
        elif on > self._today:
            form.refuse(None, at, "day_to_come")
        elif at in form.misread and is_either(typed):
            form.refuse(None, at, "day_either")
        elif on < self._since:
            form.refuse(None, at, "day_before")
        return on

    def _number(self, form: RowForm, seen: set[str]) -> str:
        at = self._facts.get(NUMBER)
        number = "" if at is None else form.row.cells[at].strip()
        if at is not None and number and number in seen:
            form.refuse(None, at, "number_twice")
        seen.add(number)
        return number

    # --- the answers ---

    def _answers(self, form: RowForm, spoken: str, *, is_equality: bool) -> Answers:
        found: Answers = {}
        for about, question in self._questions.items():
            key, part = about
            if part == is_equality and about in form.columns:
                answer = _answer(form, about, question, spoken, self._found)
                found |= {key: answer} if answer else {}
        return found


def in_other_order(table: Table, targets: Mapping[str, Target], plan: Plan) -> dict[int, str]:
    """The columns that are read as days, but hold one which can only be read in the other order, with it."""
    dated = [name for name, target in targets.items() if isinstance(target.question, DateQuestion)]
    found = {
        at: words.in_other_order((row.cells[at] for row in table.rows), month_first=plan.month_first)
        for at, name in enumerate(plan.columns)
        if name in (RECEIVED, *dated)
    }
    return {at: text for at, text in found.items() if text}


def _misread(table: Table, targets: Mapping[str, Target], plan: Plan) -> set[int]:
    """Those of which no day can only be read in the order that was said."""
    other_way = replace(plan, month_first=not plan.month_first)
    return {*in_other_order(table, targets, plan)} - {*in_other_order(table, targets, other_way)}


def wanted(table: Table, targets: Mapping[str, Target], plan: Plan) -> set[tuple[str, str]]:
    """The list and the postcode of every cell that the council's list must turn into an area."""
    asked = [(at, targets[name].question) for at, name in enumerate(plan.columns) if name in targets]
    return {
        (question.lookup, postcode)
        for at, question in asked
        if isinstance(question, PostcodeQuestion) and question.lookup
        for row in table.rows
        if (postcode := areas.postcode(row.cells[at]))
    }


def _answer(
    form: RowForm, about: About, question: Question, spoken: str, found: Found | None
) -> Answer | None:
    """Read the fields of one question by the rules that hold online."""
    key, is_equality = about
    if area := form.areas.get(about):
        return Answer(area, spoken)
    _choose_written(form, about, question)
    fields = form.fields[is_equality]
    reading = read(question, key, fields if found is None else LookedUp(fields, found), spoken)
    for problem in reading.problems:
        column = form.columns.get((problem.field, is_equality), form.columns[about])
        form.refuse(about, column, problem.code, problem.parameters, of_answer=True)
    return reading.answer


def _choose_written(form: RowForm, about: About, question: Question) -> None:
    """Whoever has written something beside an option has chosen it, unless they chose another one."""
    key, is_equality = about
    fields = form.fields[is_equality]
    for option in choices(question):
        name = other_field(key, option.code)
        if name not in fields or option.code in fields.getlist(key):
            continue
        if isinstance(question, SeveralChoices) or not fields.getlist(key):
            fields.setdefault(key, []).append(option.code)
        else:
            column = form.columns[name, is_equality]
            form.refuse(about, column, "other_not_chosen", {"option": option.label})
