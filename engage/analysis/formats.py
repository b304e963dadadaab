"""In which formats can a whole release be taken away, and what are the files called?"""

from __future__ import annotations

from enum import StrEnum

from engage.analysis import file_words as say
from engage.analysis.bodies import file_name
from engage.analysis.universe import Body


class Format(StrEnum):
    """A kind of file that holds a whole release."""

    XLSX = "xlsx"
    ODS = "ods"
    PDF = "pdf"
    HTML = "html"
    CSVW = "zip"
    JSON = "json"


TYPES = {
    "csv": "text/csv",
    "txt": "text/plain",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.PDF: "application/pdf",
    Format.HTML: "text/html",
    Format.CSVW: "application/zip",
    Format.JSON: "application/json",
}


def name(kind: Format, language: str, body: Body | None = None) -> str:
    """What the file is called in this language, such as "breakdown.xlsx", and of which body it is."""
    return file_name(f"{say.FILE[language]}.{kind}", body)


def names(language: str, body: Body | None = None) -> dict[str, Format]:
    """The kind of each file, by its name."""
    return {name(kind, language, body): kind for kind in Format}
