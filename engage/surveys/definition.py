"""What does a survey ask, in which order, and of whom?

A definition is an immutable value. Ids and codes are stable, language-neutral and match ``CODE``; every word
that a resident reads is a `Bilingual`. A published survey stores its definition as one frozen document.
Words on the pages of a repeated block may hold ``{name}`` placeholders, filled from the item's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any, ClassVar, TypeAlias

from engage.bilingual import Bilingual
from engage.surveys.media import Image, Panel, Video
from engage.surveys.recoding import Recoding
from engage.surveys.variant import Variant

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
NOTHING = Bilingual()
POINTS = Bilingual("points", "pwynt")


# --- conditions: over codes, never over words; only about questions on earlier pages ---------------------


@dataclass(frozen=True, slots=True)
class Is:
    """True when the answer to `question` is, or contains, at least one of `codes`.

    `row` and `scale` point into a matrix, whose answer is a code for each row and scale.
    """

    question: str
    codes: tuple[str, ...]
    row: str = ""
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """True when the number answered to `question` lies within both bounds, which count (None: no bound)."""

    question: str
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """True when `question` has any answer."""

    question: str


@dataclass(frozen=True, slots=True)
class All:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    condition: Condition


Condition: TypeAlias = Is | Between | Answered | All | AnyOf | Not


# --- questions ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be ticked. `other` labels the "please say" box that belongs to this option."""

    code: str
    label: Bilingual
    hint: Bilingual = NOTHING
    exclusive: bool = False  # "None of these": cannot stand beside another option
    other: Bilingual = NOTHING
    other_required: bool = True  # whoever ticks the option has to fill in its box


@dataclass(frozen=True, kw_only=True)
class Question:
    """What every kind of question has."""

    kind: ClassVar[str]
    id: str
    title: Bilingual
    hint: Bilingual = NOTHING
    required: bool = False
    show_if: Condition | None = None
    special_category: str = ""  # the condition of Article 9 under which the answers are kept; "": not special
    origin: str = ""  # ``set/question`` of the library from which it came, whose words it keeps


@dataclass(frozen=True, kw_only=True)
class SingleChoice(Question):
    """Radio buttons. Answer: one option code."""

    kind: ClassVar[str] = "single"
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class SeveralChoices(Question):
    """Checkboxes. Answer: a list of option codes in the order of the definition."""

    kind: ClassVar[str] = "several"
    options: tuple[Option, ...]
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, kw_only=True)
class ScaleQuestion(Question):
    """A labelled scale, lowest point first. Answer: one point's code, or that of `not_applicable`."""

    kind: ClassVar[str] = "scale"
    points: tuple[Option, ...]
    not_applicable: Option | None = None


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class MatrixScale:
    """One scale on which each row of a matrix is rated; `title` may be empty when there is only one."""

    code: str
    points: tuple[Option, ...]
    title: Bilingual = NOTHING
    not_applicable: Option | None = None


@dataclass(frozen=True, kw_only=True)
class Matrix(Question):
    """Statements rated on one or two scales. Answer: {row code: {scale code: point code}}."""

    kind: ClassVar[str] = "matrix"
    rows: tuple[Row, ...]
    scales: tuple[MatrixScale, ...]


@dataclass(frozen=True, kw_only=True)
class Ranking(Question):
    """Put options in order, or choose the best `top` in order. Answer: list of option codes, best first."""

    kind: ClassVar[str] = "ranking"
    options: tuple[Option, ...]
    top: int | None = None  # None: rank them all


@dataclass(frozen=True, kw_only=True)
class Allocation(Question):
    """Share out `total` units. Answer: {option code: whole number}; the numbers add up to `total`."""

    kind: ClassVar[str] = "allocation"
    options: tuple[Option, ...]
    total: int = 100
    unit: Bilingual = POINTS


