"""How do the data of an item get into the words of a repeated block?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from engage.bilingual import Bilingual
from engage.surveys.definition import CODE, Page, Step

PLACEHOLDER = re.compile(r"\{(" + CODE.pattern + r")\}")


def names(text: str) -> set[str]:
    """The names of the ``{name}`` placeholders in a text."""
    return set(PLACEHOLDER.findall(text)) if "{" in text else set()


def filled(step: Step) -> Step:
    """The step with its item's data in place of the placeholders on its page."""
    if not step.item:
        return step
    page: Page = _filled(step.page, step.item.words())
    return replace(step, page=page)


def _filled(part: Any, words: Mapping[str, Bilingual]) -> Any:
    """Fill every text anywhere in a part of a definition; what does not change stays the same value."""
    if isinstance(part, Bilingual):
        return _fill(part, words)
    if isinstance(part, tuple):
        return tuple(_filled(each, words) for each in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    held = {field.name: getattr(part, field.name) for field in fields(part)}
    changes = {name: new for name, old in held.items() if (new := _filled(old, words)) != old}
    return replace(part, **changes) if changes else part


def _fill(text: Bilingual, words: Mapping[str, Bilingual]) -> Bilingual:
    """Put the data in, once: a placeholder within the data stays as it is, and so does an unknown one."""
    return Bilingual(*(_fill_one(text[language], language, words) for language in ("en", "cy")))


def _fill_one(text: str, language: str, words: Mapping[str, Bilingual]) -> str:
    def value(found: re.Match[str]) -> str:
        return words[found[1]][language] if found[1] in words else found[0]

    return PLACEHOLDER.sub(value, text) if "{" in text else text
