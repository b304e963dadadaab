"""Which bodies hold a consultation together, for officers of each of them?"""

from __future__ import annotations

from typing import NamedTuple

from engage.accounts import service as accounts
from engage.accounts.models import Council, Officer
from engage.accounts.permissions import Permission
from engage.analysis import planning, queries
from engage.analysis.models import Release
from engage.bilingual import Bilingual
from engage.consultations import joint_queries
from engage.consultations.joint_models import Joint, Partner
from engage.consultations.models import Consultation
from engage.errors import NotFound
from engage.surveys import queries as surveys


class Standing(NamedTuple):
    """How a joint consultation stands, for its lead."""

    consultation: Consultation
    joint: Joint | None
    questions: dict[str, Bilingual]  # that can be the body question
    answers: dict[str, Bilingual]  # to the one that was chosen
    partners: list[Partner]

    @property
    def cannot_tell(self) -> bool:
        """Is the answer of a body gone from the survey, or the question itself?"""
        codes = {self.joint.code if self.joint else "", *(each.code for each in self.partners)}
        return bool(self.partners) and not codes <= self.answers.keys()

    @property
    def free(self) -> dict[str, Bilingual]:
        """The answers that stand for no body yet."""
        taken = {self.joint.code if self.joint else "", *(each.code for each in self.partners)}
        return {code: label for code, label in self.answers.items() if code not in taken}


class Part(NamedTuple):
    """What a council has to do with a consultation of another one."""

    partner: Partner  # the latest time that it was named
    consultation: Consultation
    answer: Bilingual  # of its own residents; empty without a survey
    made: list[Release]  # the figures that were made for it too


def standing(officer: Officer, consultation_id: int, question: str = "") -> Standing:
    """The bodies of a consultation of the officer's council, with the answers to this question or to its own.

    Raises NotFound, also without a survey, or NotAllowed.
    """
    consultation = queries.consultation(officer, consultation_id, Permission.MAKE_RELEASE)
    known = queries.planning_of(officer, consultation_id)
    if known is None:
        raise NotFound
    joint = joint_queries.joint(consultation_id)
    titles = planning.filters(known.definition)
    questions = {key: title for key, title in titles.items() if planning.values_of(known.definition, key)}
    if question and question not in questions:
        raise NotFound
    answers = planning.values_of(known.definition, question or (joint.question if joint else ""))
    return Standing(consultation, joint, questions, answers, joint_queries.partners(consultation_id))


def others(standing: Standing, councils: list[Council]) -> list[Council]:
    """The councils that could be named."""
    taken = {standing.consultation.council_id, *(each.council_id for each in standing.partners)}
    return [each for each in councils if each.id not in taken]


def parts(officer: Officer) -> list[Part]:
    """The consultations of other councils in which the officer's takes part, was asked to, or has figures.

    Raises NotAllowed.
    """
    accounts.require(officer, Permission.SEE_BREAKDOWNS, officer.council_id)
    latest: dict[int, Part] = {}
    for partner, consultation in joint_queries.of_council(officer.council_id):
        if consultation.id not in latest:
            latest[consultation.id] = _part(officer, partner, consultation)
    return [each for each in latest.values() if each.partner.ended_at is None or each.made]


def part(officer: Officer, consultation_id: int) -> Part:
    """One of these. Raises NotFound or NotAllowed."""
    for each in parts(officer):
        if each.consultation.id == consultation_id:
            return each
    raise NotFound


def councils_of(release: Release) -> list[Council]:
    """The councils for which figures were made together, none where one council consults alone."""
    by_id = {each.id: each for each in accounts.councils()} if release.plan.bodies else {}
    return [by_id[each.council] for each in release.plan.bodies]


def _part(officer: Officer, partner: Partner, consultation: Consultation) -> Part:
    made = queries.made_for(officer, consultation.id)
    try:
        definition = surveys.published_version(consultation.id).definition
    except NotFound:
        return Part(partner, consultation, Bilingual(), made)
    joint = joint_queries.joint(consultation.id)
    answers = planning.values_of(definition, joint.question) if joint else {}
    return Part(partner, consultation, answers.get(partner.code, Bilingual()), made)