@dataclass(frozen=True, kw_only=True)
class NumberQuestion(Question):
    """Answer: a whole number, or one with up to `decimals` places. `bands` are lower bounds used to count."""

    kind: ClassVar[str] = "number"
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    unit: Bilingual = NOTHING
    bands: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DateQuestion(Question):
    """Answer: an ISO date."""

    kind: ClassVar[str] = "date"
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, kw_only=True)
class ShortText(Question):
    """One line. Answer: text of at most `limit` characters. `autocomplete` is an HTML token or empty."""

    kind: ClassVar[str] = "short_text"
    limit: int = 200
    autocomplete: str = ""


@dataclass(frozen=True, kw_only=True)
class LongText(Question):
    """Several lines. Answer: text of at most `limit` characters."""

    kind: ClassVar[str] = "long_text"
    limit: int = 2000


@dataclass(frozen=True, slots=True)
class Area:
    """An area and the beginnings of the postcodes in it, such as "ZZ1 2" or "ZZ1".

    Where the question takes its areas from a list of the council, there are no beginnings.
    """

    code: str
    label: Bilingual
    postcodes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PostcodeQuestion(Question):
    """A postcode, turned into an area at once and thrown away. Answer: an area code, or `ELSEWHERE`.

    `lookup` names the council's list of postcodes that says which area it is; empty: their beginnings do.
    `may_decline`: people can also say that they would rather not say; then the answer is `DECLINED`.
    """

    kind: ClassVar[str] = "postcode"
    ELSEWHERE: ClassVar[str] = "elsewhere"
    DECLINED: ClassVar[str] = "prefer_not_to_say"
    areas: tuple[Area, ...]
    lookup: str = ""
    may_decline: bool = False


@dataclass(frozen=True, kw_only=True)
class Consent(Question):
    """One box beside one statement. Answer: `YES` when ticked, nothing when not."""

    kind: ClassVar[str] = "consent"
    YES: ClassVar[str] = "yes"
    statement: Bilingual


@dataclass(frozen=True, kw_only=True)
class FileQuestion(Question):
    """Files, kept apart from the answers. Answer: their ids, which nobody chooses, the oldest first.

    `Answer.other` says by id what each is called and how large it is.
    """

    kind: ClassVar[str] = "file"
    MOST: ClassVar[int] = 5
    maximum: int = 1


def takes_files(question: Question) -> bool:
    """Can it be answered only where files can be sent: not by telephone or at a kiosk?"""
    return isinstance(question, FileQuestion)


def is_looked_up(question: Question) -> bool:
    """Does it take a list of the council to answer it, which a device without a network does not have?"""
    return isinstance(question, PostcodeQuestion) and bool(question.lookup)


KINDS: dict[str, type[Question]] = {
    kind.kind: kind
    for kind in (
        SingleChoice, SeveralChoices, ScaleQuestion, Matrix, Ranking, Allocation, NumberQuestion,
        DateQuestion, ShortText, LongText, PostcodeQuestion, Consent, FileQuestion,
    )
}  # fmt: skip


# --- pages, blocks, sections ----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is shown at once: Markdown in `body`, questions, or both; without questions, information."""

    id: str
    title: Bilingual
    body: Bilingual = NOTHING
    questions: tuple[Question, ...] = ()
    show_if: Condition | None = None
    ends: bool = False  # after this page the survey goes straight to checking the answers
    safe_exit: bool = False  # shows the button that leaves for a harmless site at once
    images: tuple[Image, ...] = ()
    videos: tuple[Video, ...] = ()
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a repeated block. `data` fills the ``{name}`` placeholders in the block's words.

    The order of `data` means nothing. It is kept sorted by name, because a stored document may not keep it.
    """

    code: str
    label: Bilingual
    data: tuple[tuple[str, Bilingual], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", tuple(sorted(self.data, key=itemgetter(0))))

    def words(self) -> dict[str, Bilingual]:
        """Every placeholder and its value; ``{item}`` is always the item's own label."""
        return {"item": self.label, **dict(self.data)}


