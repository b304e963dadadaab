"""Which files may be documents of a consultation, and what are they called?"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Self

from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.archives import BROKEN
from engage.consultations.slugs import proposed

LARGEST = 5 * 1024 * 1024  # bytes
LONGEST_NAME = 120
LONGEST_CODE = 40  # characters
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}  # the part that tells the kind
_UNWANTED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*;\u200e\u200f\u202a-\u202e\u2066-\u2069]')


class Reason(StrEnum):
    """Why a file cannot be a document."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    NOT_UTF8 = "not_utf8"


class Unacceptable(ValueError):
    """The file cannot be a document; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that may be a document: its content is of the type that its name says."""

    name: str
    content: bytes

    @classmethod
    def read(cls, name: str, content: bytes, *, largest: int = LARGEST) -> Self:
        """Make a paper of an uploaded file of so many bytes at most. Raises Unacceptable."""
        kind = extension(name)
        if kind not in TYPES:
            raise Unacceptable(Reason.UNKNOWN_TYPE)
        if not content:
            raise Unacceptable(Reason.EMPTY)
        if len(content) > largest:
            raise Unacceptable(Reason.TOO_LARGE)
        _require_kind(kind, content)
        return cls(safe_name(name), content)


def new_code(title: Bilingual, taken: Container[str]) -> str:
    """By what surveys point to a new document, made from its title: ``the_plan``, ``the_plan_2``."""
    slugs = (proposed(title[language]).replace("-", "_") for language in LANGUAGES)
    stem = next((slug for slug in slugs if slug), "document")
    stem = (stem if stem[0].isalpha() else f"document_{stem}")[:LONGEST_CODE].rstrip("_")
    number, code = 1, stem
    while code in taken:
        number += 1
        ending = f"_{number}"
        code = stem[: LONGEST_CODE - len(ending)].rstrip("_") + ending
    return code


def extension(name: str) -> str:
    """What follows the last dot, in small letters."""
    return PurePosixPath(_own(name)).suffix[1:].strip().lower()


def content_type(name: str) -> str:
    return TYPES[extension(name)]


def safe_name(name: str) -> str:
    """A file's own name without folders or anything that a file system minds; Welsh letters stay."""
    stem = _UNWANTED.sub("", unicodedata.normalize("NFC", PurePosixPath(_own(name)).stem))
    return f"{stem[:LONGEST_NAME].strip(' .') or 'document'}.{extension(name)}"


def size(number: int) -> str:
    """A file's size for people, the same in both languages: "340 kB", "1.2 MB"."""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000))} kB"
    return f"{number / 1_000_000:.1f} MB"


def _own(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _require_kind(kind: str, content: bytes) -> None:
    if kind in ("csv", "txt"):
        _require_text(content)
    elif kind == "pdf":
        if not content.startswith(b"%PDF-"):
            raise Unacceptable(Reason.NOT_WHAT_IT_SAYS)
    elif not _is_office(kind, content):
        raise Unacceptable(Reason.NOT_WHAT_IT_SAYS)


def _require_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unacceptable(Reason.NOT_UTF8) from None
    if "\0" in text:
        raise Unacceptable(Reason.NOT_WHAT_IT_SAYS)


def _is_office(kind: str, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if kind in OFFICE:
                return OFFICE[kind] in parts.namelist()
            with parts.open("mimetype") as told:
                return told.read(100).decode("ascii", "replace").strip() == TYPES[kind]
    except (*BROKEN, KeyError):  # KeyError: it has no part that tells what it is
        return False
