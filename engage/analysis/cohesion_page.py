"""How do the measures of one consultation stand beside other figures, in one language?

Pages and files are written from this, so that all say the same. Everything stands in the order of the set and
of dates, never in that of the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from engage import dates
from engage.analysis import cohesion_words as say
from engage.analysis import words
from engage.analysis.cohesion import CURRENT, Kind, National, Reading, Surveyed, strands
from engage.analysis.figures import explained, number, share
from engage.analysis.intervals import ends
from engage.analysis.room_words import FROM_TO
from engage.analysis.statistics import Percentage
from engage.analysis.tables import Figure
from engage.bilingual import Bilingual
from engage.surveys.choices import choices, points
from engage.surveys.definition import Matrix, Question
from engage.surveys.strands import Measure, Strand


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure, as it is written, and from what: the percentage of a consultation, or a published one."""

    kind: Kind
    whose: str
    details: tuple[str, ...]
    share: str
    reach: str
    base: str
    people: Figure
    percentage: Percentage | None = None
    ends: tuple[Percentage, Percentage] | None = None
    national: National | None = None

    @property
    def at(self) -> float | None:
        """Where a drawing has it, from 0 to 100; nowhere if it is hidden."""
        if self.national:
            return self.national.tenths / 10
        return self.percentage.value if self.percentage else None

    @property
    def range(self) -> tuple[int | None, int | None] | None:
        """From where to where a drawing has its range."""
        return (self.ends[0].value, self.ends[1].value) if self.ends else None


@dataclass(frozen=True, slots=True)
class Shown:
    """One measure."""

    code: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The measures of one question."""

    title: str
    counted: tuple[str, ...]  # which answers are favourable; empty: published figures alone
    measures: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One strand, as far as the survey asks it."""

    code: str
    title: str
    blocks: tuple[Block, ...]

    def measures(self) -> Iterator[tuple[Block, Shown]]:
        for block in self.blocks:
            for shown in block.measures:
                yield block, shown

    @property
    def nationals(self) -> tuple[National, ...]:
        """The published figures of the strand, each once."""
        return tuple(row.national for _, shown in self.measures() for row in shown.rows if row.national)


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that the view shows."""

    parts: tuple[Part, ...]
    shorthand: tuple[tuple[str, str], ...]
    says_nothing: bool  # every figure of the consultation itself is hidden, and every range

    @property
    def kinds(self) -> set[Kind]:
        """Whose figures there are."""
        return {row.kind for row in self._rows()}

    @property
    def has_open_ranges(self) -> bool:
        """Is there a range around a share that is hidden?"""
        return any(row.range and row.at is None for row in self._rows())

    def _rows(self) -> Iterator[Row]:
        for part in self.parts:
            for _, shown in part.measures():
                yield from shown.rows


def beside(own: Surveyed, others: Sequence[Surveyed], national: Sequence[National], language: str) -> Beside:
    """Put a consultation beside others, in their order, and beside published figures."""
    parts = tuple(
        part for strand in strands() if (part := _part(strand, own, others, national, language)).blocks
    )
    shown = [each for part in parts for _, each in part.measures()]
    marks = {row.percentage.mark for each in shown for row in each.rows if row.percentage}
    if any(row.base == words.HIDDEN for each in shown for row in each.rows):
        marks.add(words.HIDDEN)
    return Beside(
        parts,
        explained(marks, language, own.rule),
        all(reading.interval is None for reading in own.readings.values()),
    )


def _part(
    strand: Strand, own: Surveyed, others: Sequence[Surveyed], national: Sequence[National], language: str
) -> Part:
    asked = [measure for measure in strand.measures if measure.code in own.readings]
    blocks = (
        _block(CURRENT.question(question), list(measures), own, others, national, language)
        for question, measures in groupby(asked, lambda measure: measure.question)
    )
    together = (
        Shown(each.code, each.title[language], tuple(_published(each.code, national, language)))
        for each in strand.together
        if set(each.of) <= own.readings.keys()
    )
    published = tuple(each for each in together if each.rows)
    last = (Block(say.TOGETHER[language], (), published),) if published else ()
    return Part(strand.code, strand.title[language], (*blocks, *last))


def _block(
    question: Question | None,
    measures: Sequence[Measure],
    own: Surveyed,
    others: Sequence[Surveyed],
    national: Sequence[National],
    language: str,
) -> Block:
    assert question is not None  # a measure names a question of its set
    counted = favourable(question, measures[0], language)
    return Block(
        question.title[language],
        counted,
        tuple(
            Shown(
                measure.code,
                title(question, measure, language),
                tuple(_rows(measure.code, own, others, national, language)),
            )
            for measure in measures
        ),
    )


def title(question: Question, measure: Measure, language: str) -> str:
    """What a measure is called under its question: a matrix's row, or the favourable answers."""
    if isinstance(question, Matrix):
        return next(row.label[language] for row in question.rows if row.code == measure.row)
    return " / ".join(favourable(question, measure, language))


