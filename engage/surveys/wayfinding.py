"""Which ways lead through a survey: what comes after each page, and how few or many pages can it be?

Answers are not tried one by one: `reach` tells which pages one person can be asked. Where a survey is so
tangled that this would take long, the answer says that it is not exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from engage.bilingual import Bilingual
from engage.surveys import conditions, reach, steering
from engage.surveys.definition import NOTHING, Block, Condition, Definition, Page, Question, Section, Step
from engage.surveys.placing import key_of
from engage.surveys.problems import Problem
from engage.surveys.reach import Search, needed
from engage.surveys.standard import opinion_steps
from engage.surveys.tour import tour

_PATIENCE = 1500  # questions put to `reach` about one survey before the answer is not exact any more
_MOST = 8  # pages that are named as the next

Gate: TypeAlias = tuple[tuple[Condition, ...], str]  # all that must be true, and of which item it speaks


@dataclass(frozen=True, slots=True)
class Length:
    """The number of pages on a way; when it is not exact, there may be an even shorter or longer one."""

    pages: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Onward:
    """What can come next: a page, or without one the end. `again`: for the next item of the block."""

    key: str = ""
    title: Bilingual = NOTHING
    again: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One page, or a block or section with what is inside it. `onward` is for pages alone."""

    key: str
    part: Section | Block | Page
    first: bool  # no part before it has the same key, as may be in a draft
    onward: tuple[Onward, ...] = ()
    more: bool = False  # further pages can be the next
    parts: tuple[Way, ...] = ()

    @property
    def title(self) -> Bilingual:
        return steering.title(self.part)

    @property
    def routed(self) -> tuple[Question, ...]:
        """The questions on the page that not everybody is asked."""
        questions = self.part.questions if isinstance(self.part, Page) else ()
        return tuple(question for question in questions if question.show_if)


@dataclass(frozen=True, slots=True)
class Ways:
    """All of it, in the order of the survey."""

    sections: tuple[Way, ...]
    shortest: Length
    longest: Length


def ways(definition: Definition) -> Ways:
    """Find what follows each page, and the shortest and the longest way, effects on Welsh included."""
    finder = _Finder(opinion_steps(definition), {page.id: page.title for page in definition.pages()})
    return Ways(
        sections=tuple(finder.way(section) for section in definition.sections),
        shortest=finder.length(longest=False),
        longest=finder.length(longest=True),
    )


