"""How long does the bounds audit of a release take, beside looking at one sum after the other?

    python -m bench.audit [RESPONSES ...]

Prints one line of JSON for each size: 20 questions of 5 options by the 9 protected characteristics in their
detailed groups, each group with everyone else beside it. `quick_seconds` is interval propagation over the
same system in the same process, which is what a request waits for.
"""

from __future__ import annotations

import argparse
import json
import time

from bench.breakdown import KEY, invented, seconds, survey
from engage.analysis.audit import audit, quick
from engage.analysis.audited import Kind, Progress, Public
from engage.analysis.breakdown import protected
from engage.analysis.keys import record_keys
from engage.equality.library import CURRENT, standard_set

SIZES = (1_000,)
SECONDS = {1_000: 60}  # the goal


def measure(responses: int) -> dict[str, object]:
    asked = survey()
    snapshot = invented(asked, responses)
    tables = protected(asked, snapshot, KEY, record_keys(KEY, snapshot.references))
    public = Public(characteristics=standard_set(CURRENT).characteristics, all_counted=True)
    guesses: list[tuple[float, float | None]] = []

    def tell(progress: Progress) -> None:
        guesses.append((time.perf_counter() - start, progress.seconds_left))

    start, work = time.perf_counter(), time.process_time()
    report = audit(tables, responses, public=public, progress=tell)
    whole, work = time.perf_counter() - start, time.process_time() - work
    at_once = seconds(lambda: quick(tables, responses, public=public), 3)
    first, left = guesses[0] if guesses else (0, None)
    return {
        "responses": responses,
        "tables": len(tables),
        "figures": report.figures,
        "checked": report.checked,
        "given_away": {kind: report.proven(kind) for kind in Kind},
        "programs": report.programs,
        "seconds": round(whole, 1),
        "cpu_seconds": round(work, 1),
        "guessed_seconds": None if left is None else round(first + left, 1),
        "quick_seconds": round(at_once, 2),
        "ratio": round(whole / at_once, 1),
        "goal_seconds": SECONDS.get(responses),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the bounds audit.")
    parser.add_argument("sizes", type=int, nargs="*", default=list(SIZES), metavar="RESPONSES")
    for size in parser.parse_args().sizes:
        print(json.dumps({"measures": "audit"} | measure(size)), flush=True)


if __name__ == "__main__":
    main()
