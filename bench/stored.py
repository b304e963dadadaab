"""Does it cost more to answer where a million others have answered, and how much room does a response take?

    python -m bench.stored [RESPONSES RESPONSES] [--rounds N]

Prints a line of JSON for each kind of database: the same people answer the same survey on two databases in
turns, one with 10,000 stored responses and one with 1,000,000. CPU milliseconds of a turn of a page are those
of the server's processes and, with PostgreSQL, of the database's; `ratio` is the large one by the small one.
`bytes_a_response` is the table with its indexes and texts, by its rows.

The responses are copies of one that came through the pages, each with keys of its own.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from bench.journeys import cpu_seconds, environment, free_port, prepare, running
from bench.people import Person, Tally, crowd
from engage import config
from tests import databases

SIZES = (10_000, 1_000_000)
PEOPLE, SECONDS, ROUNDS = 8, 5, 4
REQUESTS = 2  # of a turn: the form, and the page after it
GOAL = 1.2
RANDOM = {  # the columns in which each response differs
    "sqlite": {
        "uuid": "randomblob(16)",
        "code_hash": "randomblob(32)",
        "reference": "substr(hex(randomblob(7)), 1, 14)",
    },
    "postgresql": {
        "uuid": "uuid_send(gen_random_uuid())",
        "code_hash": "sha256(uuid_send(gen_random_uuid()))",
        "reference": "substr(encode(uuid_send(gen_random_uuid()), 'hex'), 1, 14)",
    },
}
SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, {many})) ",
}


@dataclass
class Store:
    """One database with responses in it, and what answering there has cost."""

    url: str
    environ: dict[str, str]
    start: str
    rows: int
    cpu: float = 0
    requests: int = 0
    turns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu / self.requests * REQUESTS

    @property
    def turn_ms(self) -> float:
        return 1000 * statistics.median(self.turns)

    def add(self, tally: Tally, cpu: float) -> None:
        self.cpu += cpu
        self.requests += tally.requests
        self.turns += tally.seconds
        self.errors += tally.errors


def store(url: str, rows: int) -> Store:
    """Open a consultation, let one person answer, and copy what they sent so many times."""
    environ = environment(url, free_port())
    settings = config.read(environ)
    start = prepare(settings)
    with running("wsgi:app", environ, settings):
        Person(settings.port, Tally(0)).journey(start)
    fill(url, rows - 1)
    return Store(url, environ, start, rows)


def fill(url: str, rows: int) -> None:
    kind = url.partition(":")[0]
    with connected(url) as connection:
        found = connection.execute("SELECT * FROM response LIMIT 0")
        names = [column[0] for column in found.description if column[0] != "id"]
        values = ", ".join(RANDOM[kind].get(name, f"r.{name}") for name in names)
        series = SERIES[kind].format(many=rows)
        copied = f"INSERT INTO response ({', '.join(names)}) {series} SELECT {values} FROM response r, n"
        connection.execute(copied)
        connection.execute("ANALYZE")


def bytes_a_response(found: Store) -> int:
    """The bytes of the table of responses and its indexes, by their number."""
    if found.url.startswith("sqlite"):
        mine = "SELECT name FROM sqlite_master WHERE tbl_name = 'response'"
        size = f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({mine})"
    else:
        size = "SELECT pg_total_relation_size('response')"
    with connected(found.url) as connection:
        number = connection.execute("SELECT count(*) FROM response").fetchone()[0]
        return round(connection.execute(size).fetchone()[0] / number)


@contextmanager
def connected(url: str) -> Iterator[sqlite3.Connection | psycopg.Connection]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("PRAGMA cache_size=-500000")  # kilobytes: the keys of a million rows are random
        yield connection
        connection.close()
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection


def measure(of: Store) -> None:
    """Let people answer for a while, and add what it cost."""
    settings = config.read(of.environ)
    with running("wsgi:app", of.environ, settings) as process:
        crowd(settings.port, of.start, PEOPLE, 1)  # every thread is warm
        family = [process, *postmaster(of.url)]
        before = sum(map(cpu_seconds, family))
        tally = crowd(settings.port, of.start, PEOPLE, SECONDS)
        of.add(tally, sum(map(cpu_seconds, family)) - before)


def postmaster(url: str) -> list[int]:
    """The process of PostgreSQL, if it is one."""
    return [] if url.startswith("sqlite") else [databases.postmaster(databases.folder_of(url))]


def compare(name: str, few: Store, many: Store, rounds: int) -> dict[str, object]:
    for _ in range(rounds):
        for each in (few, many):
            measure(each)
    return {
        "measures": "stored",
        "database": name,
        "responses": [few.rows, many.rows],
        "cpu_ms": [round(few.cpu_ms, 2), round(many.cpu_ms, 2)],
        "ratio": round(many.cpu_ms / few.cpu_ms, 2),
        "turn_ms_median": [round(few.turn_ms, 1), round(many.turn_ms, 1)],
        "turn_ratio": round(many.turn_ms / few.turn_ms, 2),
        "goal_ratio": GOAL,
        "bytes_a_response": bytes_a_response(many),
        "errors": len(few.errors) + len(many.errors),
        "goal_errors": 0,
    }


def main(sizes: list[int], rounds: int) -> None:
    few, many = sizes
    with tempfile.TemporaryDirectory() as folder:
        files = (store(f"sqlite:///{folder}/{size}.db", size) for size in (few, many))
        print(json.dumps(compare("sqlite", *files, rounds)), flush=True)
    with databases.postgresql(durable=True) as small, databases.postgresql(durable=True) as large:
        stores = store(small, few), store(large, many)
        print(json.dumps(compare("postgresql", *stores, rounds)), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure answering where many have answered.")
    parser.add_argument("sizes", type=int, nargs="*", default=list(SIZES), metavar="RESPONSES")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    main(given.sizes, given.rounds)