class _Finder:
    """Asks `reach` about the steps of one survey, and not for ever."""

    def __init__(self, steps: Sequence[Step], titles: Mapping[str, Bilingual]) -> None:
        self._steps, self._titles = steps, titles
        self._search = Search(tuple(steps))
        self._left = _PATIENCE
        self._seen: set[str] = set()
        self._gates = [_gate(step) for step in steps]
        self._first: dict[Gate, Step] = {}
        for step, gate in zip(steps, self._gates, strict=True):
            if gate[0]:
                self._first.setdefault(gate, step)

    # --- what comes next --------------------------------------------------------------------------------

    def way(self, part: Section | Block | Page) -> Way:
        first = key_of(part) not in self._seen
        self._seen.add(key_of(part))
        if isinstance(part, Page):
            return self._page(part, first)
        inner = part.parts if isinstance(part, Section) else part.pages
        return Way(key_of(part), part, first, parts=tuple(map(self.way, inner)))

    def _page(self, page: Page, first: bool) -> Way:
        """What can follow a page; of a block's, what follows it for the first item and for the last."""
        places = [at for at, step in enumerate(self._steps) if step.page.id == page.id]
        found: dict[Onward, None] = {}
        for place in sorted({*places[:1], *places[-1:]}):
            found |= dict.fromkeys(self._onward(place))
        onward = sorted(found, key=lambda each: not each.key)
        return Way(key_of(page), page, first, tuple(onward[:_MOST]), more=len(onward) > _MOST)

    def _onward(self, place: int) -> Iterable[Onward]:
        here, between = self._steps[place], dict[Gate, Step]()
        if here.page.ends:
            return [Onward()]
        found: dict[Onward, None] = {}
        for after in range(place + 1, len(self._steps)):
            step, gate = self._steps[after], self._gates[after]
            if self._agrees([here, step], between.values()):
                found[self._to(step, here)] = None
            between[gate] = step
            if not gate[0] or len(found) > _MOST or not self._agrees([here], between.values()):
                return found
        return [*found, Onward()]

    def _to(self, step: Step, here: Step) -> Onward:
        again = step.block is not None and step.block == here.block and step.item != here.item
        return Onward(key_of(step.page), self._titles.get(step.page.id, step.page.title), again)

    def _agrees(self, asked: Iterable[Step], left_out: Iterable[Step]) -> bool:
        self._left -= 1
        return self._left < 0 or self._search.agrees(asked, left_out)

    # --- the shortest and the longest way ---------------------------------------------------------------

    def length(self, *, longest: bool) -> Length:
        """Try ways in which as many, or as few, pages as possible are asked first; leave hopeless ones."""
        self._left = max(self._left, 0) + _PATIENCE
        trial = _Trial(longest)
        self._try(trial, {})
        return Length(max(trial.best, 0), exact=self._left > 0)

    def _try(self, trial: _Trial, decided: dict[Gate, bool]) -> None:
        pages, gate = self._follow(decided)
        if gate is None:
            trial.note(pages)
            return
        if trial.best >= 0 and (self._left < 0 or trial.is_hopeless(self._bound(trial.longest, decided))):
            return
        for asked in (trial.longest, not trial.longest):
            choice = {**decided, gate: asked}
            if self._possible(choice):
                self._try(trial, choice)

    def _follow(self, decided: dict[Gate, bool]) -> tuple[int, Gate | None]:
        """Count pages up to the first of which it is not decided whether it is asked."""
        pages = 0
        for step, gate in zip(self._steps, self._gates, strict=True):
            asked = decided.get(gate) if gate[0] else True
            if asked is None:
                return pages, gate
            pages += asked
            if asked and step.page.ends:
                break
        return pages, None

    def _bound(self, longest: bool, decided: dict[Gate, bool]) -> int:
        """No way that goes on like this has more pages than this, or fewer."""
        can = {
            gate: self._possible({**decided, gate: longest}) for gate in self._first if gate not in decided
        }
        pages = 0
        for step, gate in zip(self._steps, self._gates, strict=True):
            open_ = bool(gate[0]) and gate not in decided
            asked = decided.get(gate, True) if not open_ else (can[gate] is longest)
            pages += asked
            if step.page.ends and ((asked and not open_) or (not longest and open_)):
                break
        return pages

    def _possible(self, decided: dict[Gate, bool]) -> bool:
        asked = [self._first[gate] for gate, is_asked in decided.items() if is_asked]
        return self._agrees(asked, [self._first[gate] for gate, is_asked in decided.items() if not is_asked])


@dataclass(slots=True)
class _Trial:
    """The best way so far; -1 before there is any."""

    longest: bool
    best: int = field(default=-1)

    def note(self, pages: int) -> None:
        if self.best < 0 or (pages > self.best if self.longest else pages < self.best):
            self.best = pages

    def is_hopeless(self, bound: int) -> bool:
        return bound <= self.best if self.longest else bound >= self.best


def _gate(step: Step) -> Gate:
    conditions = needed(step)
    return conditions, step.item.code if step.item and conditions else ""


# --- what leads nowhere ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Astray:
    """Something that is wrong with the routes, and the key of the part whose condition has to be mended."""

    problem: Problem
    key: str
    title: Bilingual


def astray(definition: Definition) -> list[Astray]:
    """What nobody can ever be asked, and conditions that cannot be understood."""
    parts = {stop.place: stop.part for stop in reversed(list(tour(definition)))}
    found: list[Astray] = []
    for problem in (*conditions.problems(definition), *reach.problems(definition)):
        part = parts.get(problem.place)
        if part:
            found.append(Astray(problem, key_of(part), steering.title(part)))
        else:  # the tour ends before the equality questions
            found.append(Astray(problem, steering.EQUALITY, steering.EQUALITY_TITLE))
    return found
