"""Where do things break? A database with consultations in it, and its application servers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from flask import Flask

from bench.journeys import environment, free_port
from chaos.account import MARK, Verdict, verdict
from chaos.people import Happened
from chaos.servers import Application, Postgres
from chaos.survey import SURVEY
from engage import clock, config, create_app, serve
from engage.database import db
from engage.respond import queries
from engage.respond.models import Response
from engage.surveys.document import to_json
from engage.surveys.models import Survey
from tests import factories

DAY = timedelta(days=1)


@dataclass
class World:
    """One database, with any number of consultations in it."""

    name: str  # of the kind of database
    url: str
    folder: Path  # for what servers write

    @cached_property
    def environ(self) -> dict[str, str]:
        return environment(self.url, free_port())

    @cached_property
    def app(self) -> Flask:
        """The application in this process, which holds no connections that a fault could break."""
        app = create_app(config.read(self.environ))
        with app.app_context():
            serve.prepare_database(config.read(self.environ))
            db.engine.dispose()
        return app

    @property
    def postgres(self) -> Postgres:
        return Postgres(self.url)

    def server(
        self, *, port: int | None = None, name: str = "wsgi:app", ready: bool = False, **more: str
    ) -> Application:
        """One of its application servers."""
        environ = self.environ | more | ({"PORT": str(port)} if port else {})
        log = self.folder / f"server-{environ['PORT']}.log"
        log.write_bytes(b"")
        return Application(environ, log, name=name, ready=ready)

    def consultation(self, *, opens_at: datetime | None = None, closes_at: datetime | None = None) -> Asked:
        """Open a consultation."""
        now = clock.now()
        opens_at, closes_at = opens_at or now - DAY, closes_at or now + DAY
        with self.app.app_context():
            made = factories.make_consultation(
                published_at=opens_at, opens_at=opens_at, closes_at=closes_at, grace_minutes=0
            )
            officer = factories.make_officer(made.council)
            draft = factories.saved(Survey(consultation=made, draft=to_json(SURVEY), changed_at=now))
            factories.saved(draft.freeze(officer.id, now))
            asked = Asked(made.id, officer.id, made.slug_en)
            self.rest()
        return asked

    def rest(self) -> None:
        """Let go of every connection of this process."""
        db.session.remove()
        db.engine.dispose()

    def account(self, asked: Asked, happened: Happened) -> Verdict:
        """Compare what people were told with what the application's own export holds."""
        file = self.folder / f"{asked.slug}.csv"
        command = ["responses", "export", asked.slug, "--out", str(file)]
        self.app.test_cli_runner().invoke(args=command, catch_exceptions=False)
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        with self.app.app_context():
            sealed = {sent.answers[MARK]["value"]: sent.equality for sent in queries.sent_responses(asked.id)}
            self.rest()
        return verdict(happened.claims, rows, sealed)

    def sent_after(self, asked: Asked, moment: datetime) -> int:
        """How many responses were sent at this moment or later."""
        with self.app.app_context():
            late = db.session.query(Response).filter(
                Response.consultation_id == asked.id, Response.sent_at >= moment
            )
            number = late.count()
            self.rest()
        return number


@dataclass(frozen=True)
class Asked:
    """One consultation, and an officer who may do everything in it."""

    id: int
    officer_id: int
    slug: str

    @property
    def start(self) -> str:
        return f"/en/consultations/{self.slug}/answer/new"
