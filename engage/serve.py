"""How does the whole product start with one command?"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType

import click
from flask_migrate import upgrade
from gunicorn.app import wsgiapp
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from engage.config import ROOT, Settings
from engage.database import db
from engage.jobs import jobs

BIN = Path(sys.executable).parent
SIGNAL_AT_PARENTS_DEATH = 1  # prctl(2), PR_SET_PDEATHSIG
PATIENCE = 30  # seconds for a server that starts
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LOOK = 3  # seconds until somebody looks whether the worker is there still


class CannotStart(click.ClickException):
    """Something outside is in the way; the message says what to do."""


def require_free_port(settings: Settings) -> None:
    """Raise CannotStart if something listens at our address already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as taken:
            raise CannotStart(
                f"Port {settings.port} on {settings.host} cannot be used ({taken.strerror}). "
                f"Stop what is using it, or choose another: PORT={settings.port + 1} make run"
            ) from taken


def require_shared_store(settings: Settings) -> None:
    """Raise CannotStart if a shared store is set, but does not answer."""
    if not settings.shared_store:
        return
    try:
        Redis.from_url(settings.shared_store, socket_connect_timeout=5).ping()
    except (RedisError, ValueError) as gone:
        raise CannotStart(f"SHARED_STORE: no store answers there ({gone})") from gone


def prepare_database(settings: Settings) -> None:
    """Create the embedded database's folder and bring the tables up to date; raises CannotStart."""
    try:
        if settings.database_url.startswith("sqlite:///"):
            Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        with db.engine.connect():
            pass
    except (SQLAlchemyError, OSError) as gone:
        where = db.engine.url.render_as_string(hide_password=True)
        reason = str(getattr(gone, "orig", gone)).strip().splitlines()[0]
        raise CannotStart(f"DATABASE_URL: no database answers at {where} ({reason})") from gone
    upgrade()


def server_command(settings: Settings) -> list[str]:
    """The production server: threads share a process, processes share nothing."""
    return [
        str(BIN / "gunicorn"),
        "wsgi:app",
        f"--bind={settings.host}:{settings.port}",
        f"--workers={settings.workers}",
        "--worker-class=gthread",
        "--threads=8",
        "--keep-alive=15",
        "--graceful-timeout=30",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
        "--log-level=warning",
        "--no-control-socket",
    ]


def run(settings: Settings, announce: Callable[[], None]) -> int:
    """Run the server until it ends or we are told to stop, and a worker for background jobs beside it.

    A worker that was killed is started again. Returns the exit code of the server.
    """
    server = start(serve, settings)
    processes = [server]
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        for process in processes:
            process.terminate()

    for told in STOPS:
        signal.signal(told, stop)
    _wait_until_it_answers(settings, server)
    if server.is_alive():
        announce()
    try:
        while server.is_alive() and not stopping:
            # Only now: a worker at the same time would keep whoever waits for the first page.
            if not processes[1:] or not processes[1].is_alive():
                processes[1:] = [start(work)]
            server.join(LOOK)
        server.join()
        return server.exitcode or 0
    finally:
        for worker in processes[1:]:
            worker.terminate()
            worker.join()


def start(task: Callable[..., None], *arguments: object) -> ForkProcess:
    """Start a process that ends with this one, but that Ctrl+C does not reach.

    It is a copy of this one, because to load the application anew takes seconds: so every connection is let
    go of before. The terminal tells everybody in its group to stop, we tell them again, and a server that is
    told twice may hang for half a minute: so it stands in a group of its own, and hears of it from us alone.
    """
    db.engine.dispose()
    jobs.let_go()
    process = get_context("fork").Process(target=_begin, args=(task, *arguments))
    process.start()
    return process


def _begin(task: Callable[..., None], *arguments: object) -> None:
    for told in STOPS:
        signal.signal(told, signal.SIG_DFL)
    os.setpgid(0, 0)
    if sys.platform == "linux":  # elsewhere nobody can be told that the parent was killed
        ctypes.CDLL(None).prctl(SIGNAL_AT_PARENTS_DEATH, signal.SIGTERM)
    warnings.simplefilter("ignore")
    task(*arguments)


def serve(settings: Settings) -> None:
    """Be the server; the module that it is told to load is loaded already."""
    os.chdir(ROOT)
    sys.argv = server_command(settings)
    wsgiapp.run()


def work() -> None:
    """Be the worker."""
    jobs.work()


def _wait_until_it_answers(settings: Settings, server: ForkProcess) -> None:
    """Wait for an answer, whatever it is: the port is open long before anything answers there."""
    until = time.monotonic() + PATIENCE
    while server.is_alive() and time.monotonic() < until:
        asking = HTTPConnection(settings.host, settings.port, timeout=PATIENCE)
        try:
            asking.request("HEAD", "/static/")
            asking.getresponse()
            return
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            asking.close()
