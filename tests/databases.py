"""Which databases do the tests run on? An SQLite file, and a PostgreSQL server of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text

PORT = "55432"
START_AFRESH = """
CREATE FUNCTION start_afresh() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one regclass;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);  -- no trigger has a say in this
    FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        IF one = 'alembic_version'::regclass THEN
            CONTINUE;
        ELSIF pg_relation_size(one) > 256 * 1024 THEN
            EXECUTE format('TRUNCATE %s CASCADE', one);
        ELSE  -- quicker where there are few rows
            EXECUTE format('DELETE FROM %s', one);
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


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
def postgresql(*, durable: bool = False, inside: Path | None = None) -> Iterator[str]:
    """Start a server that listens only on a socket in a new folder; yield its database's URL.

    Tests need nothing to outlive a power cut; a benchmark does. The folder is made `inside` another one, or
    among the temporary ones.
    """
    _stop_the_abandoned()
    folder = Path(tempfile.mkdtemp(prefix="engage-pg-", dir=inside))
    (folder / "owner").write_text(str(os.getpid()))
    user = server_user(folder)
    binaries = programs()
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd="/tmp", capture_output=True, **user)

    options = f"-k {folder} -c listen_addresses='' -c port={PORT} -c max_connections=50"
    options += "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
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
        _stop(folder)


def folder_of(url: str) -> Path:
    """The folder of the PostgreSQL server that has this database."""
    return Path(str(make_url(url).query["host"]))


def postmaster(folder: Path) -> int:
    """The process of the PostgreSQL server of this folder. Raises FileNotFoundError when it does not run."""
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def _stop(folder: Path) -> None:
    """Stop the server of this folder at once, and remove the folder."""
    command = [programs() / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"]
    subprocess.run(command, check=False, capture_output=True, cwd="/tmp", **server_user(folder))
    shutil.rmtree(folder, ignore_errors=True)


def _stop_the_abandoned() -> None:
    """Stop servers whose tests were killed, and could not."""
    for folder in Path(tempfile.gettempdir()).glob("engage-pg-*"):
        with suppress(OSError, ValueError):  # it is another user's, or only just made or going away
            if not _runs(int((folder / "owner").read_text())):
                _stop(folder)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is another user's
    return True


def hurry(engine: Engine) -> None:
    """Let SQLite not wait for the disk, as PostgreSQL does not: no test outlives a power cut.

    It gives rows without an order last first: nobody may rely on the order in which they were written.
    """
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def connected(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA reverse_unordered_selects=ON")


def copy(url: str, source: str, target: str) -> None:
    """Make one database of this PostgreSQL server a copy of another; nobody may be connected to either."""
    server = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{target}" TEMPLATE "{source}"'))
    server.dispose()


def server_user(folder: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root; there, its own system user runs it."""
    if os.geteuid() != 0:
        return {}
    import grp
    import pwd

    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return {"user": owner.pw_uid, "group": grp.getgrgid(owner.pw_gid).gr_gid, "extra_groups": []}
