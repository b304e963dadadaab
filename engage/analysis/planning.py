"""What can be decided about a consultation's breakdown, and what holds when nobody decided?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from engage.analysis.universe import Plan, Universe, universe
from engage.bilingual import Bilingual
from engage.equality.characteristics import Characteristic, Level
from engage.equality.library import CURRENT, SETS, standard_set
from engage.surveys.conditions import named
from engage.surveys.definition import Definition, Option, SeveralChoices, SingleChoice, Step, steps
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


def default(definition: Definition) -> Plan:
    """Summary groups of everything that the survey asks about; nobody is left out."""
    return Plan(level=Level.SUMMARY, characteristics=tuple(each.code for each in characteristics(definition)))


def fitted(plan: Plan, definition: Definition) -> Plan:
    """The plan without what the survey does not ask, as when its draft changed after the plan was made.

    Who is an organisation is told by the codes of today.
    """
    plan = _today(plan, definition)
    asked = tuple(each.code for each in characteristics(definition))
    offered = {option.code for option in options_of(definition, plan.organisation_question)}
    codes = tuple(code for code in plan.organisation_codes if code in offered)
    return replace(
        plan,
        characteristics=tuple(code for code in asked if code in plan.characteristics) or asked,
        organisation_question=plan.organisation_question if codes else "",
        organisation_codes=codes,
    )


def _today(plan: Plan, definition: Definition) -> Plan:
    """The plan in the codes of today, if it was made when the question about organisations had others."""
    question, codes = plan.organisation_question, plan.organisation_codes
    if codes and not {each.code for each in options_of(definition, question)}.issuperset(codes):
        for name, today in read_today({question: list(codes)}, definition.recodings).items():
            return replace(plan, organisation_question=name, organisation_codes=tuple(today))
    return plan


def universe_of(plan: Plan, equality: str | None, versions: Iterable[Sequence[Step]]) -> Universe:
    """The tables under this plan; `equality` names the set, None when the survey asks no such questions.

    Raises Conflict when the versions cannot be counted together.
    """
    found = universe(plan, versions, standard_set(equality or CURRENT))
    return found if equality else replace(found, groupings=())
