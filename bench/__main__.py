"""Run every benchmark: each line of output is one JSON record, with its goal and the limit beside it."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = ("breakdown", "audit", "editor", "files", "journeys", "stored", "renewal")


def main() -> int:
    """Run them one after the other, each in a fresh process; return the exit code of the first to fail."""
    wanted = sys.argv[1:] or BENCHMARKS
    for name in wanted:
        code = subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
