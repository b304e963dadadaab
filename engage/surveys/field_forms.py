"""What is a field of a long form called, so that an error says in the summary what it is about?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from engage.bilingual import LANGUAGES
from engage.consultations.forms import LANGUAGE_NAMES

FIELD_NAMES = {
    "title": _l("Question"),
    "hint": _l("Hint"),
    "label": _l("Words"),
    "other": _l("Label of the box"),
    "unit": _l("Unit"),
    "statement": _l("Statement"),
    "least": _l("At least how many are ticked"),
    "most": _l("At most how many are ticked"),
    "top": _l("How many places"),
    "total": _l("How much there is to share out"),
    "minimum": _l("Lowest number"),
    "maximum": _l("Highest number"),
    "decimals": _l("Digits after the point"),
    "bands": _l("Groups for counting"),
    "earliest_day": _l("Earliest date"),
    "latest_day": _l("Latest date"),
    "limit": _l("Most characters"),
    "files": _l("At most how many files"),
    "new_kind": _l("Kind of question"),
}
LIST_WORDS: dict[str, dict[str, LazyString]] = {
    "options": {"all": _l("Options"), "one": _l("Option %(number)s"), "add": _l("Add another option")},
    "points": {
        "all": _l("Points of the scale, from the lowest to the highest"),
        "one": _l("Point %(number)s"),
        "add": _l("Add another point"),
    },
    "rows": {"all": _l("Statements"), "one": _l("Statement %(number)s"), "add": _l("Add another statement")},
    "scales": {"all": _l("Scales"), "one": _l("Scale %(number)s"), "add": _l("Add a second scale")},
    "areas": {"all": _l("Areas"), "one": _l("Area %(number)s"), "add": _l("Add another area")},
    "items": {"all": _l("Items"), "one": _l("Item %(number)s"), "add": _l("Add an item")},
}
ROW_NAMES = {name: words["one"] for name, words in LIST_WORDS.items()} | {
    "not_applicable": _l("An answer apart from the scale"),
    "data": _l("Data %(number)s"),
}
BUTTON_REFUSALS: dict[str, LazyString] = {  # row_buttons.PROBLEMS
    "no_position": _l("Enter a position from 1 to %(number)s"),
    "lines_differ": _l(
        "The two lists have different numbers of lines. Each line belongs to the line at the same place"
    ),
    "nothing_pasted": _l("Type or paste at least one line first"),
    "too_many_rows": _l("A list can have %(limit)s lines at most"),
}
_PLAIN = ("label", "title", "text")  # fields after which a row is not named


def in_summary(name: str, sentence: str) -> str:
    """The sentence after what its field is called, such as "Option 3, Welsh: Use 500 characters or fewer"."""
    called = ", ".join(_called(name))
    return f"{called}: {sentence}" if called else sentence


def filled(sentence: LazyString, parameters: Mapping[str, Any]) -> str:
    """The sentence with these numbers and words in it."""
    return str(sentence) % {
        name: f"{value:,}" if isinstance(value, int) else value for name, value in parameters.items()
    }


def _called(name: str) -> Iterator[str]:
    *rows, field = name.removesuffix("-add").split("-")
    for of, at in zip(rows[::2], rows[1::2], strict=True):
        yield str(ROW_NAMES[of]) % {"number": int(at) + 1}
    bare, _, language = field.rpartition("_")
    if language not in LANGUAGES:
        bare, language = field, ""
    if bare.removesuffix("_pasted") in LIST_WORDS:
        yield str(LIST_WORDS[bare.removesuffix("_pasted")]["all"])
        return
    if bare in FIELD_NAMES and not (rows and bare in _PLAIN):
        yield str(FIELD_NAMES[bare])
    if language:
        yield str(LANGUAGE_NAMES[language])