@dataclass(frozen=True, kw_only=True)
class Block:
    """Pages repeated once for each item, or for each item ticked in the earlier question `picked_by`.

    The options of `picked_by` carry the codes of the items.
    """

    id: str
    items: tuple[ListItem, ...]
    pages: tuple[Page, ...]
    picked_by: str = ""
    show_if: Condition | None = None


Part: TypeAlias = Page | Block


@dataclass(frozen=True, kw_only=True)
class Section:
    """Pages under one heading, skipped together."""

    id: str
    title: Bilingual
    parts: tuple[Part, ...]
    show_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class EqualityModule:
    """A reference to a dated standard set in the room `equality`.

    No characteristics named: all that are not optional. `show_if` speaks of the survey's own questions,
    such as who is not answering for an organisation.
    """

    set: str
    characteristics: tuple[str, ...] = ()
    show_if: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A whole survey."""

    title: Bilingual
    sections: tuple[Section, ...]
    intro: Bilingual = NOTHING  # Markdown, on the start page
    minutes: int = 10  # how long it takes, as said on the start page
    equality: EqualityModule | None = None
    welsh_effects: Bilingual = NOTHING  # the proposal that the questions of Standards 91-93 are about
    contact: tuple[str, ...] = ()  # for which contact.PURPOSES an e-mail address may be left, kept apart
    variants: tuple[Variant, ...] = ()
    recodings: tuple[Recoding, ...] = ()  # how answers to earlier versions are read, oldest first

    def pages(self) -> Iterator[Page]:
        """Every page once, the pages of a block included."""
        for section in self.sections:
            for part in section.parts:
                yield from part.pages if isinstance(part, Block) else (part,)

    def questions(self) -> Iterator[Question]:
        for page in self.pages():
            yield from page.questions


# --- steps: pages as residents meet them, a block's pages once for each item ---------------------------


@dataclass(frozen=True)
class Step:
    """One page at its place in the survey. `number` counts from 1 over all steps, whether asked or not."""

    number: int
    section: Section
    page: Page
    block: Block | None = None
    item: ListItem | None = None

    def key(self, question: Question) -> str:
        """Under which key the answer is kept: ``question``, or ``question@item`` inside a block."""
        return f"{question.id}@{self.item.code}" if self.item else question.id

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """All that must be true for the step to be asked, the picked item apart."""
        holders = (self.section, self.block, self.page)
        return tuple(holder.show_if for holder in holders if holder and holder.show_if)


def steps(sections: tuple[Section, ...]) -> tuple[Step, ...]:
    """List every step of these sections in order; inside a block all pages of an item come together."""
    found: list[Step] = []
    for section in sections:
        for part in section.parts:
            if isinstance(part, Page):
                found.append(Step(len(found) + 1, section, part))
                continue
            for item in part.items:
                for page in part.pages:
                    found.append(Step(len(found) + 1, section, page, part, item))
    return tuple(found)


# --- answers --------------------------------------------------------------------------------------------

Value: TypeAlias = "str | float | int | list[str] | dict[str, int] | dict[str, dict[str, str]]"


@dataclass(frozen=True, slots=True)
class Answer:
    """One given answer: codes, numbers or text; `other` holds "please say" texts by option code.

    Of files, it says by id what each is called.
    """

    value: Value
    language: str  # of the page on which it was given
    other: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        written: dict[str, Any] = {"value": self.value, "language": self.language}
        return written | {"other": self.other} if self.other else written


Answers: TypeAlias = dict[str, Answer]


def answers_from_json(document: dict[str, dict[str, Any]]) -> Answers:
    return {key: Answer(a["value"], a["language"], a.get("other", {})) for key, a in document.items()}


def answers_to_json(answers: Answers) -> dict[str, dict[str, object]]:
    return {key: answer.to_json() for key, answer in answers.items()}