def favourable(question: Question, measure: Measure, language: str) -> tuple[str, ...]:
    """The answers that are counted together."""
    if isinstance(question, Matrix):
        options = next(points(scale) for scale in question.scales if scale.code == measure.scale)
    else:
        options = choices(question)
    return tuple(option.label[language] for option in options if option.code in measure.favourable)


def named(language: str) -> dict[str, str]:
    """What each measure, and each set of several together, is called where it stands alone, by its code."""
    found: dict[str, str] = {}
    for strand in strands():
        for measure in strand.measures:
            question = CURRENT.question(measure.question)
            assert question is not None
            found[measure.code] = f"{question.title[language]} – {title(question, measure, language)}"
        found |= {each.code: each.title[language] for each in strand.together}
    return found


# --- figures ----------------------------------------------------------------------------------------------


def _rows(
    code: str, own: Surveyed, others: Sequence[Surveyed], national: Sequence[National], language: str
) -> Iterator[Row]:
    for surveyed in (own, *others):
        if code in surveyed.readings:
            yield _row(surveyed, surveyed.readings[code], _unlike(surveyed, own, code), language)
    yield from _published(code, national, language)


def _unlike(surveyed: Surveyed, own: Surveyed, code: str) -> Iterator[Bilingual]:
    """What has to be known of a figure that stands beside our own."""
    reading = surveyed.readings[code]
    if surveyed.is_interim:
        yield say.INTERIM
    if reading.of_some:
        yield say.OF_SOME
    if reading.is_left_out:
        yield say.LEFT_OUT
    if reading.edition != own.readings[code].edition:
        yield say.OTHER_EDITION
    if replace(surveyed.rule, step=own.rule.step) != own.rule:
        yield say.OTHER_RULE


def _row(surveyed: Surveyed, reading: Reading, notes: Iterable[Bilingual], language: str) -> Row:
    base, percentage = reading.base, reading.share
    found = reading.interval
    drawn = ends(found, base) if found and base is not None else None
    month = dates.month(surveyed.closed, language)
    told = {
        Kind.OWN: (say.THIS[language], (month,)),
        Kind.RESIDENTS: (say.RESIDENTS[language], (surveyed.title[language], month)),
        Kind.EARLIER: (surveyed.title[language], (month,)),
        Kind.OTHER: (surveyed.council[language], (surveyed.title[language], month)),
    }
    whose, details = told[surveyed.kind]
    return Row(
        kind=surveyed.kind,
        whose=whose,
        details=(*details, *(note[language] for note in notes)),
        share=share(percentage, language),
        reach=_reach(drawn, language),
        base=words.UNAVAILABLE if reading.is_left_out else number(base),
        people=base,
        percentage=percentage,
        ends=drawn,
    )


def _reach(drawn: tuple[Percentage, Percentage] | None, language: str) -> str:
    """The range in words; nothing where there is none."""
    if drawn is None:
        return ""
    lower, upper = (end.text(language) for end in drawn)
    return lower if lower == upper else FROM_TO[language].format(lower=lower, upper=upper)


def _published(code: str, national: Iterable[National], language: str) -> Iterator[Row]:
    for each in national:
        if each.measure == code:
            yield Row(
                kind=Kind.NATIONAL,
                whose=each.survey[language],
                details=(each.place[language], each.period[language]),
                share=per_cent(each.tenths),
                reach="",
                base=f"{each.people:,}" if each.people else say.NOT_GIVEN[language],
                people=each.people,
                national=each,
            )


def per_cent(tenths: int) -> str:
    """Such as "52%" or "52.5%"."""
    return f"{tenths / 10:g}%"
