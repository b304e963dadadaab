"""Which part of a survey does a condition steer, and how is the survey with another condition there?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from engage.bilingual import LANGUAGES, Bilingual
from engage.errors import NotFound
from engage.surveys import conditions, editing
from engage.surveys.definition import Block, Condition, Definition, Page, Question, Section
from engage.surveys.placeholders import names
from engage.surveys.placing import part_of

EQUALITY = "equality"  # the key of the equality questions, beside those of `placing`
EQUALITY_TITLE = Bilingual("Equality questions", "Cwestiynau cydraddoldeb")
Steered: TypeAlias = Section | Block | Page | Question


@dataclass(frozen=True, slots=True)
class Holder:
    """What is shown or not shown. `part` is None for the equality questions, which come last."""

    key: str
    part: Steered | None
    title: Bilingual
    condition: Condition | None

    @property
    def sort(self) -> str:
        """One of "section", "block", "page", "question" and "equality"."""
        return self.key.partition(":")[0]


def holder(definition: Definition, key: str) -> Holder:
    """The part with this key. Raises NotFound when there is none, or when nothing can steer it."""
    if key == EQUALITY and definition.equality:
        return Holder(key, None, EQUALITY_TITLE, definition.equality.show_if)
    part = part_of(definition, key)
    if not isinstance(part, Section | Block | Page | Question):
        raise NotFound
    return Holder(key, part, title(part), part.show_if)


def title(part: Steered) -> Bilingual:
    """What the part is called; a block has no title: that of a page or its items stand for it.

    A title with a placeholder, such as “About {item}”, is not what an officer would call the block.
    """
    if not isinstance(part, Block):
        return part.title or Bilingual(part.id, part.id)
    titles = (page.title for page in part.pages if page.title)
    plain = (title for title in titles if not names(title.en) | names(title.cy))
    items = Bilingual(*(_first_labels(part, each) for each in LANGUAGES))
    return next(plain, items or Bilingual(part.id, part.id))


def _first_labels(block: Block, language: str) -> str:
    """What the first items are called; three tell which block it is."""
    labels = [item.label[language] for item in block.items if item.label[language]]
    return ", ".join([*labels[:3], "…"] if len(labels) > 3 else labels)


def sayable(definition: Definition, key: str) -> tuple[Question, ...]:
    """The questions of which the condition of this part may speak, in the order of the survey."""
    return conditions.earlier(definition, holder(definition, key).part)


def steered(definition: Definition, key: str, condition: Condition | None) -> Definition:
    """The definition with this condition at the part with this key. Raises NotFound."""
    if key == EQUALITY and definition.equality:
        return replace(definition, equality=replace(definition.equality, show_if=condition))
    holder(definition, key)
    return editing.change_fields(definition, key, show_if=condition)
