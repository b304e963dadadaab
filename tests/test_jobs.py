"""Is background work done, with the application's context, and found again when it was lost?"""

from __future__ import annotations

from datetime import UTC, datetime

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


def test_a_sweep_is_told_the_time(tmp_path):
    jobs, app = Jobs(), Flask("small")
    jobs.sweep(lambda *, now: note("swept", 1, now=now))
    jobs.init_app(app, shared_store="", file=tmp_path / "jobs.db", at_once=True)
    done.clear()
    queue = app.extensions["jobs"]
    (task,) = queue.read_periodic(datetime(2026, 6, 10, 12, 0))
    queue.execute(task)
    assert done == [("small swept", 1)]


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
