"""What can be decided about a consultation's breakdown, and what holds when nobody decided?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from engage.analysis.epochs import Kind
from engage.analysis.groupings import CIRCUMSTANCES
from engage.analysis.universe import MOST_INTERSECTIONS, Plan, Universe, universe
from engage.bilingual import Bilingual
from engage.equality.characteristics import Characteristic, Level
from engage.equality.library import SETS, standard_set
from engage.surveys.conditions import named
from engage.surveys.definition import (
    Definition,
    Option,
    PostcodeQuestion,
    SeveralChoices,
    SingleChoice,
    Step,
    steps,
)
from engage.surveys.recoding import read_today

Choosing: TypeAlias = SingleChoice | SeveralChoices


def equality_set(definition: Definition) -> str | None:
    """The dated set of equality questions that the survey asks, None when it asks none."""
    module = definition.equality
    return module.set if module and module.set in SETS else None


def characteristics(definition: Definition) -> tuple[Characteristic, ...]:
    """The characteristics that the survey asks about."""
    module, name = definition.equality, equality_set(definition)
    return standard_set(name).choose(module.characteristics) if module and name else ()


def choosing_questions(definition: Definition) -> tuple[Choosing, ...]:
    """The questions whose answers can say that an organisation answers.

    Only those that decide in the published survey who is asked the equality questions: were any question
    offered, leaving one answer out and comparing the numbers would tell how many people had given it.
    """
    module = definition.equality
    deciding = named(module.show_if) if module and module.show_if else frozenset()
    found = (q for step in steps(definition.sections) if not step.item for q in step.page.questions)
    chosen = (question for question in found if question.id in deciding)
    return tuple(question for question in chosen if isinstance(question, SingleChoice | SeveralChoices))


def options_of(definition: Definition, question: str) -> tuple[Option, ...]:
    """The options of one of the `choosing_questions`, none for any other."""
    by_id: Mapping[str, Choosing] = {each.id: each for each in choosing_questions(definition)}
    return by_id[question].options if question in by_id else ()


def organisations(plan: Plan, definition: Definition) -> tuple[Bilingual, tuple[Bilingual, ...]] | None:
    """The question that tells who is an organisation, and the answers that do; None: nobody is left out."""
    for question in choosing_questions(definition):
        if question.id == plan.organisation_question:
            labels = (o.label for o in question.options if o.code in plan.organisation_codes)
            return question.title, tuple(labels)
    return None


def filters(definition: Definition) -> dict[str, Bilingual]:
    """By what all tables can be given once more: questions with one answer, the language, the channel.

    The title of each by the key of its column.
    """
    asked = (q for step in steps(definition.sections) if not step.item for q in step.page.questions)
    single = {q.id: q.title for q in asked if isinstance(q, SingleChoice | PostcodeQuestion)}
    return single | {f"response:{name}": title for name, (title, _labels) in CIRCUMSTANCES.items()}


def values_of(definition: Definition, question: str) -> dict[str, Bilingual]:
    """The answers to a question with one answer, by code; none for any other."""
    asked = (q for step in steps(definition.sections) if not step.item for q in step.page.questions)
    for each in asked:
        if each.id == question and isinstance(each, SingleChoice):
            return {option.code: option.label for option in each.options}
        if each.id == question and isinstance(each, PostcodeQuestion):
            return {area.code: area.label for area in each.areas}
    return {}


def default(definition: Definition) -> Plan:
    """Summary groups of everything that the survey asks about; nobody is left out."""
    return Plan(level=Level.SUMMARY, characteristics=tuple(each.code for each in characteristics(definition)))


def fitted(plan: Plan, definition: Definition) -> Plan:
    """The plan without what the survey does not ask, as when its draft changed after the plan was made.

    Who is an organisation is told by the codes of today. Bodies all stay: one whose residents can no longer
    be told gets no tables of its own, and no other body, nor the lead, gets more for that.
    """
    plan = _today(plan, definition)
    asked = tuple(each.code for each in characteristics(definition))
    chosen = tuple(code for code in asked if code in plan.characteristics) or asked
    offered = {option.code for option in options_of(definition, plan.organisation_question)}
    codes = tuple(code for code in plan.organisation_codes if code in offered)
    return replace(
        plan,
        interim_level=max(plan.interim_level, plan.level, key=list(Level).index),
        characteristics=chosen,
        dimensions=tuple(name for name in CIRCUMSTANCES if name in plan.dimensions),
        intersections=tuple(_pairs(plan.intersections, chosen))[:MOST_INTERSECTIONS],
        filter=plan.filter if plan.filter in filters(definition) else "",
        organisation_question=plan.organisation_question if codes else "",
        organisation_codes=codes,
    )


def _pairs(pairs: Iterable[tuple[str, str]], chosen: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Each pair of two chosen characteristics once, in the order of the set."""
    for pair in dict.fromkeys(pairs):
        if pair == tuple(code for code in chosen if code in pair):
            yield pair


def _today(plan: Plan, definition: Definition) -> Plan:
    """The plan in the codes of today, if it was made when the question about organisations had others."""
    question, codes = plan.organisation_question, plan.organisation_codes
    if codes and not {each.code for each in options_of(definition, question)}.issuperset(codes):
        for name, today in read_today({question: list(codes)}, definition.recodings).items():
            return replace(plan, organisation_question=name, organisation_codes=tuple(today))
    return plan


def universe_of(
    plan: Plan, equality: str | None, versions: Iterable[Sequence[Step]], kind: Kind = Kind.FINAL
) -> Universe:
    """The tables of such figures under this plan, before any was made coarser.

    `equality` names the set, None when the survey asks no such questions. Raises Conflict when the versions
    cannot be counted together.
    """
    found = universe(plan, versions, standard_set(equality) if equality else None)
    if kind is Kind.COMPOSITION:
        return replace(found, one_way=True).at(dict.fromkeys(found.levels, Level.SUMMARY))
    return found.at(dict.fromkeys(found.levels, plan.interim_level)) if kind is Kind.INTERIM else found
