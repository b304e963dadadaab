"""What is there to translate: every text in one list, each with where it appears and what is to be done?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from engage.bilingual import Bilingual, other_language
from engage.consultations.texts import AFTER_PUBLISHING, key_of
from engage.surveys.all_texts import all_texts, variant_of
from engage.surveys.definition import Definition
from engage.surveys.problems import Place
from engage.surveys.text import line, lines
from engage.surveys.texts import Text
from engage.surveys.tour import tour
from engage.surveys.translation import Record, Records, State, source_language, state
from engage.surveys.ways import WAYS

CONSULTATION, PREPARATION, SURVEY = "consultation", "preparation", "survey"
"""Parts of the list; others are sections and variants."""
DONE = (State.DONE, State.SIGNED_OFF)
TO_DO = (State.MISSING, State.STALE)
_GROUP = re.compile(r"(.*/(?:options|points|rows|areas|items|scales)):[^/]+/[^/]+")
_OTHERS = re.compile(r"[^A-Za-z0-9_:.]")


class Length(StrEnum):
    """How much room a text has where it appears."""

    LABEL = "label"  # beside a box or button
    HEADING = "heading"
    SENTENCES = "sentences"
    LONG = "long"  # Markdown
    ADDRESS = "address"


LENGTHS: dict[str, Length] = {
    **dict.fromkeys(("label", "other", "unit", "data"), Length.LABEL),
    **dict.fromkeys(("title", "area"), Length.HEADING),
    **dict.fromkeys(("slug", "address"), Length.ADDRESS),
    **dict.fromkeys(("hint", "summary", "alt", "statement", "welsh_effects"), Length.SENTENCES),
}
LIMITS = {"consultation.title": 150, "consultation.slug": 80, "consultation.summary": 500}
LIMITS |= {"consultation.area": 200, "document.title": 150, "proposal.title": 150}
LIMITS |= dict.fromkeys(("survey.title", "section.title", "page.title", "items.label"), 500)
LIMITS |= dict.fromkeys(("videos.title", "panels.title"), 150)
LIMIT_OF_QUESTION = 5_000  # of any text of a question: what its author may type, a translator may
LIMIT = 20_000  # characters of any other text of the survey
LIMIT_AROUND = 10_000  # of any other text beside the survey


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the list."""

    text: Text
    part: str  # where the list can be cut: CONSULTATION, PREPARATION, SURVEY, ``section:…`` or ``variant:…``
    trail: tuple[Bilingual, ...]  # titles of what it is inside, from the outside in
    state: State
    source_language: str
    record: Record | None
    locked: bool  # it is before the public and does not change any more

    @property
    def key(self) -> str:
        return self.text.key

    @property
    def name(self) -> str:
        """The key as a name token, which forms and files take for an id."""
        return name_of(self.key)

    @property
    def page(self) -> str:
        """The page on which it stands; texts that are on none stand together."""
        return self.text.place.page

    @property
    def target_language(self) -> str:
        return other_language(self.source_language)

    @property
    def source(self) -> str:
        return self.text.words[self.source_language]

    @property
    def target(self) -> str:
        return self.text.words[self.target_language]

    @property
    def old_source(self) -> str:
        """Of a stale text, the words from which it was translated; they may be none that are known."""
        return self.record.source if self.record and self.state == State.STALE else ""

    @property
    def kind(self) -> str:
        """What sort of text it is, such as "options.label"."""
        return kind(self.text)

    @property
    def length(self) -> Length:
        return LENGTHS.get(self.kind.rpartition(".")[2], Length.LONG)

    def tidied(self, words: str) -> str:
        """What was typed, or stood in a file, as it is kept."""
        return lines(words) if self.length in (Length.LONG, Length.SENTENCES) else line(words)

    @property
    def limit(self) -> int:
        """How many characters it may have."""
        around = self.part in (CONSULTATION, PREPARATION)
        other = LIMIT_OF_QUESTION if self.key.startswith("question:") else LIMIT
        return LIMITS.get(self.kind, LIMIT_AROUND if around else other)

    @property
    def group(self) -> str:
        """Options, rows and so on belong together; empty: the text stands alone."""
        found = _GROUP.fullmatch(self.key)
        return f"{found[1]}/{self.text.field}" if found else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The texts of one page, or of what is around the pages of a part."""

    part: str
    page: str
    title: Bilingual
    entries: tuple[Entry, ...]


def listed(
    definition: Definition | None,
    around: Mapping[str, Bilingual],
    records: Records,
    *,
    written_in: str,
    published: bool,
) -> tuple[Entry, ...]:
    """Every text in the order in which people meet it; texts that are rightly left out are left out here.

    `around` are the texts of the consultation and of its preparation.
    """
    own = [
        _entry(text, _part_around(text), _trail_around(text, around), records, written_in)
        for text in _around(around)
    ]
    if published:
        own = [_locked(entry) for entry in own]
    if definition is None:
        return _with_something(own)
    texts, trails = tuple(all_texts(definition)), _trails(definition)
    labels = {text.key: text.words for text in texts if text.field == "label"}
    survey = [
        _entry(text, _part(text), (*_trail(text, trails), *_label(text, labels)), records, written_in)
        for text in texts
    ]
    return _with_something([*own, *survey])


def parts(entries: Iterable[Entry], definition: Definition | None) -> dict[str, Bilingual]:
    """The parts that have texts, each with its title; the first two have none of their own."""
    titles = {f"section:{each.id}": each.title for each in definition.sections} if definition else {}
    titles |= {f"variant:{code}": way.name for code, way in WAYS.items()}
    return {entry.part: titles.get(entry.part, Bilingual()) for entry in entries}


def counted(entries: Iterable[Entry]) -> Counter[State]:
    """How many texts are in each state; what does not change any more is not counted."""
    return Counter(entry.state for entry in entries if not entry.locked)


def grouped(entries: Iterable[Entry], definition: Definition | None) -> list[Group]:
    """Texts of one page together, in the order of the list."""
    titles = {page.id: page.title for page in definition.pages()} if definition else {}
    return [
        Group(part, page, titles.get(page, Bilingual()), tuple(together))
        for (part, page), together in groupby(entries, key=lambda entry: (entry.part, entry.page))
    ]


def neighbours(entries: Sequence[Entry], key: str) -> tuple[Entry | None, Entry | None]:
    """The texts before and after this one, on the same page."""
    at = next(number for number, entry in enumerate(entries) if entry.key == key)
    here = entries[at]
    before = entries[at - 1] if at else None
    after = entries[at + 1] if at + 1 < len(entries) else None
    together = [each if each and _beside(each, here) else None for each in (before, after)]
    return together[0], together[1]


def name_of(key: str) -> str:
    """A name token of XML for a key: letters, digits, and ``_ : . -`` alone. No two keys share one."""
    return _OTHERS.sub(lambda found: f"-{ord(found[0]):x}-", key.replace("/", "."))


def kind(text: Text) -> str:
    """What sort of text it is: the owner's sort and the field, such as "page.title" or "options.label"."""
    *above, last = text.key.rpartition("|")[2].split("/")
    return f"{above[-1].partition(':')[0]}.{last.partition(':')[0]}"


