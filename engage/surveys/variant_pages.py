"""In which portions are a variant's words written, and how far has each come?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from engage.bilingual import Bilingual
from engage.surveys.definition import NOTHING, Block, Definition, Page, Section
from engage.surveys.texts import Text, key_of, texts
from engage.surveys.tour import tour
from engage.surveys.variant import Variant
from engage.surveys.variants import languages, needed

WHOLE = "survey"  # the portion of the survey's own texts


@dataclass(frozen=True, slots=True)
class Portion:
    """The texts of one page with its questions, of one section or block, or of the survey itself."""

    at: str  # texts.key_of of the page, section or block; or WHOLE
    title: Bilingual
    texts: tuple[Text, ...]
    is_page: bool
    to_write: int  # texts that need words of the variant's own
    written: int  # of these, how many have them
    outdated: tuple[Text, ...]  # that have changed since the variant's own were made

    @property
    def is_done(self) -> bool:
        return self.written == self.to_write


def portions(definition: Definition, variant: Variant) -> tuple[Portion, ...]:
    """Every portion in the order of the survey; those without any words are left out."""
    homes = {WHOLE: (definition.title, False), **dict(_homes(definition))}
    wanted = {text.key for text in needed(definition, variant)}
    done = {key for key, words in variant.words if not set(words.missing) & set(languages(variant))}
    outdated = dict(variant.outdated)
    grouped: dict[str, list[Text]] = {at: [] for at in homes}
    for at, those in groupby(texts(definition), key=lambda text: _home(text, homes)):
        grouped[at] += [text for text in those if text.words]
    return tuple(
        Portion(
            at,
            homes[at][0],
            tuple(those),
            homes[at][1],
            sum(text.key in wanted for text in those),
            sum(text.key in wanted and text.key in done for text in those),
            tuple(text for text in those if text.key in outdated),
        )
        for at, those in grouped.items()
        if those
    )


def portion(definition: Definition, variant: Variant, at: str) -> Portion | None:
    return next((each for each in portions(definition, variant) if each.at == at), None)


def _homes(definition: Definition) -> Iterator[tuple[str, tuple[Bilingual, bool]]]:
    for stop in tour(definition):
        match stop.part:
            case Page():
                yield key_of(stop.part), (stop.part.title, True)
            case Section():
                yield key_of(stop.part), (stop.part.title, False)
            case Block():
                name = stop.part.items[0].label if stop.part.items else NOTHING
                yield key_of(stop.part), (name, False)


def _home(text: Text, homes: dict[str, tuple[Bilingual, bool]]) -> str:
    """A question's texts are in the portion of its page."""
    of = text.key.split("/")[0]
    if of in homes:
        return of
    return f"page:{text.place.page}" if text.place.page else WHOLE


# --- order ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """Things that can change places with each other: the pages of a section, or the questions of a page."""

    title: Bilingual
    members: tuple[tuple[str, Bilingual], ...]  # id and title, in the variant's order


def rows(shown: Definition) -> tuple[Row, ...]:
    """What can be moved in the survey as the variant shows it."""
    found = []
    for section in shown.sections:
        found.append(Row(section.title, tuple((part.id, _title(part)) for part in section.parts)))
        for part in section.parts:
            pages = part.pages if isinstance(part, Block) else (part,)
            if isinstance(part, Block):
                found.append(Row(_title(part), tuple((page.id, page.title) for page in pages)))
            found += [Row(page.title, tuple((q.id, q.title) for q in page.questions)) for page in pages]
    return tuple(row for row in found if len(row.members) > 1)


def _title(part: Page | Block) -> Bilingual:
    if isinstance(part, Page):
        return part.title
    return part.items[0].label if part.items else NOTHING


def moved(shown: Definition, order: tuple[str, ...], id: str, by: int) -> tuple[str, ...]:
    """The order in which this one stands one place earlier or later among those of its row."""
    for row in rows(shown):
        ids = [member for member, _title in row.members]
        if id in ids:
            there = ids.index(id)
            if not 0 <= there + by < len(ids):
                return order
            ids.insert(there + by, ids.pop(there))
            return (*(name for name in order if name not in ids), *ids)
    return order
