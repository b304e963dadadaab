"""Which parts has a definition, and where is each of them?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from engage.surveys.definition import Block, Definition, Page, Question, Section
from engage.surveys.problems import Place

Visited: TypeAlias = Section | Block | Page | Question


@dataclass(frozen=True, slots=True)
class Stop:
    """One section, block, page or question, its place, and the block in which it lies."""

    place: Place
    part: Visited
    block: Block | None = None


def tour(definition: Definition) -> Iterator[Stop]:
    """Visit every part in order, each before what is inside it, and a block's pages once."""
    step = 1
    for section in definition.sections:
        here = Place(path=section.id, section=section.id, step=step)
        yield Stop(here, section)
        for part in section.parts:
            inside = replace(here, step=step)
            if isinstance(part, Page):
                yield from _page(part, inside, None)
                step += 1
            else:
                yield from _block(part, inside.inside(part.id))
                step += len(part.items) * len(part.pages)


def _block(block: Block, here: Place) -> Iterator[Stop]:
    yield Stop(here, block, block)
    for at, page in enumerate(block.pages):
        yield from _page(page, replace(here, step=here.step + at), block)


def _page(page: Page, here: Place, block: Block | None) -> Iterator[Stop]:
    here = here.inside(page.id, page=page.id)
    yield Stop(here, page, block)
    for question in page.questions:
        yield Stop(here.inside(question.id, question=question.id), question, block)
