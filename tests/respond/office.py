"""An office that keys paper forms: its batch, and the officers who do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from engage.accounts.models import Officer
from engage.accounts.permissions import Role
from engage.consultations.models import Consultation
from engage.respond import keying_service as service
from engage.respond import paper_service
from engage.respond.keying_form import Facts
from engage.respond.keying_models import Paper
from engage.respond.keying_queries import Task
from engage.respond.keying_service import Sheet
from engage.respond.paper import Form
from engage.surveys.definition import Definition, EqualityModule
from tests.examples import EVERY_KIND
from tests.factories import NOON, make_consultation, make_officer
from tests.respond.conftest import publish

ALL_KINDS = replace(EVERY_KIND, equality=EqualityModule("2026-11", ("age", "sex", "religion")))
TODAY = NOON.date()
EVERYBODY, NOBODY = (lambda _most: 0), (lambda most: most - 1)


def fact(language: str = "en", received_on: date = TODAY, *, helped: bool = False) -> Facts:
    """What a paper says of itself."""
    return Facts(language, received_on, helped)


class Office:
    """A consultation with an open batch, and the officers who key it."""

    def __init__(self, survey: Definition, percent: int = 0, expected: int | None = None, **fields) -> None:
        self.consultation: Consultation = make_consultation(slug_en="papers", slug_cy="papurau", **fields)
        publish(survey, self.consultation)
        self.one, self.two, self.three = (
            make_officer(self.consultation.council, Role.CLERK) for _each in range(3)
        )
        self.chief = make_officer(self.consultation.council, Role.AUTHOR)
        self.batch_id = service.open_batch(
            self.one, self.id, name="Library", expected=expected, percent_twice=percent, now=NOON
        ).batch_id

    @property
    def id(self) -> int:
        return self.consultation.id

    def form(self, lang: str = "en") -> Form:
        return paper_service.form_of(self.id, paper_service.editions(self.id)[0], lang)

    def sheet(
        self, number: int = 1, typed: dict | None = None, lang: str = "en", form: str = "", **facts
    ) -> Sheet:
        return Sheet(number, form or str(self.form(lang).id), fact(language=lang, **facts), typed or {})

    def key(
        self, officer: Officer, sheet: Sheet, task: Task = Task.FIRST, lot=NOBODY, *, now: datetime = NOON
    ) -> Paper:
        return service.key(officer, self.id, self.batch_id, sheet, task=task, now=now, lot=lot)

    def close(self, reason: str = ""):
        return service.close(self.one, self.id, self.batch_id, reason=reason, now=NOON)

    def address(self, more: str = "") -> str:
        return f"/en/officers/consultations/{self.id}/paper/{self.batch_id}{more}"
