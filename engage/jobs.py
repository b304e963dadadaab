"""Which work is done outside the request?

One door to the library behind it (huey). A queue can lose the job that was running when its worker was
killed; so the durable state of a job is in the rows that it works on, every handler can run twice without
harm, and sweeps, run every minute, find what is due and unfinished. What has to look at much and is in no
hurry waits for the night. Like every door, it tells the time: all of them get `now` by keyword.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.api import Huey

from engage import clock

WORKERS = 2  # so that a letter, or a small file, does not wait for figures that take minutes
NIGHT = crontab(hour="2", minute="10")  # UTC


class Jobs:
    """The handlers by name, and the queue that runs them with the application's context."""

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[..., Any]] = {}
        self.sweeps: list[Callable[..., Any]] = []
        self.at_night: list[Callable[..., Any]] = []

    def init_app(self, app: Flask, *, shared_store: str, file: Path, at_once: bool = False) -> None:
        """Choose the queue: the shared store, else `file`. `at_once` runs a job on the spot."""
        app.extensions["jobs"] = queue = self._queue(shared_store, file, at_once)

        def run(name: str, *arguments: Any) -> None:
            with app.app_context():
                self.handlers[name](*arguments, now=clock.now())

        def do_all(verbs: list[Callable[..., Any]]) -> None:
            with app.app_context():
                for verb in verbs:
                    verb(now=clock.now())

        app.extensions["run_job"] = queue.task(retries=3, retry_delay=30, name="run")(run)
        queue.periodic_task(crontab(), name="sweep")(partial(do_all, self.sweeps))
        queue.periodic_task(NIGHT, name="night")(partial(do_all, self.at_night))

    def handler(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorator: let this function be queued. Its arguments, `now` apart, must be plain values."""
        self.handlers[f"{function.__module__}.{function.__qualname__}"] = function
        return function

    def sweep(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorator: call this every minute to queue again what is due and unfinished."""
        self.sweeps.append(function)
        return function

    def nightly(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorator: call this once a night."""
        self.at_night.append(function)
        return function

    def enqueue(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Queue a handler; call it after the transaction that made the work due."""
        current_app.extensions["run_job"](f"{function.__module__}.{function.__qualname__}", *arguments)

    def work(self) -> None:
        """Run what is queued, and the sweeps, until told to stop."""
        queue = current_app.extensions["jobs"]
        queue.create_consumer(workers=WORKERS, periodic=True, worker_type="thread").run()

    def let_go(self) -> None:
        """Close the connection to the queue; the next that needs one opens its own."""
        current_app.extensions["jobs"].storage.close()

    @staticmethod
    def _queue(shared_store: str, file: Path, at_once: bool) -> Huey:
        if at_once:
            return MemoryHuey("engage", immediate=True)
        if shared_store:
            return RedisHuey("engage", url=shared_store)
        file.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("engage", filename=str(file), fsync=True)


jobs = Jobs()
