"""What do the columns of an XLSForm mean, in both languages and under all their names?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engage.bilingual import Bilingual
from engage.surveys import text
from engage.surveys.definition import NOTHING
from engage.surveys.remarks import Notes
from engage.surveys.workbook import Sheet

PROBLEMS: dict[str, tuple[str, ...]] = {
    "other_language": ("column",),
    "medium_not_here": ("column",),
    "own_message": ("column",),
    "column_not_here": ("column",),
    "reference_in_words": (),
}
REMARKS: dict[str, tuple[str, ...]] = {"column_left_out": ("column",)}
DASH = "–"  # stands where the format asks for words and there are none
_SAME = {
    "command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant",
    "readonly": "read_only", "calculate": "calculation", "jr:count": "repeat_count", "count": "repeat_count",
    "list name": "list_name", "constraining_message": "constraint_message", "requiredmsg": "required_message",
    "image": "media", "audio": "media", "video": "media", "big-image": "media", "body": "appearance",
    "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message", "jr:required": "required",
}  # fmt: skip
_KNOWN = {
    "survey": {
        "type", "name", "label", "hint", "required", "relevant", "constraint", "appearance", "repeat_count",
        "calculation", "parameters", "engage_part", "engage_was",
    },
    "choices": {"list_name", "name", "label", "engage_part", "engage_was"},
}  # fmt: skip
_REFUSED = {
    "media": "medium_not_here", "constraint_message": "own_message", "required_message": "own_message",
    **dict.fromkeys(
        ("default", "read_only", "trigger", "choice_filter", "guidance_hint", "save_to", "query",
         "intent", "autoplay", "instance", "bind", "noapperrorstring", "no_app_error_string"),
        "column_not_here",
    ),
}  # fmt: skip
_WRAPPERS = ("bind", "control", "body")  # ``bind::relevant`` is ``relevant``
_LANGUAGES = {"en": "en", "english": "en", "cy": "cy", "cymraeg": "cy", "welsh": "cy"}
_TAG = re.compile(r"\(([a-z]{2})[^)]*\)\s*$", re.I)
_SPACES = re.compile(r"\s+")
_REFERENCE = re.compile(r"\$\{")
_ESCAPED = "$\u2060{"  # what stands in our own files for words that look like a reference


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what stands under each heading, and its words in both languages."""

    number: int
    cells: Mapping[str, str]
    label: Bilingual = NOTHING
    hint: Bilingual = NOTHING

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column is for, and the language of its words."""

    name: str
    language: str
    written: str


def rows(name: str, sheet: Sheet, default: str, notes: Notes) -> Iterator[Row]:
    """The rows of a sheet that hold anything. `default` is the language of words whose heading names none."""
    headings = list(_headings(name, sheet, default, notes))
    for number, cells in enumerate(sheet.rows, 2):
        if cells:
            yield _row(name, number, cells, headings, notes)


def language(named: str) -> str:
    """ "en" or "cy" for the name of a language, such as "Cymraeg (cy)"; empty for another one."""
    tag = _TAG.search(named)
    return _LANGUAGES.get((tag[1] if tag else named).strip().lower(), "")


def words_for(written: Bilingual) -> Bilingual:
    """Words as they are put into a file: what looks like a reference to a question is kept from being one."""
    return Bilingual(*(_REFERENCE.sub(_ESCAPED, written[each]) for each in ("en", "cy")))


def _headings(sheet: str, content: Sheet, default: str, notes: Notes) -> Iterator[Heading]:
    for written in content.headings:
        names = [_SPACES.sub(" ", part).strip() for part in written.split("::")]
        if len(names) > 1 and names[0].lower() in (*_WRAPPERS, "media"):
            names = names[1:]
        name = _SAME.get(names[0].lower(), names[0].lower())
        of = language(names[1]) if len(names) > 1 else default
        if name in ("label", "hint") and not of:
            if any(written in row for row in content.rows):
                notes.refuse("other_language", sheet, column=written)
        elif name not in _KNOWN[sheet] and name not in _REFUSED:
            notes.remark("column_left_out", sheet, column=written)
        else:
            yield Heading(name, of, written)


def _row(sheet: str, number: int, cells: Mapping[str, str], headings: Iterable[Heading], notes: Notes) -> Row:
    found: dict[str, str] = {}
    words: dict[tuple[str, str], str] = {}
    for heading in headings:
        written = text.lines(cells.get(heading.written, ""))
        if not written:
            continue
        if heading.name in _REFUSED:
            notes.refuse(_REFUSED[heading.name], sheet, number, column=heading.written)
        elif heading.name in ("label", "hint"):
            words[heading.name, heading.language] = _read_words(written, sheet, number, notes)
        else:
            found[heading.name] = " ".join(written.split())
    both = {name: Bilingual(words.get((name, "en"), ""), words.get((name, "cy"), "")) for name, _ in words}
    return Row(number, found, both.get("label", NOTHING), both.get("hint", NOTHING))


def _read_words(written: str, sheet: str, number: int, notes: Notes) -> str:
    if _REFERENCE.search(written):
        notes.refuse("reference_in_words", sheet, number)
    return "" if written == DASH else written.replace(_ESCAPED, "${")
