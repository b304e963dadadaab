"""How is an answer to each kind of question coded, and what is counted from it?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch
from itertools import pairwise

from engage.analysis import words
from engage.analysis.columns import (
    FIRST,
    NOT_ANSWERED,
    Choice,
    Coded,
    Coder,
    Column,
    Labels,
    Subject,
    choices_of,
)
from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys.choices import NOT_LISTED, choices
from engage.surveys.definition import (
    Allocation,
    Consent,
    DateQuestion,
    FileQuestion,
    LongText,
    Matrix,
    NumberQuestion,
    Option,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
    Step,
)

UNTICKED, TICKED = FIRST, FIRST + 1
TOP = 3  # how many first places are counted together when a ranking asks for all of them
PUT_FIRST, AMONG = ".first", ".top"  # the subjects of a ranking
ANSWERED = "answered"
SHARE_BOUNDS = (1, 25, 50)  # per cent: nothing, then from each bound up to the next


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: its id, the key of its answers, and the words that tell it from its twins."""

    question: str
    key: str
    title: Bilingual
    parts: tuple[Bilingual, ...] = ()

    def subject(
        self,
        choices: tuple[Choice, ...],
        *,
        suffix: str = "",
        parts: tuple[Bilingual, ...] = (),
        of_asked: bool = False,
    ) -> Subject:
        shown = tuple(part for part in (*self.parts, *parts) if part)
        return Subject(
            key=self.key + suffix,
            question=self.question,
            title=self.title,
            parts=shown,
            choices=choices,
            of_asked=of_asked,
        )


def coded(step: Step, question: Question) -> Coded:
    """Say how the answers to this question, asked on this step, are coded and counted."""
    item = (step.item.label,) if step.item and not _names(question.title, step.item.label) else ()
    return _coded(question, Place(question.id, step.key(question), question.title, item))


def _names(title: Bilingual, label: Bilingual) -> bool:
    return all(label[language] in title[language] for language in LANGUAGES)


# --- one code out of several ------------------------------------------------------------------------------


def _labels(options: Iterable[Option]) -> tuple[tuple[str, Bilingual], ...]:
    return tuple((option.code, option.label) for option in options)


def _bytes_of(column: Column) -> dict[str, bytes]:
    return {code: bytes((FIRST + place,)) for place, code in enumerate(column.codes)}


def _with_texts(options: Iterable[Option]) -> frozenset[str]:
    return frozenset(option.code for option in options if option.other)


def _one_of(
    place: Place, labels: Labels, *, of_asked: bool = False, texts: Collection[str] = frozenset()
) -> Coded:
    labels = tuple(labels)
    column = Column(place.key, tuple(code for code, _ in labels))
    subject = place.subject(choices_of(column, labels), of_asked=of_asked)
    code = _bytes_of(column).__getitem__
    return Coded(key=place.key, columns=(column,), subjects=(subject,), code=code, texts=frozenset(texts))


@singledispatch
def _coded(question: Question, place: Place) -> Coded:
    raise TypeError(f"no way to count a question of the kind {question.kind}")


@_coded.register
def _(question: SingleChoice, place: Place) -> Coded:
    return _one_of(place, _labels(question.options), texts=_with_texts(question.options))


@_coded.register
def _(question: ScaleQuestion, place: Place) -> Coded:
    return _one_of(place, _labels(_points(question.points, question.not_applicable)))


def _points(points: tuple[Option, ...], not_applicable: Option | None) -> tuple[Option, ...]:
    return (*points, not_applicable) if not_applicable else points


@_coded.register
def _(question: PostcodeQuestion, place: Place) -> Coded:
    options = choices(question)
    elsewhere = NOT_LISTED.label if question.lookup else words.ELSEWHERE
    labels = {option.code: option.label for option in options} | {question.ELSEWHERE: elsewhere}
    return _one_of(place, tuple(labels.items()))


@_coded.register
def _(question: Consent, place: Place) -> Coded:
    return _one_of(place, ((question.YES, question.statement),), of_asked=True)


# --- answered or not --------------------------------------------------------------------------------------


def _answered_or_not(place: Place, texts: Collection[str] = frozenset()) -> Coded:
    column = Column(place.key, (ANSWERED,))
    subject = place.subject(choices_of(column, ((ANSWERED, words.ANSWERED),)), of_asked=True)
    answered = bytes((FIRST,))
    return Coded(
        key=place.key,
        columns=(column,),
        subjects=(subject,),
        code=lambda value: answered,
        texts=frozenset(texts),
    )


@_coded.register
def _(question: DateQuestion, place: Place) -> Coded:
    return _answered_or_not(place)


@_coded.register(ShortText)
@_coded.register(LongText)
@_coded.register(FileQuestion)
def _(question: ShortText | LongText | FileQuestion, place: Place) -> Coded:
    return _answered_or_not(place, {ANSWERED})


# --- several codes at once --------------------------------------------------------------------------------


def _ticks(key: str, options: Iterable[Option]) -> tuple[Column, ...]:
    return tuple(Column(f"{key}.{option.code}", ("no", "yes")) for option in options)


def _ticked(columns: Iterable[Column], options: Iterable[Option]) -> tuple[Choice, ...]:
    pairs = zip(columns, options, strict=True)
    return tuple(Choice(option.code, option.label, column.key, TICKED) for column, option in pairs)


