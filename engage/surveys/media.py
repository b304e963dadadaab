"""What else than words and questions can stand on a page?"""

from __future__ import annotations

from dataclasses import dataclass

from engage.bilingual import Bilingual

_NOTHING = Bilingual()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. `file` names it among the council's pictures; it is either described or decorative."""

    code: str
    file: str
    alt: Bilingual = _NOTHING
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class Video:
    """A film that is watched at its own address, and in words all that is said and shown in it."""

    code: str
    title: Bilingual
    address: Bilingual  # https; signed or dubbed films differ between the languages
    transcript: Bilingual  # Markdown


@dataclass(frozen=True, slots=True)
class Panel:
    """More information for whoever opens it. `documents` are codes of the consultation's documents."""

    code: str
    title: Bilingual
    body: Bilingual  # Markdown
    documents: tuple[str, ...] = ()
