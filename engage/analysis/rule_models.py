"""How strictly does a council want its figures protected?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.analysis.rule import Rule
from engage.database import Model, Utc


class CouncilRule(Model):
    """The rule of a council for all figures that are asked for from then on; without one, the usual."""

    __tablename__ = "council_rule"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), unique=True)
    base: Mapped[int]
    threshold: Mapped[int]
    least_base: Mapped[int]
    step: Mapped[int]
    decided_at: Mapped[datetime] = mapped_column(Utc)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))

    @property
    def rule(self) -> Rule:
        return Rule(base=self.base, threshold=self.threshold, least_base=self.least_base, step=self.step)

    @rule.setter
    def rule(self, rule: Rule) -> None:
        self.base, self.threshold = rule.base, rule.threshold
        self.least_base, self.step = rule.least_base, rule.step
