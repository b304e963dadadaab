"""Which files may come with what people say? What is in them tells what they are, never their names."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Self

from engage.consultations import documents
from engage.consultations.documents import Paper
from engage.surveys import pictures
from engage.surveys.pictures import Picture

LARGEST = 8 * 1024 * 1024  # bytes
MOST_UNPACKED, MOST_PARTS = 100 * 1024 * 1024, 5000  # what unfolds to more would fill whoever opens it
PACKED = ("docx", "odt", "xlsx", "ods")
PAPERS = ("pdf", "docx", "odt", "xlsx", "ods", "txt")  # tried in this order
_SIGNS = {b"%PDF-": ("pdf",), b"PK\x03\x04": PACKED}


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"


class Unacceptable(ValueError):
    """The file is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file as it is kept: pictures are made anew, so that nothing hides in them."""

    name: str
    kind: str  # its ending, which is true
    content: bytes

    @classmethod
    def read(cls, name: str, content: bytes) -> Self:
        """Make an enclosure of an uploaded file, whatever it is called. Raises Unacceptable."""
        if not content:
            raise Unacceptable(Reason.EMPTY)
        if len(content) > LARGEST:
            raise Unacceptable(Reason.TOO_LARGE)
        stem = _stem(name)
        picture = _picture(content)
        if picture:
            kind = documents.extension(picture.file)
            return cls(f"{stem}.{kind}", kind, picture.content)
        for kind in next((kinds for sign, kinds in _SIGNS.items() if content.startswith(sign)), ("txt",)):
            try:
                paper = Paper.read(f"{stem}.{kind}", content, largest=LARGEST)
            except documents.Unacceptable:
                continue
            if kind in PACKED and _unfolds(content):
                break
            return cls(paper.name, kind, content)
        raise Unacceptable(Reason.UNKNOWN)


TYPES = {kind: documents.TYPES[kind] for kind in PAPERS} | pictures.TYPES


def _stem(name: str) -> str:
    """A file's own name without its last ending, which nobody believes, or anything a file system minds."""
    own = PurePosixPath(name.replace("\\", "/")).stem or "document"
    return PurePosixPath(documents.safe_name(f"{own}.x")).stem


def _unfolds(content: bytes) -> bool:
    """Is there far more in this archive than its size lets one expect?"""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        return len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED


def _picture(content: bytes) -> Picture | None:
    try:
        return Picture.read(content)
    except pictures.Unacceptable:
        return None
