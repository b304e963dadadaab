"""Which breakdown was planned for a consultation, and which figures were released?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.analysis.epochs import Kind
from engage.analysis.rule import Rule
from engage.analysis.told import Told, Written
from engage.analysis.universe import Body, Name, Plan
from engage.bilingual import Bilingual
from engage.database import Json, Model, Utc, Words
from engage.equality.characteristics import Level


class Planned:
    """The columns of a `universe.Plan`, in which every characteristic is named."""

    level: Mapped[str] = mapped_column(String(10))
    interim_level: Mapped[str] = mapped_column(String(10), default=Level.SUMMARY)
    characteristics: Mapped[list[str]] = mapped_column(Json)
    dimensions: Mapped[list[str]] = mapped_column(Json, default=list)
    intersections: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    filter: Mapped[str] = mapped_column(String(60), default="")
    bodies: Mapped[list[list[Any]]] = mapped_column(Json, default=list)  # universe.Body
    organisation_question: Mapped[str] = mapped_column(String(40))  # "": nobody is left out
    organisation_codes: Mapped[list[str]] = mapped_column(Json)

    @property
    def plan(self) -> Plan:
        return Plan(
            level=Level(self.level),
            interim_level=Level(self.interim_level),
            characteristics=tuple(self.characteristics),
            dimensions=tuple(self.dimensions),
            intersections=tuple((first, second) for first, second in self.intersections),
            filter=self.filter,
            bodies=tuple(Body(*each) for each in self.bodies),
            organisation_question=self.organisation_question,
            organisation_codes=tuple(self.organisation_codes),
        )

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self.level = plan.level
        self.interim_level = plan.interim_level
        self.characteristics = list(plan.characteristics)
        self.dimensions = list(plan.dimensions)
        self.intersections = [list(pair) for pair in plan.intersections]
        self.filter = plan.filter
        self.bodies = [list(each) for each in plan.bodies]
        self.organisation_question = plan.organisation_question
        self.organisation_codes = list(plan.organisation_codes)


class BreakdownPlan(Planned, Model):
    """What was last decided about a consultation's breakdown; figures that were asked for keep their own."""

    __tablename__ = "breakdown_plan"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    decided_at: Mapped[datetime] = mapped_column(Utc)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))


