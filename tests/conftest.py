"""What every test may ask for: the application on each database, a client that checks pages, the time."""

from __future__ import annotations

import base64
import gc
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event, text

from engage import clock, create_app, database
from engage.accounts.models import AuditEvent
from engage.accounts.views import DEEDS, SUBJECTS
from engage.config import Settings
from engage.database import db
from engage.web import limiter
from tests import databases
from tests.factories import NOON
from tests.pages import CheckingClient


@event.listens_for(AuditEvent, "before_insert")
def _can_be_named(_mapper: object, _connection: object, trace: AuditEvent) -> None:
    """Whatever a test does, administrators can read what was done, and to what."""
    assert trace.subject_kind in SUBJECTS, f"no name for {trace.subject_kind}"
    assert trace.action in DEEDS, f"no name for {trace.action}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the workers, each of which begins with an equal part of the list, share the files for a browser.

    They take longest, so they come first: at the end only short tests are left to be shared out.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    browser = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    files = list(dict.fromkeys(item.path for item in browser))
    ends = [len(items) * number // workers for number in range(1, workers + 1)]
    items.clear()
    for number, end in enumerate(ends):
        items += [item for item in browser if files.index(item.path) % workers == number]
        take = max(0, end - len(items))
        items += others[:take]
        del others[:take]
    items += others


class Clock:
    """The time of the application, which stands still at `moment`: NOON, until a test sets it."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment


limiter.enabled = False  # there is one for all applications of a process; those of tests turn it off
gc.set_threshold(50_000, 20, 100)  # else an eighth of the time would go into looking for garbage


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test makes an application that keeps people waiting, nobody waits after it."""
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    hands = Clock()
    monkeypatch.setattr(clock, "now", hands)
    monkeypatch.setattr(database, "its_time", lambda _now: hands())
    return hands


def make_settings(database_url: str) -> Settings:
    """Settings as in production, with keys that everybody may know."""
    keys = {
        f"{name}_key": bytes([number]) * 32
        for number, name in enumerate(("equality", "contact", "snapshot", "release"), start=1)
    }
    return Settings(
        environment="test",
        database_url=database_url,
        secret_key=base64.b64encode(b"secret" * 8).decode(),
        site_url="https://engage.example",
        trusted_hosts=("localhost", "engage.example", "127.0.0.1"),
        **keys,
    )


QUICK = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}


class Compiled(BytecodeCache):
    """Templates, compiled once for all the applications of these tests."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def make_app(database_url: str) -> Flask:
    app = create_app(make_settings(database_url))
    app.jinja_env.bytecode_cache = COMPILED
    app.test_client_class = CheckingClient
    app.testing = True  # what nobody expected is raised, not hidden behind an error page
    app.extensions["security"].pwd_context.update(**QUICK)  # the same method, but not slow on purpose
    with app.app_context():
        databases.hurry(db.engine)
    return app


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("sqlite")
    app = make_app(f"sqlite:///{folder / 'engage.db'}")
    with app.app_context():
        upgrade()
        app.extensions["test_folder"] = folder
        keep(app, "empty")
    return app


@pytest.fixture(scope="session")
def postgresql_app() -> Iterator[Flask]:
    with databases.postgresql() as url:
        app = make_app(url)
        with app.app_context():
            upgrade()
            with db.engine.begin() as connection:
                connection.execute(text(databases.START_AFRESH))
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on an empty database: each test that asks for it runs on both."""
    app = request.getfixturevalue(f"{request.param}_app")
    with app.app_context():
        _empty(app)
        yield app
        db.session.remove()


def _empty(app: Flask) -> None:
    if "test_folder" in app.extensions:
        put_back(app, "empty")
        return
    with db.engine.begin() as connection:
        connection.execute(text("SELECT start_afresh()"))


def keep(app: Flask, name: str) -> None:
    """Copy all that the database holds, so that it can be put back under this name."""
    _copy(app, "engage", name)


def put_back(app: Flask, name: str) -> None:
    """Let the database hold what was kept under this name, and nothing else."""
    _copy(app, name, "engage")


def _copy(app: Flask, source: str, target: str) -> None:
    db.session.remove()
    db.engine.dispose()
    folder: Path | None = app.extensions.get("test_folder")
    if folder is None:
        databases.copy(db.engine.url.render_as_string(hide_password=False), source, target)
        return
    for leftover in folder.glob(f"{target}.db-*"):
        leftover.unlink()
    shutil.copy(folder / f"{source}.db", folder / f"{target}.db")
