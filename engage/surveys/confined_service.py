"""How is a file read without harm, whatever is in it?"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("reading_alone.py")
PATIENCE = 60.0  # seconds for the whole of it, also on a busy machine


class TookTooMuch(Exception):
    """The reading was stopped: it took too long or too much memory."""


def read(content: bytes, progress: Callable[[int], None], patience: float = PATIENCE) -> dict[str, Any]:
    """What came of reading the file, see `outcome`, in a process of its own. Raises TookTooMuch."""
    with subprocess.Popen(  # noqa: S603 - our own program; the file goes to its input
        [sys.executable, "-P", "-W", "ignore", str(PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    ) as process:
        stop = threading.Timer(patience, process.kill)
        stop.start()
        try:
            return _heard(process, content, progress)
        finally:
            stop.cancel()
            process.kill()


def _heard(
    process: subprocess.Popen[bytes], content: bytes, progress: Callable[[int], None]
) -> dict[str, Any]:
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(content)
        process.stdin.close()
        for line in process.stdout:
            said = json.loads(line)
            if "outcome" in said:
                outcome: dict[str, Any] = said["outcome"]
                return outcome
            progress(said["progress"])
    except (OSError, ValueError):  # it ended in the middle of a word
        pass
    raise TookTooMuch
