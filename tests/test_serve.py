"""Does whatever is in the way of starting get one clear line?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from engage import config


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def start(**environ: str) -> str:
    """Start Engage, which must refuse; what it says."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "up"]
    said = subprocess.run(
        command, cwd=config.ROOT, env={**os.environ, **environ}, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert said.stdout == ""
    return said.stderr


def test_a_taken_port_gets_one_line(taken, tmp_path):
    said = start(PORT=str(taken), DATABASE_URL=f"sqlite:///{tmp_path / 'engage.db'}")
    assert said.count("\n") == 1
    assert f"PORT={taken + 1}" in said


def test_a_database_that_does_not_answer_gets_one_line(taken):
    said = start(PORT=str(taken + 1), DATABASE_URL="postgresql://engage:secret@127.0.0.1:1/engage")
    assert said.count("\n") == 1
    assert said.startswith("Error: DATABASE_URL")
    assert "secret" not in said


def test_a_folder_that_cannot_be_made_is_named(taken, tmp_path):
    (tmp_path / "file").touch()
    said = start(PORT=str(taken + 1), DATABASE_URL=f"sqlite:///{tmp_path / 'file' / 'engage.db'}")
    assert "DATABASE_URL" in said.splitlines()[1]
