"""How does a survey look with questions of a set put into it?

Ids that the survey has already are made new; conditions among what is put in follow. A condition about a
question that is neither put in nor there already is left out, and so is one about a question that is put onto
the same page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from engage.bilingual import Bilingual
from engage.surveys.conditions import named
from engage.surveys.definition import All, Condition, Definition, Page, Question, Section
from engage.surveys.editing import ids
from engage.surveys.library import with_origins
from engage.surveys.naming_new import unused
from engage.surveys.placing import SURVEY, find, inserted, key_of, walk
from engage.surveys.question_set import Origin, QuestionSet
from engage.surveys.traces import repeated

FIRST, AFTER, LAST = "first", "after", "last"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something can be put: first in what is named, right after it, or last, in a new section."""

    where: str
    key: str

    def __str__(self) -> str:
        return f"{self.where} {self.key}"

    @property
    def on_page(self) -> bool:
        """Do questions go onto a page that is there, and not onto pages of their own?"""
        sort = self.key.partition(":")[0]
        return sort == "question" or (self.where == FIRST and sort == "page")


NEW_SECTION = Place(LAST, SURVEY)


def places(definition: Definition) -> Iterator[tuple[Place, Any]]:
    """Every place in the order of the survey, with the part that it names."""
    for _, part in walk(definition):
        key = key_of(part)
        if not isinstance(part, Question):
            yield Place(FIRST, key), part
        if not isinstance(part, Section):
            yield Place(AFTER, key), part
    yield NEW_SECTION, definition


@dataclass(frozen=True, slots=True)
class Inserted:
    """The survey afterwards, and the titles of what is asked of everybody now, though not in the set."""

    definition: Definition
    unrouted: tuple[Bilingual, ...]


def insert(
    definition: Definition,
    shared: QuestionSet,
    chosen: Collection[str],
    place: Place,
    used: Collection[str] = (),
) -> Inserted:
    """Put the pages and questions with these ids in; a page comes with its chosen questions alone.

    `used` are ids of questions that published versions have, though the draft has them no longer: they keep
    their meaning. Raises NotFound when the place is not there.
    """
    pages = [with_origins(shared, page) for page in _chosen(shared, chosen)]
    names = _names(definition, pages, used)
    there = _there_already(definition, shared)
    parts: list[Any] = list(pages)
    if place.on_page:
        parts = [_with_the_pages_route(page, question) for page in pages for question in page.questions]
        names = {key: name for key, name in names.items() if key.startswith("question:")}
    about = set(there) if place.on_page else set(there) | set(names)
    routed = [_without_strangers(part, about) for part in parts]
    unrouted = tuple(title for part in routed for title in part[1])
    return Inserted(
        _put(definition, shared, place, [repeated(part, there | names) for part, _ in routed]), unrouted
    )


def _chosen(shared: QuestionSet, chosen: Collection[str]) -> Iterator[Page]:
    """The pages on which something is chosen; one without questions is chosen itself."""
    for page in shared.pages:
        questions = tuple(question for question in page.questions if question.id in chosen)
        if questions or page.id in chosen:
            yield replace(page, questions=questions)


def _names(definition: Definition, pages: list[Page], used: Collection[str]) -> dict[str, str]:
    """For the key of each page and question that is put in the id that it has in the survey."""
    taken = {"page": ids(definition, "page"), "question": ids(definition, "question") | set(used)}
    names: dict[str, str] = {}
    for page in pages:
        for sort, name in (("page", page.id), *(("question", each.id) for each in page.questions)):
            names[f"{sort}:{name}"] = new = unused(name, taken[sort])
            taken[sort].add(new)
    return names


def _there_already(definition: Definition, shared: QuestionSet) -> dict[str, str]:
    """For the keys of the set's questions that the survey has, by their origin, their ids there."""
    found: dict[str, str] = {}
    for question in definition.questions():
        origin = Origin.read(question.origin)
        if origin.set == shared.id:
            found.setdefault(f"question:{origin.question}", question.id)
    return found


def _with_the_pages_route(page: Page, question: Question) -> Question:
    """A question that leaves its page takes the page's condition with it."""
    both = tuple(condition for condition in (page.show_if, question.show_if) if condition)
    return replace(question, show_if=All(both) if len(both) > 1 else both[0] if both else None)


def _without_strangers(part: Any, known: Collection[str]) -> tuple[Any, list[Bilingual]]:
    """The part without conditions about questions whose keys are not known; and whose conditions went."""
    gone: list[Bilingual] = []

    def checked(holder: Any) -> Any:
        if holder.show_if and not _all_known(holder.show_if, known):
            gone.append(holder.title)
            return replace(holder, show_if=None)
        return holder

    if isinstance(part, Page):
        part = replace(part, questions=tuple(map(checked, part.questions)))
    return checked(part), gone


def _all_known(condition: Condition, known: Collection[str]) -> bool:
    return all(f"question:{question}" in known for question in named(condition))


def _put(definition: Definition, shared: QuestionSet, place: Place, parts: list[Any]) -> Definition:
    if place.where == LAST:
        section = Section(
            id=unused(shared.id.replace("-", "_"), ids(definition, "section")),
            title=shared.title,
            parts=tuple(parts),
        )
        return inserted(definition, (), None, section)
    path, _ = find(definition, place.key)
    into, at = (path, 0) if place.where == FIRST else (path[:-1], path[-1] + 1)
    for offset, part in enumerate(parts):
        definition = inserted(definition, into, at + offset, part)
    return definition
