"""How can the same survey be put to other readers?

A variant has words, pictures, films and an order of its own, never codes or routes of its own: whatever is
answered in it lands beside the other answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from engage.bilingual import Bilingual
from engage.surveys.media import Image, Video


@dataclass(frozen=True, slots=True)
class OwnMedia:
    """What a variant shows at a page or question, named as in the keys of texts: ``question:belong``."""

    at: str
    images: tuple[Image, ...] = ()
    videos: tuple[Video, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One of ``easy_read``, ``large_print``, ``bsl`` and ``young_people``, or a further language.

    `words` hold its own texts by key (`texts.Text.key`). `order` names pages and questions in an order of
    their own; what it does not name keeps its place. The `code` of a further language is its language tag,
    such as ``pl``; its words are written in both fields of a `Bilingual` alike.

    `outdated` holds, by their keys, the standard words for which its own words or films were made, where
    those have changed since and nobody has looked at its own.
    """

    code: str
    words: tuple[tuple[str, Bilingual], ...] = ()
    media: tuple[OwnMedia, ...] = ()
    order: tuple[str, ...] = ()
    outdated: tuple[tuple[str, Bilingual], ...] = ()

    def __post_init__(self) -> None:
        for name in ("words", "outdated"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=itemgetter(0))))
