"""What must an author mend before a consultation can be published?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from engage.bilingual import Bilingual
from engage.consultations.details import BILINGUAL


class Code(StrEnum):
    """What is wrong."""

    MISSING = "missing"
    PAST = "past"
    TAKEN = "taken"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; `field` is the id of the field on the form for the consultation's details."""

    code: Code
    field: str


class Checked(Protocol):
    """What of a consultation is checked, beside its texts."""

    @property
    def slug(self) -> Bilingual: ...
    @property
    def topics(self) -> list[str]: ...
    @property
    def closes_at(self) -> datetime: ...


def problems(consultation: Checked, *, now: datetime) -> tuple[Problem, ...]:
    """Everything that stands in the way of publishing, in the order of the form. Documents are not needed."""
    found = [
        Problem(Code.MISSING, f"{name}_{language}")
        for name in ("title", "slug", *BILINGUAL[1:])
        for language in getattr(consultation, name).missing
    ]
    if not consultation.topics:
        found.append(Problem(Code.MISSING, "topics"))
    if consultation.closes_at <= now:
        found.append(Problem(Code.PAST, "closes_day"))
    return tuple(found)


def outcome_problems(outcome: Bilingual) -> tuple[Problem, ...]:
    """What an outcome lacks: it is told in both languages at once."""
    return tuple(Problem(Code.MISSING, f"outcome_{language}") for language in outcome.missing)
