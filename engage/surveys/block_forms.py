"""What may an author type in about a repeated block, and what are they told about it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from flask_babel import lazy_gettext as _l

from engage.bilingual import other_language
from engage.surveys import typed_rows
from engage.surveys.block_reading import (
    ADD_NAME,
    TAKE_OPTIONS,
    Reading,
    named,
    with_options,
    written,
)
from engage.surveys.definition import Block, SeveralChoices
from engage.surveys.typed_rows import LinesDiffer, Typed

SAVE = "save"
REFUSALS = {
    "too_long": _l("Use %(limit)s characters or fewer"),
    "no_label": _l("Enter what the item is called, in English or in Welsh"),
    "lines_differ": _l(
        "The two lists have different numbers of lines. Each line belongs to the line at the same place"
    ),
}


@dataclass
class BlockForm:
    """The form for a repeated block, as `question_fields.html` draws it."""

    typed: Typed
    first: str
    pressed: str = ""
    focus: str = ""
    paste_error: str = ""
    advice: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.typed, self.first)

    @property
    def languages(self) -> tuple[str, str]:
        return self.first, other_language(self.first)

    @cached_property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the field's name, once the form was to be saved."""
        if self.paste_error:
            return {f"{self.paste_error}_pasted_en": str(REFUSALS["lines_differ"])}
        found = self.reading.refusals if self.pressed == SAVE else ()
        return {each.field: str(REFUSALS[each.code]) % {"limit": each.limit} for each in found}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The same for the error summary."""
        return [(f"#{name}", text) for name, text in self.errors.items()]


def stored(block: Block, first: str) -> BlockForm:
    """The form of a block that there is."""
    return BlockForm(written(block), first)


def new(first: str) -> BlockForm:
    """The form of a block that is to be added: it asks for a first item."""
    return BlockForm(Typed({}, {"items": (Typed(),)}), first)


def sent(
    fields: Iterable[tuple[str, str]],
    first: str,
    pickers: Mapping[str, SeveralChoices],
    *,
    switching: bool,
) -> BlockForm:
    """The form as it was sent, after the button that was pressed has done what it says.

    `pickers` are the questions with which its items could be picked, by their ids.
    """
    fields = list(fields)
    typed = typed_rows.read(fields)
    button = "" if switching else next((text for name, text in fields if name == "do"), SAVE)
    form = BlockForm(typed, first, button)
    if button == ADD_NAME:
        return replace(form, typed=named(typed), focus="new_name")
    if button == TAKE_OPTIONS:
        picker = pickers.get(typed["picked_by"])
        return replace(form, typed=with_options(typed, picker.options if picker else ()), focus=button)
    if button != SAVE:
        try:
            pressed = typed_rows.press(typed, button, first)
        except LinesDiffer:
            return replace(form, paste_error="items")
        return replace(form, typed=pressed.typed, focus=pressed.focus)
    return form
