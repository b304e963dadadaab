"""Break everything that can break while people answer, and say what was lost, doubled or altered.

    python -m chaos [--times N] [FAULT ...]

Real servers on SQLite and on a temporary PostgreSQL; people who answer over HTTP, and who try again when
something fails. Every reference that somebody was shown is compared with what `flask responses export` holds.
For each fault a line of JSON; the last line adds up, and the exit code is 1 unless nothing was lost, doubled,
altered or otherwise wrong. `--times 5` breaks everything five times as often.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from chaos import faults
from chaos.faults import Outcome
from chaos.servers import small_disk
from chaos.world import World
from tests import databases

Fault = Callable[[World, int], Outcome]
DATABASES = ("sqlite", "postgresql")
DISK = {"sqlite": 8, "postgresql": 120}  # megabytes
FAULTS: dict[str, tuple[Fault, int, tuple[str, ...]]] = {  # what, how many times, on which databases
    "workers killed": (faults.workers_killed, 95, DATABASES),
    "servers killed": (faults.servers_killed, 5, DATABASES),
    "database killed": (faults.database_killed, 8, ("postgresql",)),
    "one of two servers killed": (faults.one_of_two_killed, 4, ("postgresql",)),
    "replayed 100 times at once": (faults.replayed, 1, DATABASES),
    "language switched": (faults.language_switched, 40, DATABASES),
    "survey corrected": (faults.survey_corrected, 10, DATABASES),
    "clock jumps in autumn": (faults.autumn, 1, DATABASES),
    "clock jumps in spring": (faults.spring, 1, DATABASES),
}
FULL, FILLED = "disk full", 3
LAST = "lost {lost}, doubled {doubled}, altered {altered}, wrong {wrong} of {acknowledged} acknowledged"
TOTALS = ("acknowledged", "lost", "doubled", "altered", "wrong")


def record(name: str, world: World, fault: Callable[[], Outcome]) -> dict[str, object]:
    """Break something, and say what came of it."""
    begin = time.monotonic()
    outcome = fault()
    happened = outcome.happened
    found = world.account(outcome.asked, happened)
    wrong = [*outcome.wrong, *happened.broken]
    if not happened.claims:
        wrong.append("nobody was given a reference: this proves nothing")
    if happened.outages["500"]:
        wrong.append("the server did not know what to say: 500")
    return {
        "fault": name,
        "database": world.name,
        "times": outcome.times,
        **found.figures(),
        "wrong": len(wrong),
        "met": dict(happened.outages),
        "given_up": happened.given_up,
        **outcome.more,
        "examples": [*found.lost[:3], *found.doubled[:3], *found.altered[:3], *wrong[:5]],
        "seconds": round(time.monotonic() - begin, 1),
    }


@contextmanager
def world(name: str, inside: Path | None = None) -> Iterator[World]:
    """An empty database of this kind, on the disk of this folder."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="engage-chaos-")))
        if name == "sqlite":
            url = f"sqlite:///{inside or folder}/engage.db"
        else:
            url = stack.enter_context(databases.postgresql(durable=True, inside=inside))
        yield World(name, url, folder)


def records(wanted: list[str], often: float) -> Iterator[dict[str, object]]:
    """Every fault on every database that it concerns."""
    for name in DATABASES:
        with world(name) as here:
            for title, (fault, times, concerned) in FAULTS.items():
                if name in concerned and _is_wanted(title, wanted):
                    number = max(1, round(times * often))
                    yield record(title, here, partial(fault, here, number))
        if _is_wanted(FULL, wanted):
            yield _full(name, max(1, round(FILLED * often)))


def _full(name: str, times: int) -> dict[str, object]:
    with small_disk(DISK[name]) as disk:
        if disk is None:
            return {"fault": FULL, "database": name, "skipped": "this account may not mount a small disk"}
        with world(name, disk.folder) as here:
            return record(FULL, here, partial(faults.disk_full, here, times, disk))


def _is_wanted(title: str, wanted: list[str]) -> bool:
    return not wanted or any(word in title for word in wanted)


def main() -> int:
    parser = argparse.ArgumentParser(description="Break what can break, and account for every answer.")
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="part of a fault's name; else all of them")
    parser.add_argument("--times", type=float, default=1.0, help="how many times as often as usual")
    given = parser.parse_args()
    total = dict.fromkeys(TOTALS, 0)
    for each in records(given.faults, given.times):
        print(json.dumps(each), flush=True)
        total = {name: total[name] + int(str(each.get(name, 0))) for name in TOTALS}
    print(LAST.format(**total))
    return int(any(total[name] for name in TOTALS if name != "acknowledged") or not total["acknowledged"])


if __name__ == "__main__":
    sys.exit(main())
