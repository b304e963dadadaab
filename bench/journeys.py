"""How many people can answer at once, and what does a turn of a page cost, beside a floor application?

    python -m bench.journeys [--seconds N] [--people N ...]

Prints lines of JSON. `journeys`, for each database and for 1, 8 and 32 people: whole journeys (5 pages, 20
questions, check, send) a second by so many people at once who never pause, and CPU milliseconds of the
server's processes for a turn of a page, which is two requests (a form, and the page after it), for Engage and
for `bench.floor` with the same server in turns; `ratio` is Engage's journeys by the floor's, `cpu_ratio` its
processor time by the floor's. The people use the same cores, so compare the ratios, not the rates: 6 ms were
asked for where the floor took 2.6. `errors` are pages that were not what they should be.
`page`: bytes and requests of a first visit, as a browser is sent them.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import http.client
import json
import os
import re
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bench.people import PAGES, Tally, crowd
from engage import clock, config, create_app, serve
from engage.bilingual import Bilingual
from engage.config import ROOT, Settings
from engage.database import db
from engage.surveys.definition import Definition, Option, Page, Section, SingleChoice
from engage.surveys.document import to_json
from engage.surveys.models import Survey
from tests import databases, factories

QUESTIONS, OPTIONS = 4, 5  # of a page, of a question
PEOPLE, SECONDS, ROUNDS = (1, 8, 32), 6, 5
REQUESTS = 2  # of a turn: the form, and the page after it
GOALS = {
    "ratio": 0.5,
    "cpu_ms": 6.0,
    "cpu_ratio": 2.3,
    "bytes": 60_000,
    "requests": 5,
    "question_page_bytes": 15_000,
}
TICKS = os.sysconf("SC_CLK_TCK")
ASSET = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*?(?:href|src)="(/[^"]+)"')


def both(text: str, number: int) -> Bilingual:
    return Bilingual(f"{text} {number}", f"{text} {number}")


def survey() -> Definition:
    """Five pages of four questions of five options, as `bench.floor` has them."""
    options = tuple(Option(f"o{number}", both("Option", number)) for number in range(1, OPTIONS + 1))
    questions = [
        SingleChoice(id=f"q{number}", title=both("Question", number), options=options, required=True)
        for number in range(1, PAGES * QUESTIONS + 1)
    ]
    pages = tuple(
        Page(
            id=f"page{number}",
            title=both("Page", number),
            questions=tuple(questions[(number - 1) * QUESTIONS : number * QUESTIONS]),
        )
        for number in range(1, PAGES + 1)
    )
    return Definition(
        title=both("Survey", 1), sections=(Section(id="all", title=both("Part", 1), parts=pages),)
    )


@dataclass
class Measured:
    """What the rounds of one application came to."""

    seconds: float = 0
    cpu: float = 0
    journeys: float = 0
    requests: int = 0
    turns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, tally: Tally, seconds: float, cpu: float) -> None:
        self.seconds += seconds
        self.cpu += cpu
        self.journeys += tally.journeys
        self.requests += tally.requests
        self.turns += tally.seconds
        self.errors += tally.errors

    @property
    def cpu_ms(self) -> float:
        """Of a turn."""
        return 1000 * self.cpu / self.requests * REQUESTS

    def figures(self) -> dict[str, object]:
        return {
            "journeys_a_second": round(self.journeys / self.seconds, 2),
            "cpu_ms": round(self.cpu_ms, 2),
            "turn_ms_median": round(1000 * statistics.median(self.turns), 1),
            "turn_ms_p95": round(1000 * statistics.quantiles(self.turns, n=20)[-1], 1),
            "errors": len(self.errors),
            **({"first_error": self.errors[0]} if self.errors else {}),
        }


def environment(database_url: str, port: int) -> dict[str, str]:
    """Settings as in production."""
    keys = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in config.SECRETS}
    own = {
        "ENGAGE_ENV": "production",
        "DATABASE_URL": database_url,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "TRUSTED_HOSTS": "127.0.0.1",
        "PORT": str(port),
        "WORKERS": "2",
    }
    return {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore", **keys, **own}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare(settings: Settings) -> str:
    """Make Engage's tables and an open consultation; return the address at which one begins."""
    app = create_app(settings)
    with app.app_context():
        serve.prepare_database(settings)
        now = clock.now()
        consultation = factories.make_consultation(
            published_at=now, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=28)
        )
        officer = factories.make_officer(consultation.council)
        draft = factories.saved(Survey(consultation=consultation, draft=to_json(survey()), changed_at=now))
        factories.saved(draft.freeze(officer.id, now))
        address = f"/en/consultations/{consultation.slug_en}/answer/new"
        db.session.remove()
        db.engine.dispose()
    return address


