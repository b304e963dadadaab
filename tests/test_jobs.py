"""Is background work done, with the application's context, and found again when it was lost?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask, current_app

from engage.jobs import Jobs

done: list[tuple[str, int]] = []


def note(name: str, number: int, *, now: datetime) -> None:
    assert now.tzinfo is UTC
    done.append((f"{current_app.name} {name}", number))


def test_a_job_runs_in_the_application(tmp_path):
    jobs, app = Jobs(), Flask("small")
    jobs.handler(note)
    jobs.init_app(app, shared_store="", file=tmp_path / "jobs.db", at_once=True)
    done.clear()
    with app.app_context():
        jobs.enqueue(note, "made", 3)
    assert done == [("small made", 3)]


def test_a_job_runs_in_the_application_that_queued_it(tmp_path):
    jobs, first, second = Jobs(), Flask("first"), Flask("second")
    jobs.handler(note)
    for app in (first, second):
        jobs.init_app(app, shared_store="", file=tmp_path / "jobs.db", at_once=True)
    done.clear()
    with first.app_context():
        jobs.enqueue(note, "made", 1)
    assert done == [("first made", 1)]


@pytest.mark.parametrize(
    ("at", "names"),
    [
        (datetime(2026, 6, 10, 12, 0), ["swept"]),
        (datetime(2026, 6, 10, 2, 9), ["swept"]),
        (datetime(2026, 6, 10, 2, 10), ["swept", "nightly"]),
    ],
)
def test_what_is_done_every_minute_and_every_night_is_told_the_time(tmp_path, at, names):
    jobs, app = Jobs(), Flask("small")
    jobs.sweep(lambda *, now: note("swept", 1, now=now))
    jobs.nightly(lambda *, now: note("nightly", 1, now=now))
    jobs.init_app(app, shared_store="", file=tmp_path / "jobs.db", at_once=True)
    done.clear()
    queue = app.extensions["jobs"]
    for task in queue.read_periodic(at):
        queue.execute(task)
    assert done == [(f"small {name}", 1) for name in names]


def test_a_queued_job_waits_in_the_folder_for_a_worker_of_any_process(tmp_path):
    app = Flask("small")
    first, second = Jobs(), Jobs()
    for jobs in (first, second):
        jobs.handler(note)
    first.init_app(app, shared_store="", file=tmp_path / "jobs.db")
    with app.app_context():
        first.enqueue(note, "queued", 1)
    second.init_app(app, shared_store="", file=tmp_path / "jobs.db")
    queue = app.extensions["jobs"]
    done.clear()
    queue.execute(queue.dequeue())
    assert done == [("small queued", 1)]
    queue.storage.close()