def _beside(one: Entry, other: Entry) -> bool:
    return (one.part, one.page) == (other.part, other.page)


def _entry(text: Text, part: str, trail: tuple[Bilingual, ...], records: Records, written_in: str) -> Entry:
    record = records.of(text.key, text.words)
    return Entry(
        text,
        part,
        trail,
        state(text.words, record, required=text.required),
        source_language(text.words, record, written_in),
        record,
        locked=False,
    )


def _locked(entry: Entry) -> Entry:
    free = {key_of(field) for field in AFTER_PUBLISHING}
    return entry if entry.key in free else replace(entry, locked=True)


def _with_something(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.state != State.NOTHING)


def _around(words: Mapping[str, Bilingual]) -> Iterator[Text]:
    """The texts beside the survey. What has not been said yet before a consultation is for others to ask."""
    for key, text in words.items():
        required = not key.startswith(f"{PREPARATION}/")
        yield Text(key, Place(), key.rpartition("/")[2], text, required)


def _part_around(text: Text) -> str:
    return PREPARATION if text.key.startswith(f"{PREPARATION}/") else CONSULTATION


def _trail_around(text: Text, around: Mapping[str, Bilingual]) -> tuple[Bilingual, ...]:
    """Of what is said about a proposal, the proposal's title."""
    title = f"{text.key.rpartition('/')[0]}/title"
    inside = _part_around(text) == PREPARATION and title in around and text.key != title
    return (around[title],) if inside else ()


def _part(text: Text) -> str:
    if variant := variant_of(text.key):
        return f"variant:{variant}"
    return f"section:{text.place.section}" if text.place.section else SURVEY


def _trails(definition: Definition) -> dict[str, Bilingual]:
    """The titles of everything that has one, by its place's last id."""
    return {
        stop.place.path: title
        for stop in tour(definition)
        if isinstance(title := getattr(stop.part, "title", None), Bilingual)
    }


def _label(text: Text, labels: Mapping[str, Bilingual]) -> tuple[Bilingual, ...]:
    """Of what belongs to an option, such as its hint, the option's own label."""
    label = f"{text.key.rpartition('/')[0]}/label"
    return (labels[label],) if label in labels and label != text.key else ()


def _trail(text: Text, titles: Mapping[str, Bilingual]) -> tuple[Bilingual, ...]:
    """The titles of section, page and question, without the text itself."""
    names = text.place.path.split(" › ")
    paths = [" › ".join(names[: number + 1]) for number in range(len(names))]
    return tuple(titles[path] for path in paths if path in titles and titles[path] is not text.words)
