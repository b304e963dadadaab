"""What does a clerk type for what stands on a paper form, and which answers are these?

Options are typed by the numbers beside their boxes: "2", or "2 5" where several may be ticked. A matrix is a
row of numbers for each scale, in the order of its rows; a ranking or an allocation what was written beside
each option; "-" stands for nothing. A date is "14 3 2026". What cannot be an answer is typed as a `Spoilt`
code, and kept as that, never as an answer. The answers themselves are read by the rules of the survey, but
paper cannot be refused: nothing is required of it, and long texts are taken whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from engage.respond.keying_signs import (
    NOTHING,
    ONE_DIGIT,
    Problem,
    Spoilt,
    Wrong,
    place_of,
    signs,
    signs_for_rows,
    spoilt_code,
)
from engage.respond.paper import Asked
from engage.surveys import areas
from engage.surveys.answers import read as read_answer
from engage.surveys.choices import choices, points
from engage.surveys.definition import (
    Allocation,
    Answer,
    Consent,
    DateQuestion,
    LongText,
    Matrix,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.fields import (
    FieldProblem,
    Found,
    cell_field,
    date_fields,
    decline_field,
    other_field,
    points_field,
    rank_field,
)

Typed: TypeAlias = Mapping[str, str]  # what stands in each field of the keying page, by its name
FILE = "file"  # kind of questions that are answered with papers of their own
DECLINES = "1"  # typed where the box is ticked of somebody who would rather not say where they live
AREA = "="  # before the code of an area, which is what is kept of a postcode
LONGEST = 50_000  # characters of a text on paper
_DATE_PARTS = re.compile(r"[\s./\-]+")
_DATE_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one question: an answer, or codes by the part they are about ("": all of it)."""

    answer: Answer | None = None
    spoilt: Mapping[str, Spoilt] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def says_something(self) -> bool:
        return self.answer is not None or bool(self.spoilt)


class _Submitted(dict[str, list[str]]):
    """Fields as the page online would have sent them."""

    def getlist(self, key: str, /) -> list[str]:
        return self.get(key, [])


# --- the fields -----------------------------------------------------------------------------------------


def base(asked: Asked) -> str:
    """The name of a question's first field. Equality questions may have the keys of others."""
    return f"{'e' if asked.is_equality else 'q'}-{asked.key}"


def names(asked: Asked) -> tuple[str, ...]:
    """Every field of the question, in the order in which it is keyed."""
    question, first = asked.question, base(asked)
    if question.kind == FILE:
        return ()  # what is enclosed stays with the paper
    if isinstance(question, Matrix):
        return tuple(f"{first}--{scale.code}" for scale in question.scales)
    return first, *(other_field(first, option.code) for option in choices(question) if option.other)


# --- reading --------------------------------------------------------------------------------------------


def read(asked: Asked, typed: Typed, lang: str) -> Entry:
    """Read what was typed for one question."""
    if not names(asked):
        return Entry()
    whole = spoilt_code(typed.get(base(asked), ""), is_text=isinstance(asked.question, ShortText | LongText))
    if whole and not isinstance(asked.question, Matrix):
        return Entry(spoilt={"": whole})
    spoilt: dict[str, Spoilt] = {}
    try:
        submitted = _submitted(asked, typed, spoilt)
    except Wrong as wrong:
        return Entry(problems=(wrong.problem,))
    if area := _area(asked, typed):
        return Entry(Answer(area, lang))
    reading = read_answer(relaxed(asked.question), asked.key, submitted, lang)
    problems = tuple(
        Problem(_field(asked, each), each.code, each.parameters, each) for each in reading.problems
    )
    return Entry(reading.answer, spoilt, problems)


def wanted(form_questions: Iterable[Asked], typed: Typed) -> dict[str, tuple[str, str]]:
    """The list and the postcode of every field in which one stands that the council's list must turn."""
    found: dict[str, tuple[str, str]] = {}
    for asked in form_questions:
        question, name = asked.question, base(asked)
        if not isinstance(question, PostcodeQuestion) or not question.lookup:
            continue
        if postcode := areas.postcode(typed.get(name, "")):
            found[name] = question.lookup, postcode
    return found


def turned(form_questions: Iterable[Asked], typed: Typed, found: Found) -> dict[str, str]:
    """What was typed, with the area in place of each such postcode: it goes no further."""
    every = tuple(form_questions)
    by_name = {base(asked): asked.question for asked in every}
    written = dict(typed)
    for name, (lookup, postcode) in wanted(every, typed).items():
        known = {option.code for option in choices(by_name[name])}
        code = found.get((lookup, postcode), PostcodeQuestion.ELSEWHERE)
        written[name] = f"{AREA}{code if code in known else PostcodeQuestion.ELSEWHERE}"
    return written


def relaxed(question: Question) -> Question:
    """The question as paper answers it: nothing is required, and nobody is stopped when writing much."""
    changes: dict[str, Any] = {"required": False}
    if isinstance(question, SingleChoice | SeveralChoices):
        changes["options"] = tuple(replace(option, other_required=False) for option in question.options)
    if isinstance(question, SeveralChoices):
        changes["minimum"] = 0
    if isinstance(question, ShortText | LongText):
        changes["limit"] = LONGEST
    return replace(question, **changes)