def _tick_coder(codes: tuple[str, ...]) -> Coder:
    places = {code: place for place, code in enumerate(codes)}
    nothing = bytes((UNTICKED,)) * len(codes)

    def code(value: Iterable[str]) -> bytes:
        row = bytearray(nothing)
        for ticked in value:
            row[places[ticked]] = TICKED
        return bytes(row)

    return code


@_coded.register
def _(question: SeveralChoices, place: Place) -> Coded:
    columns = _ticks(place.key, question.options)
    subject = place.subject(_ticked(columns, question.options))
    code = _tick_coder(tuple(option.code for option in question.options))
    texts = _with_texts(question.options)
    return Coded(key=place.key, columns=columns, subjects=(subject,), code=code, texts=texts)


def places_of(question: Ranking) -> int:
    """How many of the first places are counted together."""
    return question.top or TOP


@_coded.register
def _(question: Ranking, place: Place) -> Coded:
    """Count which option is put first, and how often each is among the first few."""
    first = Column(place.key + PUT_FIRST, tuple(option.code for option in question.options))
    best = place.subject(
        choices_of(first, _labels(question.options)), suffix=PUT_FIRST, parts=(words.RANKED_FIRST,)
    )
    places = places_of(question)
    byte = _bytes_of(first)
    if places == 1 or places >= len(question.options):
        return Coded(key=place.key, columns=(first,), subjects=(best,), code=lambda value: byte[value[0]])
    columns = _ticks(place.key + AMONG, question.options)
    among = place.subject(
        _ticked(columns, question.options),
        suffix=AMONG,
        parts=(words.ranked_among_the_first(places),),
    )
    ticks = _tick_coder(first.codes)
    return Coded(
        key=place.key,
        columns=(first, *columns),
        subjects=(best, among),
        code=lambda value: byte[value[0]] + ticks(value[:places]),
    )


# --- several answers at once ------------------------------------------------------------------------------


@_coded.register
def _(question: Matrix, place: Place) -> Coded:
    """Count each row on each scale; a row left out of a given answer is not answered."""
    columns, subjects, cells = [], [], []
    for row in question.rows:
        for scale in question.scales:
            suffix = f".{row.code}.{scale.code}"
            labels = _labels(_points(scale.points, scale.not_applicable))
            column = Column(place.key + suffix, tuple(code for code, _ in labels))
            columns.append(column)
            subjects.append(
                place.subject(choices_of(column, labels), suffix=suffix, parts=(row.label, scale.title))
            )
            cells.append((row.code, scale.code, _bytes_of(column)))

    def code(value: Mapping[str, Mapping[str, str]]) -> bytes:
        return b"".join(_cell(value.get(row, {}).get(scale), known) for row, scale, known in cells)

    return Coded(key=place.key, columns=tuple(columns), subjects=tuple(subjects), code=code)


def _cell(point: str | None, known: Mapping[str, bytes]) -> bytes:
    return known[point] if point else bytes((NOT_ANSWERED,))


@_coded.register
def _(question: Allocation, place: Place) -> Coded:
    """Count each option's share of what was given out, in bands."""
    columns = tuple(Column(f"{place.key}.{option.code}", tuple(words.SHARES)) for option in question.options)
    subjects = tuple(
        place.subject(
            choices_of(column, words.SHARES.items()), suffix=f".{option.code}", parts=(option.label,)
        )
        for column, option in zip(columns, question.options, strict=True)
    )
    codes = tuple(option.code for option in question.options)

    def code(value: Mapping[str, int]) -> bytes:
        total = sum(value.values())
        return bytes(FIRST + _share_band(value.get(code, 0), total) for code in codes)

    return Coded(key=place.key, columns=columns, subjects=subjects, code=code)


def _share_band(given: int, total: int) -> int:
    return bisect_right(SHARE_BOUNDS, max(100 * given // total, 1)) if given else 0


# --- numbers in bands -------------------------------------------------------------------------------------


@_coded.register
def _(question: NumberQuestion, place: Place) -> Coded:
    bounds = question.bands
    if not bounds:
        return _answered_or_not(place)
    labels = tuple(_bands(question))
    column = Column(place.key, tuple(code for code, _ in labels))
    subject = place.subject(choices_of(column, labels))
    lowest = FIRST + len(labels) - len(bounds) - 1

    def code(value: float) -> bytes:
        return bytes((max(lowest + bisect_right(bounds, value), FIRST),))

    return Coded(key=place.key, columns=(column,), subjects=(subject,), code=code)


def _bands(question: NumberQuestion) -> Iterator[tuple[str, Bilingual]]:
    """Name the numbers below the first bound, if there can be any, then those from each bound to the next."""
    bounds, decimals = question.bands, question.decimals
    smallest_step = 10**-decimals

    def written(number: float) -> str:
        return f"{number:,.{decimals}f}"

    if question.minimum is None or question.minimum < bounds[0]:
        yield "lowest", words.band("", written(bounds[0] - smallest_step))
    for lower, upper in pairwise(bounds):
        yield f"from_{lower:.{decimals}f}", words.band(written(lower), written(upper - smallest_step))
    yield f"from_{bounds[-1]:.{decimals}f}", words.band(written(bounds[-1]), "")
