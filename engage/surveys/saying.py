"""What can be said of the answer to a question in a sentence, and what is wrong with what was said?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from engage.surveys.choices import choices, points_of
from engage.surveys.clauses import Clause, Group, Part, Path, Says, number, walk
from engage.surveys.definition import Allocation, Definition, Matrix, NumberQuestion, Option, Page, Question

Questions = Mapping[str, Question]  # by id
_ANSWERED = (Says.ANSWERED, Says.NOT_ANSWERED)


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a part of the form from being a condition, and the field in which it is."""

    path: Path
    field: str
    code: str


def tests(question: Question | None) -> tuple[Says, ...]:
    """What can be said of the answers to a question; nothing of one that is not there."""
    match question:
        case None:
            return ()
        case NumberQuestion():
            return (Says.BETWEEN, Says.NOT_BETWEEN, *_ANSWERED)
        case _ if options(question):
            return (Says.IS, Says.IS_NOT, *_ANSWERED)
        case _:
            return _ANSWERED


def options(question: Question | None, scale: str = "") -> tuple[Option, ...]:
    """What can be chosen; in a matrix on this scale, or on any."""
    if isinstance(question, Matrix):
        return points_of(question, scale)
    return () if question is None or isinstance(question, Allocation) else choices(question)


def settled(group: Group, questions: Questions) -> Group:
    """The form in which each sentence about a known question says what is most often said of such a one."""
    return replace(group, parts=tuple(_settled(part, questions) for part in group.parts))


def _settled(part: Part, questions: Questions) -> Part:
    if isinstance(part, Group):
        return settled(part, questions)
    offered = tests(questions.get(part.question))
    return replace(part, test=offered[0]) if offered and not part.test else part


def faults(group: Group, questions: Questions) -> Iterator[Fault]:
    """Everything that is wrong with the sentences; they may speak of these questions alone."""
    for path, part in walk(group):
        if isinstance(part, Group):
            if not part.parts:
                yield Fault(path, "join", "empty_group")
        else:
            yield from _faults(part, questions.get(part.question), path)


def _faults(clause: Clause, question: Question | None, path: Path) -> Iterator[Fault]:
    if not clause.question:
        yield Fault(path, "question", "no_question")
    elif question is None:
        yield Fault(path, "question", "not_earlier")
    elif clause.test not in tests(question):
        yield Fault(path, "test", "no_test")
    elif clause.test in (Says.IS, Says.IS_NOT):
        yield from _codes(clause, question, path)
    elif clause.test in (Says.BETWEEN, Says.NOT_BETWEEN):
        yield from _bounds(clause, path)


def _codes(clause: Clause, question: Question, path: Path) -> Iterator[Fault]:
    known = {option.code for option in options(question, clause.scale)}
    rows, scales = {""}, {""}
    if isinstance(question, Matrix):
        rows |= {row.code for row in question.rows}
        scales |= {scale.code for scale in question.scales}
    if clause.row not in rows:
        yield Fault(path, "row", "unknown_row")
    if clause.scale not in scales:
        yield Fault(path, "scale", "unknown_scale")
    elif not clause.codes:
        yield Fault(path, "codes", "no_codes")
    elif not known.issuperset(clause.codes):
        yield Fault(path, "codes", "unknown_codes")


def _bounds(clause: Clause, path: Path) -> Iterator[Fault]:
    low, high = number(clause.low), number(clause.high)
    wrong = [
        name
        for name in ("low", "high")
        if getattr(clause, name).strip() and number(getattr(clause, name)) is None
    ]
    for field in wrong:
        yield Fault(path, field, "not_a_number")
    if wrong:
        return
    if low is None and high is None:
        yield Fault(path, "low", "no_bounds")
    elif low is not None and high is not None and low > high:
        yield Fault(path, "high", "crossed")


def by_page(definition: Definition, questions: Iterable[Question]) -> list[tuple[Page, list[Question]]]:
    """These questions under the pages on which they are asked, for a menu."""
    wanted = {id(question) for question in questions}
    pages = [(page, [each for each in page.questions if id(each) in wanted]) for page in definition.pages()]
    return [(page, asked) for page, asked in pages if asked]
