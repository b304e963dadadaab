"""Consultations that measure cohesion, answered and released: figures that hide some and show others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from engage.accounts.models import Council, Officer
from engage.accounts.permissions import Role
from engage.analysis import queries, service
from engage.analysis.epochs import Kind
from engage.analysis.universe import Plan
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.equality.characteristics import Level
from engage.surveys.cohesion_2026_11 import COHESION_2026_11
from engage.surveys.definition import Definition, Is, Not, Section
from engage.surveys.library import with_origins
from tests.analysis.people import drawn, invented_equality
from tests.analysis.stored import CLOSED, SURVEY, add_responses, make_survey
from tests.factories import NOON, make_consultation, make_council, make_officer

GLYNMORFA = Bilingual("Glynmorfa County Council", "Cyngor Sir Glynmorfa")
THORNMERE = Bilingual("Thornmere Borough Council", "Cyngor Bwrdeistref Thornmere")
YEAR = timedelta(days=365)
PLAN = Plan(
    level=Level.SUMMARY,
    characteristics=("sex",),
    organisation_question="who",
    organisation_codes=("organisation",),
)
AGREEMENT = ("strongly_disagree", "disagree", "neither", "agree", "strongly_agree", "dont_know")
HOPES = ("very_different", "quite_different", "quite_similar", "very_similar", "dont_know")
USUAL = (0.1, 0.15, 0.15, 0.3, 0.25, 0.05)


def survey(*pages: str, show_if=None) -> Definition:
    """The survey on buses, and after it these pages of the set on cohesion, asked of everybody."""
    found = (COHESION_2026_11.page(page) for page in pages)
    parts = tuple(with_origins(COHESION_2026_11, page) for page in found if page)
    title = Bilingual("Your area", "Eich ardal")
    section = Section(id="community", title=title, parts=parts, show_if=show_if)
    return replace(SURVEY, sections=(*SURVEY.sections, section) if parts else SURVEY.sections)


EVERYBODY = survey("belonging", "diversity", "chances", "relationships")
SOME = survey("belonging", show_if=Not(Is("who", ("organisation",))))
DRIVERS = survey("belonging", show_if=Is("travel", ("car",)))
NOBODY = survey()


def answered(people: int, *, seed: int = 1, agree: tuple[float, ...] = USUAL) -> list[tuple[dict, dict]]:
    """What residents say who mostly agree, or as these shares of `AGREEMENT` say."""
    chance = np.random.default_rng(seed)
    return [(_opinions(chance, agree), invented_equality(chance)) for _ in range(people)]


def _opinions(chance: np.random.Generator, agree: tuple[float, ...]) -> dict[str, object]:
    rows = ("belong", "get_on", "respect")
    said = {row: {"agreement": drawn(chance, AGREEMENT, agree)} for row in rows}
    if chance.random() < 0.3:
        del said["respect"]
    hopes = drawn(chance, HOPES, (0.2, 0.3, 0.3, 0.02, 0.18))
    travel = ["car" if chance.random() < 0.7 else "none"]
    return {"who": "resident", "age": "adult", "travel": travel, "cohesion": said, "shared_hopes": hopes}


def make_councils() -> tuple[Council, Council]:
    return make_council(name=GLYNMORFA, slug="glynmorfa"), make_council(name=THORNMERE, slug="thornmere")


def make_measured(
    council: Council,
    *,
    name: str = "together",
    years_ago: int = 0,
    people: int = 240,
    definition: Definition = EVERYBODY,
    seed: int = 1,
    agree: tuple[float, ...] = USUAL,
    is_released: bool = True,
) -> Consultation:
    """A consultation of this council that closed so many years ago, with its final figures."""
    db.session.rollback()
    closed = CLOSED - years_ago * YEAR
    consultation = make_consultation(
        council,
        slug_en=f"{name}-{council.slug}",
        slug_cy=f"{name}-{council.slug}-cy",
        title=Bilingual(f"{name.capitalize()} here", f"{name.capitalize()} yma"),
        opens_at=closed - timedelta(days=30),
        closes_at=closed,
    )
    version = make_survey(definition, consultation)
    before = db.session.query(type(consultation)).count() * 10_000
    add_responses(
        version, answered(people, seed=seed, agree=agree), first=before, sent_at=closed - timedelta(hours=2)
    )
    if is_released:
        release(consultation)
    db.session.expire_all()
    return db.session.get(Consultation, consultation.id)


def release(consultation: Consultation, kind: Kind = Kind.FINAL, **given) -> None:
    db.session.rollback()
    analyst = make_officer(consultation.council, Role.ANALYST)
    if kind is Kind.FINAL:
        service.decide_plan(analyst, consultation.id, PLAN, now=NOON)
    service.ask_release(analyst, consultation.id, now=NOON, kind=kind, **given)
    db.session.rollback()


def opened(consultation: Consultation) -> queries.Released:
    return queries.released(None, consultation.id)


def everybody(council: Council) -> dict[Role, Officer]:
    """An officer for each role."""
    return {role: make_officer(council, role) for role in Role}
