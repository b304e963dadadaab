"""Does whatever is in the way of starting get one clear line?"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engage import create_app, serve
from engage.config import ROOT, HalfConfigured
from tests.conftest import make_settings

WITH_APPLICATION = """
import os, sys, time
from engage import create_app, serve
from tests.conftest import make_settings
settings = make_settings("sqlite://")
with create_app(settings).app_context():
"""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_named_with_another_to_choose(taken):
    with pytest.raises(serve.CannotStart) as refused:
        serve.require_free_port(replace(make_settings("sqlite://"), port=taken))
    assert f"PORT={taken + 1}" in refused.value.message


def test_a_database_that_does_not_answer_gets_one_line_without_its_password():
    settings = make_settings("postgresql://engage:secret@127.0.0.1:1/engage")
    with create_app(settings).app_context(), pytest.raises(serve.CannotStart) as refused:
        serve.prepare_database(settings)
    assert refused.value.message.startswith("DATABASE_URL")
    assert "\n" not in refused.value.message
    assert "secret" not in refused.value.message


def test_a_folder_that_cannot_be_made_is_a_gap_in_the_settings(tmp_path):
    (tmp_path / "file").touch()
    settings = make_settings(f"sqlite:///{tmp_path / 'file' / 'engage.db'}")
    with pytest.raises(HalfConfigured) as refused:
        create_app(replace(settings, environment="demo"))
    assert "DATABASE_URL" in refused.value.gaps[0]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_what_we_start_does_not_hear_ctrl_c_and_ends_with_us():
    code = f"{WITH_APPLICATION}    print(serve.start(time.sleep, 60).pid, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        until = time.monotonic() + 10
        while os.getpgid(child) != child:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert child != os.getpgid(parent.pid)
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while is_running(child):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_worker_that_is_killed_is_started_again_and_all_stop_together():
    """The real thing with others in the place of the server and the worker."""
    code = (
        f"{WITH_APPLICATION}"
        "    serve.serve = lambda settings: time.sleep(60)\n"
        "    serve.work = lambda: (print(os.getpid(), flush=True), time.sleep(60))\n"
        "    serve.LOOK, serve.PATIENCE = 0.1, 0\n"
        "    sys.exit(serve.run(settings, announce=lambda: None))"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as us:
        first = int(us.stdout.readline())
        os.kill(first, signal.SIGKILL)
        second = int(us.stdout.readline())
        assert second != first
        us.send_signal(signal.SIGINT)
        assert us.wait(10) == -signal.SIGTERM % 256
    assert not is_running(second)


def is_running(process: int) -> bool:
    """Is it there, and no mere name that nobody has asked about since it ended?"""
    try:
        said = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return said.rpartition(")")[2].split()[0] != "Z"
