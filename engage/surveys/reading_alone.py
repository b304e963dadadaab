"""How is a file read in a process of its own, which may take neither much memory nor much time?

Run as a program, it takes the file from its input and writes lines of JSON: how far it has come, in per cent,
and at last what it read. It loads nothing of the application but what reads files.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

MEMORY = 1_000_000_000  # bytes of addresses
SECONDS = 30  # of the processor


def main() -> None:
    """Read the file on the input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    package = ModuleType("engage")
    package.__path__ = [str(Path(__file__).resolve().parent.parent)]
    sys.modules["engage"] = package
    content = sys.stdin.buffer.read()
    _say(progress=20)
    from engage.surveys import formats, outcome

    if formats.format_of(content) is formats.Format.XLSFORM:
        import pyxform.xls2xform  # noqa: F401
    _say(progress=50)
    _say(outcome=outcome.of(content))


def _say(**said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
