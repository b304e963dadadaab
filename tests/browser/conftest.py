"""A real browser, and the demonstration running for it."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask_migrate import upgrade
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from werkzeug.serving import make_server

from engage import create_app
from engage.accounts import service as accounts
from engage.database import db
from engage.demo import build
from engage.surveys import service as surveys
from engage.surveys.interchange import write_yaml
from tests import publishing
from tests.browser import axe
from tests.conftest import make_settings
from tests.examples import REQUIRED
from tests.factories import make_consultation

EVERY_KIND = "every-kind"

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, served from an SQLite file of its own."""
    port = free_port()
    folder = tmp_path_factory.mktemp("site")
    settings = make_settings(f"sqlite:///{folder / 'engage.db'}")
    app = create_app(replace(settings, site_url=f"http://127.0.0.1:{port}"))
    with app.app_context():
        upgrade()
        now = datetime.now(UTC)
        build.build(responses=336, seed=1, now=now, progress=lambda _done: None, by=("sex", "disability"))
        _ask_everything(now)
        db.session.remove()
    axe.serve(app)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join()


def _ask_everything(now: datetime) -> None:
    """Open a survey with every kind of question, all of them required."""
    officer = accounts.officer("officer@glynmorfa.example")
    fields = {
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=1),
        "council": officer.council,
    }
    consultation = make_consultation(published_at=None, slug_en=EVERY_KIND, slug_cy=EVERY_KIND, **fields)
    surveys.import_draft(officer, consultation.id, write_yaml(REQUIRED), now=now)
    publishing.publish(officer, consultation, now=now)


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Headless Chromium; JavaScript is on, unless a test takes `without_javascript`."""
    browser = start(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.quit()


@pytest.fixture(scope="session")
def without_javascript(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Headless Chromium that runs no script of a page."""
    browser = start(tmp_path_factory.mktemp("plain"), javascript=False)
    yield browser
    browser.quit()


def start(profile: object, *, javascript: bool = True) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in (*FLAGS.split(), f"--user-data-dir={profile}"):
        options.add_argument(flag)
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    browser.set_script_timeout(30)
    return browser
