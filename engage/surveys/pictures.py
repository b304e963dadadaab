"""Which files may be pictures, and what is kept of them? Nothing but what can be seen.

A picture is decoded, made as small as a page needs, and written anew. What else was in the file goes: where
and with which camera it was taken, programs, whatever was hung on at its end.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Self

from PIL import Image, ImageOps

from engage.surveys.media import FILE

LARGEST = 8 * 1024 * 1024  # bytes of an upload
LONGEST_SIDE = 1600  # pixels that are kept
MOST_PIXELS = 50_000_000  # that are decoded
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
TYPES = {"png": "image/png", "jpg": "image/jpeg"}
HEAVY = 400_000  # bytes from which a picture without transparency is better a JPEG
_QUALITY = 82
_DIGEST = 32  # hexadecimal digits of SHA-256
_SVG = re.compile(rb"<svg|<\?xml|<!doctype", re.IGNORECASE)


class Reason(StrEnum):
    """Why a file cannot be a picture."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    DRAWING = "drawing"
    NO_PICTURE = "no_picture"
    TOO_MANY_PIXELS = "too_many_pixels"


class Unacceptable(ValueError):
    """The file cannot be a picture; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept and shown. Its name says what is in it, and how large it is."""

    file: str  # such as "3f…e1-1600x900.jpg"
    content: bytes

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Make a picture of an uploaded file, whatever it is called. Raises Unacceptable."""
        if not content:
            raise Unacceptable(Reason.EMPTY)
        if len(content) > LARGEST:
            raise Unacceptable(Reason.TOO_LARGE)
        shown = _decoded(content)
        kind, written = _written(shown)
        digest = sha256(written).hexdigest()[:_DIGEST]
        return cls(f"{digest}-{shown.width}x{shown.height}.{kind}", written)


def content_type(file: str) -> str | None:
    """The type of the picture with this name; None for a name that no picture has."""
    found = FILE.fullmatch(file)
    return TYPES[found["kind"]] if found else None


def _decoded(content: bytes) -> Image.Image:
    """The first picture in the file, upright and no larger than is kept."""
    try:
        opened = Image.open(io.BytesIO(content), formats=FORMATS)
        if opened.width * opened.height > MOST_PIXELS:
            raise Unacceptable(Reason.TOO_MANY_PIXELS)
        opened.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
        upright = ImageOps.exif_transpose(opened)
        shown = upright.convert("RGBA" if _is_transparent(upright) else "RGB")
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    except Unacceptable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unacceptable(Reason.TOO_MANY_PIXELS) from None
    except Exception:  # what a decoder raises on a broken file is promised by nobody
        drawing = _SVG.search(content[:1000]) is not None
        raise Unacceptable(Reason.DRAWING if drawing else Reason.NO_PICTURE) from None
    return shown


def _is_transparent(image: Image.Image) -> bool:
    return "A" in image.getbands() or "transparency" in image.info


def _written(shown: Image.Image) -> tuple[str, bytes]:
    """The kind of file and its content: PNG for drawings and what is transparent, JPEG for photographs."""
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)  # without any of the information that came with the file
    png = _saved(bare, "PNG", optimize=True)
    if shown.mode == "RGBA" or len(png) <= HEAVY:
        return "png", png
    return "jpg", _saved(bare, "JPEG", quality=_QUALITY, progressive=True, optimize=True)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
