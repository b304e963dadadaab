"""Servers that can be killed: the application as in production, PostgreSQL, nginx; and a small disk."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from engage import config, serve
from engage.config import ROOT
from tests import databases

READY = 30.0  # seconds
EXCEPTION = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Full|Timeout)(?=:|$)")
OTHERS = """
SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit;
events {{ worker_connections 512; }}
http {{
  access_log off; client_max_body_size 12m; client_body_timeout 15s;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream engage {{ {servers} keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://engage; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;
      proxy_connect_timeout 5s; proxy_next_upstream error timeout http_502 http_503 non_idempotent;
    }}
  }}
}}
"""


class Application:
    """One application server: a master with its workers, as in production."""

    def __init__(
        self, environ: dict[str, str], log: Path, *, name: str = "wsgi:app", ready: bool = False
    ) -> None:
        """`ready`: load the application before workers are forked, so that a new one is there at once."""
        self.environ, self.log, self.settings = environ, log, config.read(environ)
        command = [name if part == "wsgi:app" else part for part in serve.server_command(self.settings)]
        self.command = [*command, *(["--preload"] if ready else [])]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return self.settings.port

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environ, stderr=log, start_new_session=True
            )

    def wait(self) -> None:
        """Wait until it takes connections."""
        require(lambda: _listens(self.port), "the application does not listen")

    def workers(self) -> list[int]:
        return children(self.process.pid) if self.process else []

    def kill(self) -> None:
        """Kill master and workers at once, as when the machine dies."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            require(lambda: not _listens(self.port), "the application does not die")

    def exceptions(self) -> dict[str, int]:
        """The kinds of exceptions that it has logged, with how often."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return dict(Counter(found[0] for line in lines if (found := EXCEPTION.match(line))))

    def __enter__(self) -> Application:
        self.start()
        self.wait()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.kill()


class Postgres:
    """A PostgreSQL server that `databases.postgresql` has started."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.folder = databases.folder_of(url)
        self.data = self.folder / "data"
        self.user = databases.server_user(self.folder)

    @property
    def postmaster(self) -> int:
        return databases.postmaster(self.folder)

    def kill_connection(self) -> None:
        """Kill one server process: PostgreSQL then ends every connection, and recovers."""
        with psycopg.connect(self.url) as connection:
            found = connection.execute(OTHERS).fetchall()
        if found:
            with suppress(ProcessLookupError):
                os.kill(found[0][0], signal.SIGKILL)

    def kill(self) -> None:
        """Kill the server with all its processes, as when the machine dies."""
        with suppress(FileNotFoundError, ProcessLookupError):
            first = self.postmaster
            family = [first, *children(first)]
            for each in family:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            require(lambda: not any(_runs(each) for each in family), "PostgreSQL does not die")
            for lock in ((self.data / "postmaster.pid"), *self.folder.glob(".s.PGSQL.*")):
                lock.unlink()  # as after a machine has died: no process has the number that stands in it

    def start(self) -> None:
        """Start it again as it was started first."""
        words = shlex.split((self.data / "postmaster.opts").read_text())
        options = shlex.join(words[words.index(str(self.data)) + 1 :])
        start = [databases.programs() / "pg_ctl", "-w", "-D", self.data, "-l", self.folder / "log"]
        subprocess.run(
            [*start, "-o", options, "start"], check=True, cwd="/tmp", capture_output=True, **self.user
        )

    def runs(self) -> bool:
        try:
            return _runs(self.postmaster)
        except FileNotFoundError:
            return False


@contextmanager
def proxy(folder: Path, port: int, ports: list[int]) -> Iterator[None]:
    """Run nginx in front of these application servers; a request that one has dropped goes to another."""
    servers = " ".join(f"server 127.0.0.1:{each} max_fails=0;" for each in ports)
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port, servers=servers))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    nginx = subprocess.Popen([program, "-c", str(settings), "-e", str(folder / "nginx.log")])
    try:
        require(lambda: _listens(port), "nginx does not listen")
        yield
    finally:
        nginx.terminate()
        nginx.wait(10)


class Disk:
    """A small disk of its own, which can be filled to the last byte and freed again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.filler = folder, folder / "filler"

    def fill(self) -> None:
        with self.filler.open("ab", buffering=0) as file:
            for size in (2**20, 2**12, 1):
                with suppress(OSError):
                    while file.write(bytes(size)) == size:
                        pass

    def free(self) -> None:
        self.filler.unlink()


@contextmanager
def small_disk(megabytes: int) -> Iterator[Disk | None]:
    """Mount a small disk in memory; None where this account may not."""
    folder = Path(tempfile.mkdtemp(prefix="engage-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield Disk(folder) if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)
        folder.rmdir()


def children(process: int) -> list[int]:
    """The processes that this one has started, and theirs."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for each in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            found += [int(each), *children(int(each))]
    return found


def require(true: Callable[[], bool], otherwise: str, seconds: float = READY) -> None:
    """Wait until something is true; raises TimeoutError."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.02)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _runs(process: int) -> bool:
    """Is it there, and not merely waiting to be buried?"""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
