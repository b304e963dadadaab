"""Is every text complete in both languages, and do the two agree?"""

from __future__ import annotations

from collections.abc import Iterator

from engage.surveys.definition import Block, Definition
from engage.surveys.parity import differences
from engage.surveys.placeholders import names
from engage.surveys.problems import Problem
from engage.surveys.texts import Text, texts, texts_of

PROBLEMS: dict[str, tuple[str, ...]] = {
    "missing_words": ("field", "language"),
    "numbers_differ": ("field", "english", "welsh"),
    "placeholders_differ": ("field", "english", "welsh"),
    "links_differ": ("field", "english", "welsh"),
    "unknown_placeholder": ("field", "name"),
}


def problems(definition: Definition) -> Iterator[Problem]:
    """What is wrong with the words of the definition."""
    for text in texts(definition):
        yield from _check(text)


def problems_of(definition: Definition, question: str) -> Iterator[Problem]:
    """What is wrong with the words of one question."""
    for text in texts_of(definition, question):
        yield from _check(text)


def _check(text: Text) -> Iterator[Problem]:
    words, place, field = text.words, text.place, text.field
    if (text.required or words) and words.missing:
        for language in words.missing:
            yield Problem("missing_words", place, {"field": field, "language": language})
        return
    for code, english, welsh in differences(words):
        yield Problem(code, place, {"field": field, "english": english, "welsh": welsh})
    if used := names(words.en) | names(words.cy):
        known = _known(text.block) if text.block else set()
        for name in sorted(used - known):
            yield Problem("unknown_placeholder", place, {"field": field, "name": name})


def _known(block: Block) -> set[str]:
    """The placeholders that every item of the block can fill."""
    return set.intersection(*(set(item.words()) for item in block.items)) if block.items else set()