@contextmanager
def running(application: str, environ: dict[str, str], settings: Settings) -> Iterator[int]:
    """Run the production server with this application; yield its process's id."""
    command = [application if part == "wsgi:app" else part for part in serve.server_command(settings)]
    server = subprocess.Popen(command, cwd=ROOT, env=environ, start_new_session=True)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", settings.port)) == 0:
                    break
            time.sleep(0.1)
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def cpu_seconds(process: int) -> float:
    """Processor time so far of a process and its children, in user and in system mode."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    ticks = 0
    for each in (str(process), *children):
        after_name = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / TICKS


Crowds = dict[int, Measured]  # by how many people there are


def measure(application: str, environ: dict[str, str], start: str, crowds: Crowds, seconds: float) -> None:
    """Let each crowd answer for so long; add what they did, and the processor time that it took."""
    settings = config.read(environ)
    with running(application, environ, settings) as process:
        crowd(settings.port, start, max(crowds), 1)  # every thread is warm
        for people, measured in crowds.items():
            before = cpu_seconds(process)
            tally = crowd(settings.port, start, people, seconds)
            measured.add(tally, seconds, cpu_seconds(process) - before)


def compare(
    name: str, engage_url: str, floor_url: str, people: list[int], seconds: float
) -> Iterator[dict[str, object]]:
    """Measure Engage and the floor in turns on databases of one kind."""
    own, floors = environment(engage_url, free_port()), environment(floor_url, free_port())
    start = prepare(config.read(own))
    code = "from bench import floor; floor.create_tables()"
    subprocess.run([sys.executable, "-c", code], env=floors, cwd=ROOT, check=True)
    engage, floor = ({number: Measured() for number in people} for _ in range(2))
    for _ in range(ROUNDS):
        measure("wsgi:app", own, start, engage, seconds)
        measure("bench.floor:app", floors, "/new", floor, seconds)
    for number in people:
        yield _compared(name, number, engage[number], floor[number])


def _compared(name: str, people: int, engage: Measured, floor: Measured) -> dict[str, object]:
    ratio = (engage.journeys / engage.seconds) / (floor.journeys / floor.seconds)
    return {
        "measures": "journeys",
        "database": name,
        "people": people,
        "engage": engage.figures(),
        "floor": floor.figures(),
        "ratio": round(ratio, 2),
        "goal_ratio": GOALS["ratio"],
        "cpu_ratio": round(engage.cpu_ms / floor.cpu_ms, 2),
        "goal_cpu_ms": GOALS["cpu_ms"],
        "goal_cpu_ratio": GOALS["cpu_ratio"],
        "goal_errors": 0,
    }


def sent_bytes(port: int, address: str) -> tuple[int, str]:
    """How many bytes a browser is sent for an address, and its text; pages as a proxy compresses them."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip, br"})
    response = connection.getresponse()
    body = response.read()
    if response.status in (302, 303):
        return sent_bytes(port, response.headers["Location"])
    if response.headers.get("Content-Encoding") or not response.headers["Content-Type"].startswith(
        "text/html"
    ):
        return len(body), ""
    return len(gzip.compress(body)), body.decode()


def pages(folder: str) -> dict[str, object]:
    """Weigh a first visit, the page about a consultation and all that it needs, and a page of questions."""
    environ = environment(f"sqlite:///{folder}/pages.db", free_port())
    settings = config.read(environ)
    start = prepare(settings)
    with running("wsgi:app", environ, settings):
        first, text = sent_bytes(settings.port, start.removesuffix("/answer/new"))
        assets = set(ASSET.findall(text))
        parts = {address: sent_bytes(settings.port, address)[0] for address in sorted(assets)}
        question_page = sent_bytes(settings.port, start)
    return {
        "measures": "page",
        "bytes": first + sum(parts.values()),
        "requests": 1 + len(parts),
        "html_bytes": len(text.encode()),
        "question_page_bytes": len(question_page[1].encode()),
        "question_page_bytes_compressed": question_page[0],
        **{f"goal_{name}": GOALS[name] for name in ("bytes", "requests", "question_page_bytes")},
    }


def main(people: list[int], seconds: float = SECONDS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(pages(folder)), flush=True)
        files = (f"sqlite:///{folder}/{name}.db" for name in ("engage", "floor"))
        for found in compare("sqlite", *files, people, seconds):
            print(json.dumps(found), flush=True)
    with databases.postgresql(durable=True) as url:
        for found in compare("postgresql", url, url, people, seconds):
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure journeys through a survey.")
    parser.add_argument("--people", type=int, nargs="+", default=list(PEOPLE))
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    main(given.people, given.seconds)
