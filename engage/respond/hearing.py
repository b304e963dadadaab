"""Which of the answers that came all at once count, as the survey's own routes lead?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from engage.bilingual import Bilingual
from engage.respond.visit import Host, Kept, Occasion, Questionnaire, Visit
from engage.surveys.definition import Answers

# The way through a survey does not depend on when or where it is answered.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOWHERE = Occasion(
    0, Host("", Bilingual(), "", False, False), Bilingual(), Bilingual(), None, _EPOCH, _EPOCH
)


class Counted(NamedTuple):
    """The answers that count, and all questions that are asked: by key, and whether of the equality ones."""

    answers: Answers
    equality: Answers
    asked: frozenset[tuple[str, bool]]


def counted(questionnaire: Questionnaire, answers: Answers, equality: Answers) -> Counted:
    """Follow the routes; what is not asked is dropped."""
    visit = Visit("", _NOWHERE, questionnaire, Kept(b"", answers, 0, None, None))
    asked = {
        (step.key(each), False) for step in visit.journey.asked for each in visit.journey.questions(step)
    }
    kept_equality: Answers = {}
    if "equality" in visit.stages:
        journey = visit.equality_journey(equality)
        kept_equality = {key: each for key, each in journey.kept().items() if key in equality}
        asked |= {(step.key(each), True) for step in journey.asked for each in journey.questions(step)}
    return Counted(visit.journey.kept(), kept_equality, frozenset(asked))