class Release(Planned, Model):
    """One set of figures about a consultation: asked for, then made once and never changed.

    It keeps the plan, the rule and the wordings under which it was made, so that its tables can be put
    together again. `figures` are what disclosure control let through; true counts are nowhere, and of single
    people there are only sealed `marks`, as long as no later figures are compared with others.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("consultation_id", "epoch"),
        CheckConstraint(
            "(made_at IS NULL) = (figures IS NULL) AND (made_at IS NULL) = (file_bytes IS NULL)",
            name="made_whole",
        ),
        CheckConstraint("made_at IS NULL OR refused_at IS NULL", name="made_or_refused"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    epoch: Mapped[int]  # 1, 2, 3 ... within its consultation: each has a key of its own
    kind: Mapped[str] = mapped_column(String(20))  # epochs.Kind
    reason: Mapped[Bilingual] = mapped_column(Words, default=Bilingual)  # of a correction
    version_ids: Mapped[list[int]] = mapped_column(Json)  # of the survey, newest first
    equality_set: Mapped[str | None] = mapped_column(String(40))  # None: the survey asks no such questions
    rounded_to: Mapped[int]  # every figure is a multiple of this
    hidden_below: Mapped[int]  # and none is smaller than this
    least_base: Mapped[int] = mapped_column(default=30)  # of a percentage
    changed_between: Mapped[int] = mapped_column(default=50)  # responses, between figures of an open one
    asked_at: Mapped[datetime] = mapped_column(Utc)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # None: made by itself
    worked_at: Mapped[datetime | None] = mapped_column(Utc)  # when somebody who makes it was last heard of
    step: Mapped[str] = mapped_column(String(10), default="")  # of the work under way: queries.STEPS
    progress: Mapped[int] = mapped_column(default=0)  # of that step, in per cent
    seconds_left: Mapped[int | None]  # of that step, as far as anybody can tell
    refused_at: Mapped[datetime | None] = mapped_column(Utc)  # there are no figures, and will be none
    refused_for: Mapped[str] = mapped_column(String(20), default="")  # epochs.Refusal
    made_at: Mapped[datetime | None] = mapped_column(Utc)
    counted_up_to: Mapped[datetime | None] = mapped_column(Utc)  # what was there then is counted
    received: Mapped[int | None]  # responses, told exactly: people and organisations
    changed: Mapped[int | None]  # responses since the figures before this, a composition apart
    people: Mapped[int | None]  # that are counted, as released: rounded, None when too few
    told: Mapped[list[list[Any]]] = mapped_column(Json, default=list)  # received in each way and language
    texts: Mapped[list[list[Any]]] = mapped_column(Json, default=list)  # that could be read then
    exact_people: Mapped[int | None]  # that could be worked out from them
    complete: Mapped[list[str]] = mapped_column(Json, default=list)  # subjects that nobody could leave out
    levels: Mapped[dict[str, str]] = mapped_column(Json, default=dict)  # of each characteristic
    left_out: Mapped[list[list[Any]]] = mapped_column(Json, default=list)  # universe.Name
    log: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)  # what the audit made coarser
    marks: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # sealed under SNAPSHOT_KEY
    figures: Mapped[Any] = mapped_column(Json, nullable=True, deferred=True)  # breakdown.Stored
    file_bytes: Mapped[Any] = mapped_column(Json, nullable=True)  # length of each file, by language and name

    @property
    def context(self) -> bytes:
        """What binds sealed marks to their place."""
        return f"release {self.consultation_id} {self.epoch}".encode()

    @property
    def rule(self) -> Rule:
        """How strictly the figures are protected."""
        return Rule(
            base=self.rounded_to,
            threshold=self.hidden_below,
            least_base=self.least_base,
            step=self.changed_between,
        )

    @rule.setter
    def rule(self, rule: Rule) -> None:
        self.rounded_to, self.hidden_below = rule.base, rule.threshold
        self.least_base, self.changed_between = rule.least_base, rule.step

    @property
    def is_waited_for(self) -> bool:
        return self.made_at is None and self.refused_at is None

    @property
    def chosen_levels(self) -> dict[str, Level]:
        return {code: Level(level) for code, level in self.levels.items()}

    @property
    def without(self) -> frozenset[Name]:
        return frozenset(Name(*each) for each in self.left_out)

    @property
    def what_was_told(self) -> Told:
        """What was told exactly, beside the figures, to whoever read the ledger and the texts."""
        ways = {(column, code): many for column, code, many in self.told}
        texts = {Written(*place): many for *place, many in self.texts}
        return Told(ways, texts, self.exact_people, frozenset(self.complete))

    @property
    def what_was_done(self) -> tuple[Bilingual, ...]:
        """What was made coarser or left out so that nothing can be worked out, in words."""
        return tuple(Bilingual.from_json(each) for each in self.log)

    @property
    def is_composition(self) -> bool:
        return self.kind == Kind.COMPOSITION


class WorkingSnapshot(Model):
    """Everybody's codes as they were last read, to be brought up to date; gone once nothing more is made.

    Of the codes of people there is this alone, so that who is erased is out of it at the next look.
    """

    __tablename__ = "working_snapshot"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    coded_for: Mapped[bytes] = mapped_column(LargeBinary(32))  # a digest of the plan and the wordings
    read_at: Mapped[datetime] = mapped_column(Utc)
    last_id: Mapped[int]  # of the newest response then
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # under SNAPSHOT_KEY

    @property
    def context(self) -> bytes:
        """What binds the sealed snapshot to its place."""
        return f"working snapshot {self.consultation_id}".encode()


class ReleaseFile(Model):
    """A file just as it was first given out; whoever asks again gets the same bytes."""

    __tablename__ = "release_file"
    __table_args__ = (UniqueConstraint("release_id", "language", "name"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    language: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(120))
    packed: Mapped[bytes] = mapped_column(LargeBinary)  # with zlib


class ReleaseReader(Model):
    """Which officer has looked at which figures, and when first."""

    __tablename__ = "release_reader"
    __table_args__ = (UniqueConstraint("release_id", "officer_id"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    first_at: Mapped[datetime] = mapped_column(Utc)