def _submitted(asked: Asked, typed: Typed, spoilt: dict[str, Spoilt]) -> _Submitted:
    question, key, first = asked.question, asked.key, base(asked)
    text = typed.get(first, "")
    found = _Submitted()
    for option in choices(question):
        said = typed.get(other_field(first, option.code), "").strip() if option.other else ""
        if code := spoilt_code(said, is_text=True):
            spoilt[option.code] = code
        elif said:
            found[other_field(key, option.code)] = [said]
    found.update(_READ.get(type(question), _as_typed)(_Place(question, key, first, typed, text, spoilt)))
    _require_ticked(asked, found, first)
    return found


def _require_ticked(asked: Asked, found: _Submitted, first: str) -> None:
    """What was written beside an option is never lost because its number is missing."""
    for option in choices(asked.question):
        if other_field(asked.key, option.code) in found and option.code not in found.getlist(asked.key):
            at = other_field(first, option.code)
            raise Wrong(at, "other_not_ticked", option=option.label)


@dataclass(frozen=True, slots=True)
class _Place:
    """One question with what was typed for it."""

    question: Any
    key: str
    first: str
    typed: Typed
    text: str
    spoilt: dict[str, Spoilt]


def _as_typed(place: _Place) -> dict[str, list[str]]:
    return {place.key: [place.text]}


def _one(place: _Place) -> dict[str, list[str]]:
    codes = _numbered(place)
    if len(codes) > 1:
        raise Wrong(place.first, "one_only")
    return {place.key: codes}


def _several(place: _Place) -> dict[str, list[str]]:
    return {place.key: _numbered(place)}


def _numbered(place: _Place) -> list[str]:
    """The codes of the options with these numbers."""
    codes = [option.code for option in _options(place.question)]
    return [
        codes[place_of(part, len(codes), place.first)] for part in signs(place.text, len(codes), place.first)
    ]


def _options(question: Question) -> Any:
    return points(question) if isinstance(question, ScaleQuestion) else choices(question)


def _matrix(place: _Place) -> dict[str, list[str]]:
    """One row of numbers for each scale. What one cell holds may be spoilt, and the others not."""
    found: dict[str, list[str]] = {}
    for scale in place.question.scales:
        at = f"{place.first}--{scale.code}"
        of_scale = [point.code for point in points(scale)]
        whole = place.typed.get(at, "")
        if code := spoilt_code(whole):
            place.spoilt[scale.code] = code
            continue
        parts = signs_for_rows(whole, len(place.question.rows), at, most=len(of_scale))
        for row, part in zip(place.question.rows, parts, strict=bool(parts)):
            if code := spoilt_code(part):
                place.spoilt[f"{row.code}.{scale.code}"] = code
            elif part not in NOTHING:
                point = of_scale[place_of(part, len(of_scale), at)]
                found[cell_field(place.key, row.code, scale.code)] = [point]
    return found


def _beside(name: Callable[[str, str], str]) -> Callable[[_Place], dict[str, list[str]]]:
    """What was written beside each option."""

    def read_row(place: _Place) -> dict[str, list[str]]:
        options = place.question.options
        most = len(options) if isinstance(place.question, Ranking) else ONE_DIGIT + 1
        parts = signs_for_rows(place.text, len(options), place.first, most=most)
        return {
            name(place.key, option.code): [part]
            for option, part in zip(options, parts, strict=bool(parts))
            if part not in NOTHING
        }

    return read_row


def _day(place: _Place) -> dict[str, list[str]]:
    digits = _DATE_DIGITS.fullmatch(place.text.strip())
    parts = [*digits.groups()] if digits else [each for each in _DATE_PARTS.split(place.text) if each]
    if len(parts) > 3:
        parts = [*parts[:2], " ".join(parts[2:])]
    return {name: [part] for name, part in zip(date_fields(place.key), parts, strict=False)}


def _postcode(place: _Place) -> dict[str, list[str]]:
    """The box beside the postcode, for who would rather not say, has the number 1."""
    if place.question.may_decline and place.text.strip() == DECLINES:
        return {decline_field(place.key): ["yes"]}
    return _as_typed(place)


_READ: dict[type[Question], Callable[[_Place], dict[str, list[str]]]] = {
    SingleChoice: _one,
    ScaleQuestion: _one,
    Consent: _one,
    SeveralChoices: _several,
    Matrix: _matrix,
    Ranking: _beside(rank_field),
    Allocation: _beside(points_field),
    DateQuestion: _day,
    PostcodeQuestion: _postcode,
}


def _area(asked: Asked, typed: Typed) -> str | None:
    """The area that is all that is kept of a postcode which was typed before."""
    text = typed.get(base(asked), "")
    if not isinstance(asked.question, PostcodeQuestion) or not text.startswith(AREA):
        return None
    code = text.removeprefix(AREA)
    return code if any(option.code == code for option in choices(asked.question)) else None


def _field(asked: Asked, problem: FieldProblem) -> str:
    """The field of the keying page in which the part at fault was typed."""
    question, first = asked.question, base(asked)
    if isinstance(question, Matrix):
        scale = problem.field.rsplit("--", 1)[-1]
        return f"{first}--{scale}" if scale in {each.code for each in question.scales} else names(asked)[0]
    others = {other_field(asked.key, o.code): other_field(first, o.code) for o in choices(question)}
    return others.get(problem.field, first)


def kept_typed(asked: Asked, typed: Typed, entry: Entry) -> dict[str, str]:
    """What is kept of what was typed until the paper is compared: of a postcode the area alone."""
    if isinstance(asked.question, PostcodeQuestion) and entry.answer:
        return {base(asked): f"{AREA}{entry.answer.value}"}
    return {name: typed[name] for name in names(asked) if typed.get(name, "").strip()}
