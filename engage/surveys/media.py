"""What else than words and questions can stand on a page?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engage.bilingual import Bilingual

_NOTHING = Bilingual()
# What a picture is called: the beginning of its fingerprint, its width and height in pixels, its kind.
FILE = re.compile(r"[0-9a-f]{32}-(?P<width>[1-9][0-9]{0,3})x(?P<height>[1-9][0-9]{0,3})\.(?P<kind>png|jpg)")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. `file` names it among the council's pictures; it is either described or decorative."""

    code: str
    file: str
    alt: Bilingual = _NOTHING
    decorative: bool = False

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels, so that a page keeps its place free; None if the name does not say."""
        found = FILE.fullmatch(self.file)
        return (int(found["width"]), int(found["height"])) if found else None


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
