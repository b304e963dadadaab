"""What may an author type in about a repeated block, and what are they told about it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from flask_babel import lazy_gettext as _l

from engage.bilingual import other_language
from engage.surveys import row_buttons, typed_rows
from engage.surveys.block_reading import (
    ADD_NAME,
    TAKE_OPTIONS,
    Reading,
    Refusal,
    named,
    with_options,
    written,
)
from engage.surveys.definition import Block, SeveralChoices
from engage.surveys.field_forms import BUTTON_REFUSALS, filled, in_summary
from engage.surveys.row_buttons import CannotPress
from engage.surveys.typed_rows import Typed

SAVE = "save"
REFUSALS = {
    "too_long": _l("Use %(limit)s characters or fewer"),
    "no_label": _l("Enter what the item is called, in English or in Welsh"),
    "no_name": _l("Enter a name, such as amount"),
    "name_waits": _l("Press “Add data” and say what it is for each item, or clear this name"),
    "no_picker": _l("Choose an earlier question first"),
    **BUTTON_REFUSALS,
}


@dataclass
class BlockForm:
    """The form for a repeated block, as `question_fields.html` draws it."""

    typed: Typed
    first: str
    pressed: str = ""
    focus: str = ""
    stuck: Refusal | None = None  # why the button could not do what it says
    kept: frozenset[str] = frozenset()  # the codes of its items in published versions
    advice: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.typed, self.first, self.kept)

    @property
    def languages(self) -> tuple[str, str]:
        return self.first, other_language(self.first)

    @cached_property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the field's name, once the form was to be saved."""
        found = [*(self.reading.refusals if self.pressed == SAVE else ()), *filter(None, [self.stuck])]
        return {each.name: filled(REFUSALS[each.code], each.parameters) for each in found}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The same for the error summary."""
        return [(f"#{name}", in_summary(name, text)) for name, text in self.errors.items()]


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
    kept: frozenset[str] = frozenset(),
) -> BlockForm:
    """The form as it was sent, after the button that was pressed has done what it says.

    `pickers` are the questions with which its items could be picked, by their ids.
    """
    fields = list(fields)
    typed = typed_rows.read(fields)
    button = "" if switching else next((text for name, text in fields if name == "do"), SAVE)
    form = BlockForm(typed, first, button, kept=kept)
    try:
        typed, focus = _pressed(typed, button, first, pickers)
    except CannotPress as refused:
        return replace(form, stuck=Refusal(refused.name, refused.code, refused.parameters))
    return replace(form, typed=typed, focus=focus)


def _pressed(
    typed: Typed, button: str, first: str, pickers: Mapping[str, SeveralChoices]
) -> tuple[Typed, str]:
    """The form after this button, and the field or button to come back to. Raises CannotPress."""
    if button == SAVE:
        if typed["new_name"].strip():
            raise CannotPress("new_name", "name_waits")
        return row_buttons.pressing_what_waits(typed, first), ""
    if button == ADD_NAME:
        if (after := named(typed)) == typed:
            raise CannotPress("new_name", "no_name")
        return after, "new_name"
    if button == TAKE_OPTIONS:
        if typed["picked_by"] not in pickers:
            raise CannotPress("picked_by", "no_picker")
        return with_options(typed, pickers[typed["picked_by"]].options), button
    pressed = row_buttons.press(typed, button, first)
    return pressed.typed, pressed.focus
