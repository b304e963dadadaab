"""What does anybody know about a breakdown without its figures, from the survey as it was published?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, Self

from engage.analysis.audited import Public, Routed, Steered
from engage.analysis.steering import conditions, in_every, steered
from engage.analysis.ticking import ticking
from engage.analysis.today import Following, asked_today, following, read_key
from engage.analysis.together import together
from engage.analysis.universe import Plan, Universe
from engage.analysis.versions import cells
from engage.equality.asking import AGE_QUESTION
from engage.equality.characteristics import Characteristic, StandardSet
from engage.equality.library import since, standard_set
from engage.surveys.conditions import named
from engage.surveys.definition import (
    All,
    Condition,
    Definition,
    EqualityModule,
    Is,
    Not,
    Step,
)
from engage.surveys.standard import opinion_steps


class Asked(NamedTuple):
    """What a version asked, and how its answers are read today."""

    steps: tuple[Step, ...]
    paths: Following
    module: EqualityModule | None  # in the codes of today
    sets: tuple[StandardSet, ...] = ()  # in whose codes equality answers are read in turn; none: as they are

    @classmethod
    def of(cls, version: Definition, newest: Definition) -> Self:
        """Read what a version asks as the newest one asks it."""
        steps, paths = opinion_steps(version), following(version, newest)
        module, today = version.equality, newest.equality
        if module is None or today is None or module.set == today.set:
            return cls(steps, paths, module)
        known = {each.code for each in standard_set(today.set).characteristics}
        chosen = standard_set(module.set).choose(module.characteristics)
        about = tuple(each.code for each in chosen if each.code in known)
        read_as = replace(module, set=today.set, characteristics=about) if about else None
        return cls(steps, paths, read_as, since(module.set, today.set))

    @property
    def required(self) -> frozenset[str]:
        """The keys, as of today, of the questions that nobody can leave out who answers online."""
        return frozenset(
            read_key(step.key(question), self.paths)
            for step in self.steps
            for question in step.page.questions
            if question.required
        )

    def lacks(self, universe: Universe) -> frozenset[str]:
        """The rows and scales that its matrices did not have, as keys of columns: nobody was asked those."""
        there = cells(asked_today(self.steps, self.paths))
        asked = (question for question in universe.questions if question.key in there)
        return frozenset(
            column.key for each in asked for column in each.columns if column.key not in there[each.key]
        )


def public(universe: Universe, versions: Sequence[Asked], plans: Sequence[Plan]) -> Public:
    """What is public about these tables, as far as it is certain.

    `plans` are those of these tables and of all figures that they are compared with.
    """
    given = tuple(each.book.characteristic for each in universe.chosen)
    of_all = [frozenset(_unconditional(version)) for version in versions]
    keys = frozenset.intersection(*of_all) if of_all else frozenset()
    lacking = [version.lacks(universe) for version in versions]
    asked = {subject.key for each in universe.questions if each.key in keys for subject in each.subjects}
    asked -= frozenset().union(*lacking)
    about = {
        each.code
        for each in given
        if all(_asks_all(version, each, plan) for version in versions for plan in plans)
    }
    unsure = {subject.key for subject in universe.subjects} - asked  # which may be called as a characteristic
    unsure |= {each.code for each in given} - about
    steered_by = tuple(_steered(universe, versions, frozenset().union(*lacking)))
    return Public(
        characteristics=given,
        asked_of_all=frozenset((asked | about) - unsure),
        gated=_gated(given, [version.module for version in versions if version.module]),
        complete=frozenset(
            key for each in universe.circumstances for key in (each.subject.key, each.column.key)
        ),
        routed=tuple(
            each
            for each in _routes(universe, versions, frozenset().union(*lacking))
            if (each.asked, each.chosen) not in {one[:2] for one in steered_by if not one.tick}
        ),
        steered=steered_by,
        ticking=tuple(
            each
            for each in ticking([(version.steps, version.paths) for version in versions])
            if each.subject in {subject.key for subject in universe.subjects}
        ),
        together=tuple(together(universe, [version.steps for version in versions], lacking)),
        joint=frozenset(plan.filter for plan in plans if plan.bodies),
        all_counted=not any(plan.organisation_codes for plan in plans),
    )


def _routes(universe: Universe, versions: Sequence[Asked], lacking: frozenset[str]) -> tuple[Routed, ...]:
    """What was asked in every version only of those who chose something; of recoded versions none is sure."""
    if not versions or any(version.paths for version in versions):
        return ()
    found = [dict(_leading(version)) for version in versions]
    by_key = {each.key: each.subjects for each in universe.questions}
    return tuple(
        Routed(subject.key, by_key[chosen][0].key, codes, exactly and subject.key not in lacking)
        for (key, chosen), (codes, exactly) in found[0].items()
        if all(other.get((key, chosen)) == (codes, exactly) for other in found)
        if key in by_key and len(by_key.get(chosen, ())) == 1
        for subject in by_key[key]
    )


def _steered(universe: Universe, versions: Sequence[Asked], lacking: frozenset[str]) -> Iterator[Steered]:
    """Who was asked what, as every version fixes it; of recoded versions none is sure."""
    if not versions or any(version.paths for version in versions):
        return
    subjects = {question.key: question.subjects for question in universe.questions}
    for each in in_every([tuple(_steered_in(version, universe)) for version in versions]):
        for subject in subjects.get(each.asked, ()):
            always = each.always if subject.key not in lacking else frozenset[str]()
            yield each._replace(asked=subject.key, always=always)
    given = [each.book.characteristic for each in universe.chosen]
    yield from in_every([tuple(_module_steered(version, universe, given)) for version in versions])


def _steered_in(version: Asked, universe: Universe) -> Iterator[Steered]:
    """How the answers to each question decide which others are asked; it stands under its own key."""
    found = list(conditions(version.steps))
    deciding = {key: question for key, question, _needed in found if _is_alone(universe, key)}
    for key, _question, needed in found:
        for by in sorted(named(All(needed))):
            if by in deciding and by != key:
                yield from steered(key, needed, by, deciding[by])


def _module_steered(version: Asked, universe: Universe, given: Sequence[Characteristic]) -> Iterator[Steered]:
    module = version.module
    if module is None or module.show_if is None:
        return
    deciding = {key: question for key, question, _needed in conditions(version.steps)}
    for by in sorted(named(module.show_if)):
        if by in deciding and _is_alone(universe, by):
            for characteristic in given:
                first = characteristic.questions[0]
                is_sure = first.minimum_age is None and first.asked_if is None
                is_sure = is_sure and _is_about(module, characteristic)
                for each in steered(characteristic.code, (module.show_if,), by, deciding[by]):
                    always = each.always if is_sure else frozenset[str]()
                    yield each._replace(always=always, is_about_people=True)


def _is_alone(universe: Universe, key: str) -> bool:
    """Is one subject, under the key of the question, all that is counted of it?"""
    return any(each.key == key and [one.key for one in each.subjects] == [key] for each in universe.questions)


def _leading(version: Asked) -> Iterator[tuple[tuple[str, str], tuple[frozenset[str], bool]]]:
    """Which question is asked, which one decides that, by which answers, and whether by them alone."""
    is_ended = False
    for step in version.steps:
        picked = bool(step.block and step.block.picked_by)
        for question in step.page.questions:
            own = (question.show_if,) if question.show_if else ()
            needed = [part for each in (*step.conditions, *own) for part in _parts(each)]
            for each in needed:
                if isinstance(each, Is) and not (each.row or each.scale or step.item):
                    alone = len(needed) == 1 and not picked and not is_ended
                    yield (step.key(question), each.question), (frozenset(each.codes), alone)
        is_ended |= step.page.ends


def _parts(condition: Condition) -> Iterator[Condition]:
    """What must hold, each by itself, for the whole to hold."""
    if isinstance(condition, All):
        for each in condition.conditions:
            yield from _parts(each)
    else:
        yield condition


def _unconditional(version: Asked) -> Iterator[str]:
    """The keys of the questions that everybody is asked, whatever they answer, as they are called today."""
    for step in version.steps:
        picked = step.block and step.block.picked_by
        if not step.conditions and not picked:
            for question in step.page.questions:
                if question.show_if is None:
                    yield read_key(step.key(question), version.paths)
        if step.page.ends:
            return


def _asks_all(version: Asked, characteristic: Characteristic, plan: Plan) -> bool:
    """Is everybody who is counted asked the first question about this characteristic?"""
    module, first = version.module, characteristic.questions[0]
    if module is None or first.minimum_age is not None or first.asked_if is not None:
        return False
    if not _is_about(module, characteristic):
        return False
    return module.show_if is None or _spares_organisations_alone(module.show_if, plan)


def _gated(given: Sequence[Characteristic], modules: Sequence[EqualityModule]) -> frozenset[str]:
    """The characteristics of which everybody is asked who is asked their age, but for the young."""
    ages = [each for each in given if each.code == AGE_QUESTION]
    return frozenset(
        each.code
        for each in given
        if ages and each.questions[0].minimum_age is not None
        if all(_is_about(module, one) for module in modules for one in (*ages, each))
    )


def _is_about(module: EqualityModule, characteristic: Characteristic) -> bool:
    """Does a version ask about this, of whomever it asks anything of the kind?"""
    usual = not (module.characteristics or characteristic.optional)
    return usual or characteristic.code in module.characteristics


def _spares_organisations_alone(condition: Condition, plan: Plan) -> bool:
    """Are those who are not asked the very ones who are not counted?"""
    match condition:
        case Not(Is(question=question, codes=codes)):
            return question == plan.organisation_question and set(codes) <= set(plan.organisation_codes)
    return False
