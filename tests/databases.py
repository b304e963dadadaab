"""Which databases do the tests run on? An SQLite file, and a PostgreSQL server of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = "55432"


class NoPostgres(Exception):
    """There is no PostgreSQL on this machine: say what to install."""

    def __init__(self) -> None:
        super().__init__("The tests need PostgreSQL: install the package `postgresql`, or run `make test`.")


def programs() -> Path:
    """The folder with initdb and pg_ctl; raises NoPostgres."""
    found = shutil.which("pg_ctl")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    folders += [Path(found).parent] if found else []
    folders += sorted(Path("/opt/homebrew/opt").glob("postgresql*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise NoPostgres


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """Start a server that listens only on a socket in a new folder; yield its database's URL.

    Tests need nothing to outlive a power cut; a benchmark does.
    """
    folder = Path(tempfile.mkdtemp(prefix="engage-pg-"))
    user = _server_user(folder)
    binaries = programs()
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd="/tmp", capture_output=True, **user)

    fsync = "on" if durable else "off"
    options = f"-k {folder} -c listen_addresses='' -c fsync={fsync} -c port={PORT} -c max_connections=50"
    try:
        run(
            f"{binaries}/initdb",
            "-A",
            "trust",
            "-U",
            "engage",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-D",
            str(data),
        )
        run(f"{binaries}/pg_ctl", "-w", "-D", str(data), "-l", str(folder / "log"), "-o", options, "start")
        run(f"{binaries}/createdb", "-h", str(folder), "-p", PORT, "-U", "engage", "engage")
        yield f"postgresql://engage@/engage?host={folder}&port={PORT}"
    finally:
        subprocess.run(
            [f"{binaries}/pg_ctl", "-D", str(data), "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
            cwd="/tmp",
            **user,
        )
        shutil.rmtree(folder, ignore_errors=True)


def _server_user(folder: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root; there, its own system user runs it."""
    if os.geteuid() != 0:
        return {}
    import grp
    import pwd

    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return {"user": owner.pw_uid, "group": grp.getgrgid(owner.pw_gid).gr_gid, "extra_groups": []}
