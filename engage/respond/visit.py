"""Where does somebody stand who is answering, and may they go on?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Self

from engage.bilingual import Bilingual
from engage.consultations.stage import Stage, stage
from engage.equality.asking import AGE_QUESTION, BANDS_BELOW
from engage.respond.channel import ASSISTED, Channel
from engage.surveys import standard, variants
from engage.surveys.definition import Answers, Definition, Question, Step, is_looked_up, takes_files
from engage.surveys.journey import Journey
from engage.surveys.routing import holds
from engage.surveys.variant import OwnMedia
from engage.surveys.ways import STANDARD, WAYS, Way

COPY = timedelta(hours=1)  # after sending, in which the answers are shown again


@dataclass(frozen=True, slots=True)
class Host:
    """The council that asks: as much of it as the frame of a page shows."""

    slug: str
    name: Bilingual
    colour: str
    has_logo: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Occasion:
    """The consultation in which somebody answers."""

    id: int
    council: Host
    title: Bilingual
    slug: Bilingual
    published_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    grace: timedelta = timedelta()  # after closing, for those who began before
    uses_partial: bool = False  # are answers used that were not sent in time?
    draft_days: int = 60  # how long a draft is kept after it was last saved

    def stage(self, now: datetime) -> Stage:
        return stage(self.published_at, self.opens_at, self.closes_at, None, now)

    @property
    def answers_until(self) -> datetime:
        """The first moment at which no answers are taken any more."""
        return self.closes_at + self.grace


@dataclass(frozen=True)
class Questionnaire:
    """One version of a survey in one of its variants, ready to be asked: every placeholder is filled."""

    version_id: int
    digest: str  # names the contents
    definition: Definition
    steps: tuple[Step, ...]
    equality: tuple[Step, ...]
    equality_intro: Bilingual  # Markdown
    ways: tuple[Way, ...]  # in which the survey is offered besides the standard one
    way: Way | None = None  # None: the standard one
    media: Mapping[str, OwnMedia] = field(default_factory=dict)  # of the variant, by texts.key_of

    @classmethod
    def of(cls, version_id: int, digest: str, standard_one: Definition, number: int = 0) -> Self:
        """The standard survey, or the variant of this number, from 1. Raises IndexError if it has none."""
        ways = tuple(WAYS[code] for code in variants.offered(standard_one))
        definition, way, media = standard_one, None, {}
        if number:
            variant = standard_one.variants[number - 1]
            definition, way = variants.applied(standard_one, variant), WAYS[variant.code]
            media = variants.media_at(variant)
        return cls(
            version_id,
            f"{digest}/{number}",
            definition,
            standard.opinion_steps(definition),
            standard.equality_steps(definition),
            standard.equality_intro(definition),
            ways,
            way,
            media,
        )

    @property
    def variant(self) -> str:
        """The code of the variant."""
        return self.way.code if self.way else STANDARD

    @cached_property
    def takes_files(self) -> bool:
        """Is anything asked that is answered with files?"""
        return any(takes_files(question) for step in self.steps for question in step.page.questions)

    @cached_property
    def without_files(self) -> Questionnaire:
        """The same where no file can be sent: nobody is asked for one."""
        if not self.takes_files:
            return self
        return replace(self, digest=f"{self.digest}/no-files", steps=_without(self.steps, takes_files))

    @cached_property
    def takes_lookups(self) -> bool:
        """Is a postcode asked for that only the council's list can turn into an area?"""
        every = (*self.steps, *self.equality)
        return any(is_looked_up(question) for step in every for question in step.page.questions)

    @cached_property
    def at_kiosk(self) -> Questionnaire:
        """The same on a device that may have no network: nobody is asked for what waits in it in clear."""
        asked = self.without_files
        if not asked.takes_lookups:
            return asked
        own, equality = (_without(steps, is_looked_up) for steps in (asked.steps, asked.equality))
        return replace(asked, digest=f"{asked.digest}/no-lookups", steps=own, equality=equality)


def _without(steps: tuple[Step, ...], is_left_out: Callable[[Question], bool]) -> tuple[Step, ...]:
    """The pages without these questions; one that asks nothing else goes. Others keep their numbers."""
    return tuple(step for each in steps if (step := _less(each, is_left_out)))


def _less(step: Step, is_left_out: Callable[[Question], bool]) -> Step | None:
    questions = tuple(question for question in step.page.questions if not is_left_out(question))
    if step.page.questions and not questions:
        return None
    return replace(step, page=replace(step.page, questions=questions))


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of somebody's answers; `revision` tells one state of it from the next."""

    uuid: bytes
    answers: Answers
    revision: int
    sent_at: datetime | None
    reference: str | None
    locked: bool = False  # to this address, from before somebody finished on a shared computer


@dataclass(frozen=True)
class Visit:
    """One person with their code. Nothing is stored of them before their first page is saved."""

    code: str
    occasion: Occasion
    questionnaire: Questionnaire
    kept: Kept | None
    channel: Channel = Channel.ONLINE
    changes: bool = False  # what was sent before, which stays as it is until the change is sent too
    is_cleared: bool = False  # from a shared computer, with nothing kept

    @property
    def answers(self) -> Answers:
        return self.kept.answers if self.kept else {}

    @property
    def reference(self) -> str | None:
        """The reference of what was sent; None for a draft."""
        return self.kept.reference if self.kept else None

    @property
    def stages(self) -> tuple[str, ...]:
        """What comes after the pages of the survey, in order."""
        offered = {
            "check": True,
            "equality": self._is_asked_equality,
            "contact": bool(self.questionnaire.definition.contact) and not self.changes,
            "send": True,
        }
        return tuple(name for name, there in offered.items() if there)

    @cached_property
    def journey(self) -> Journey:
        return Journey(self.questionnaire.steps, self.answers)

    @property
    def _is_asked_equality(self) -> bool:
        module = self.questionnaire.definition.equality
        if module is None or not self.questionnaire.equality:
            return False
        return module.show_if is None or holds(module.show_if, self.journey.kept())

    def equality_answers(self, answers: Answers) -> Answers:
        """The equality answers, with what the survey was told already: that somebody is under 16.

        Then nothing is asked of them that is not asked of anyone so young, whether they say it again or not.
        """
        age = self.journey.kept().get(AGE_QUESTION)
        young = age is not None and any(age.value in bands for bands in BANDS_BELOW.values())
        return {AGE_QUESTION: age, **answers} if age and young else answers

    def equality_journey(self, answers: Answers) -> Journey:
        """Their way through the equality questions."""
        return Journey(self.questionnaire.equality, self.equality_answers(answers))

    def may_answer(self, now: datetime) -> bool:
        """Tell whether answers are still taken, with grace: whoever has a code began before closing."""
        return self.occasion.opens_at <= now < self.occasion.answers_until

    def in_grace(self, now: datetime) -> bool:
        """Tell whether the consultation has closed, but not for those who began before."""
        return self.may_answer(now) and now >= self.occasion.closes_at

    @property
    def is_assisted(self) -> bool:
        """Tell whether somebody else enters the answers: they do not see them again."""
        return self.channel in ASSISTED

    def was_just_sent(self, now: datetime) -> bool:
        """Tell whether it was sent so recently that whoever has the code is still the person."""
        return bool(self.kept and self.kept.sent_at and now < self.kept.sent_at + COPY)

    def shows_copy(self, now: datetime) -> bool:
        """Tell whether what was sent is still shown to whoever has the code."""
        return self.was_just_sent(now) and not self.is_assisted
