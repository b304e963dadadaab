"""How long does a protected breakdown take, and how much memory, beside bare counting of the same columns?

    python -m bench.breakdown [RESPONSES ...]

Prints one line of JSON for each size: 20 questions of 5 options by the 9 protected characteristics in their
detailed groups. `floor_seconds` is a bare `numpy.bincount` of each pair of the same columns in the same
process, `crosstab_seconds` pandas' `crosstab` of them, once, up to a million responses. The last line says
how much longer the largest size takes than the one before it. Every measurement has a process of its own,
so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas

from engage.analysis.breakdown import protected
from engage.analysis.columns import FIRST, Column
from engage.analysis.exports import everything
from engage.analysis.keys import epoch_key, record_keys
from engage.analysis.snapshot import Received, Snapshot, freeze, from_bytes
from engage.analysis.universe import Plan, Universe, universe
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level
from engage.equality.library import CURRENT, standard_set
from engage.surveys.definition import Option, Page, Section, SingleChoice, steps

SIZES = (5_000, 100_000, 1_000_000, 4_000_000)
MOST_CROSSED = 1_000_000  # responses
SECONDS = {5_000: 0.2, 1_000_000: 3.0}  # the goals
MEGABYTES = 400
QUESTIONS, OPTIONS = 20, 5
SEED = 20261101
UNSAID = (0.03, 0.07)  # the shares of not asked and not answered in every column
KEY = epoch_key(bytes(32), "bench", 1)
SAMPLE = 10_000  # responses coded from their answers


def survey() -> Universe:
    options = tuple(
        Option(f"o{number}", Bilingual(f"Option {number}", f"Opsiwn {number}")) for number in range(OPTIONS)
    )
    questions = tuple(
        SingleChoice(
            id=f"q{number}", title=Bilingual(f"Question {number}", f"Cwestiwn {number}"), options=options
        )
        for number in range(QUESTIONS)
    )
    page = Page(id="all", title=Bilingual("All", "Pob un"), questions=questions)
    standard = standard_set(CURRENT)
    nine = tuple(each.code for each in standard.characteristics if each.protected)
    sections = (Section(id="all", title=page.title, parts=(page,)),)
    return universe(Plan(level=Level.DETAILED, characteristics=nine), (steps(sections),), standard)


def invented(survey: Universe, responses: int, seed: int = SEED) -> Snapshot:
    """Draw a snapshot in which the groups and options of a column are of very different sizes."""
    chance = np.random.default_rng(seed)
    rows = []
    for column in survey.columns:
        shares = 1 / np.arange(1, column.size - FIRST + 1)
        shares *= (1 - sum(UNSAID)) / shares.sum()
        rows.append(chance.choice(column.size, responses, p=[*UNSAID, *shares]).astype(np.uint8))
    references = chance.integers(0, 256, (responses, 16), dtype=np.uint8)
    halves = references.view(">u8")
    references = references[np.lexsort((halves[:, 1], halves[:, 0]))]
    return Snapshot(survey.columns, references, np.stack(rows), references[:0])


def seconds(work: Callable[[], object], times: int) -> float:
    """Return the median time of several runs."""
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        measured.append(time.perf_counter() - start)
    return statistics.median(measured)


def pairs(survey: Universe, snapshot: Snapshot) -> Iterator[tuple[Column, Column]]:
    """Each characteristic with each question."""
    for group in (grouping.column for grouping in survey.chosen):
        for question in snapshot.columns[:QUESTIONS]:
            yield group, question


def crossed(survey: Universe, snapshot: Snapshot) -> None:
    """Count the same as pandas does."""
    codes = {
        column: pandas.Series(each) for column, each in zip(snapshot.columns, snapshot.codes, strict=True)
    }
    for group, question in pairs(survey, snapshot):
        pandas.crosstab(codes[group], codes[question])


def bare(survey: Universe, snapshot: Snapshot) -> None:
    """Count each question by each characteristic, and do nothing else."""
    codes = dict(zip(snapshot.columns, snapshot.codes, strict=True))
    for group, question in pairs(survey, snapshot):
        together = codes[group] * np.uint8(question.size) + codes[question]
        np.bincount(together, minlength=group.size * question.size)


def megabytes() -> float:
    """Return the highest memory so far of this process: kilobytes on Linux, bytes on macOS."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def measure(path: Path, responses: int) -> dict[str, object]:
    """Measure everything that happens to one snapshot."""
    asked, written = survey(), path.read_bytes()
    start = time.perf_counter()
    snapshot = from_bytes(written)
    decoding = time.perf_counter() - start
    base = megabytes()
    start = time.perf_counter()
    keys = record_keys(KEY, snapshot.references)
    keying = time.perf_counter() - start
    tables = protected(asked, snapshot, KEY, keys)
    peak = megabytes()
    times = 9 if responses < SIZES[1] else 3
    protecting = seconds(lambda: protected(asked, snapshot, KEY, keys), times)
    floor = seconds(lambda: bare(asked, snapshot), times)
    is_crossed = responses <= MOST_CROSSED
    crossing = round(seconds(lambda: crossed(asked, snapshot), 1), 3) if is_crossed else None
    return {
        "responses": responses,
        "tables": len(tables),
        "seconds": round(protecting, 4),
        "floor_seconds": round(floor, 4),
        "ratio": round(protecting / floor, 2),
        "crosstab_seconds": crossing,
        "memory_over_base_mb": round(peak - base, 1),
        "record_keys_seconds": round(keying, 4),
        "decoding_seconds": round(decoding, 5),
        "export_seconds": round(seconds(lambda: everything(tables, "bench", "cy"), 1), 3),
        "goal_seconds": SECONDS.get(responses),
        "goal_memory_mb": MEGABYTES,
    }


def answers(survey: Universe, responses: int) -> Iterator[Received]:
    """Invent responses as they come out of storage."""
    chance = np.random.default_rng(SEED)
    picks = chance.integers(0, OPTIONS, (responses, QUESTIONS)).tolist()
    references = chance.bytes(16 * responses)
    keys = [question.key for question in survey.questions]
    equality = {
        question.id: question.codes[0]
        for grouping in survey.groupings
        for question in grouping.book.characteristic.questions[:1]
    }
    for number, row in enumerate(picks):
        given = {key: {"value": f"o{pick}", "language": "cy"} for key, pick in zip(keys, row, strict=True)}
        yield Received(references[16 * number : 16 * number + 16], given, keys, equality)


def measure_coding() -> dict[str, object]:
    """Measure how long answers take to become a snapshot, and a snapshot to become bytes."""
    asked = survey()
    received = list(answers(asked, SAMPLE))
    coding = seconds(lambda: freeze(asked, received), 3)
    snapshot = freeze(asked, received)
    return {
        "responses": SAMPLE,
        "coding_seconds": round(coding, 4),
        "coding_seconds_per_million": round(coding / SAMPLE * 1e6, 1),
        "bytes_a_response": round(len(snapshot.to_bytes()) / SAMPLE, 1),
    }


def alone(*words: str) -> str:
    """Run one part of this benchmark in a fresh process."""
    command = [sys.executable, "-m", "bench.breakdown", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(sizes: list[int]) -> None:
    print(alone("--part", "coding"), end="", flush=True)
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = str(Path(folder) / f"{size}.snapshot")
            alone("--part", "invent", "--path", path, str(size))
            found = alone("--part", "measure", "--path", path, str(size))
            print(found, end="", flush=True)
            taken.append(json.loads(found)["seconds"])
    if len(sizes) > 1:
        growth = {"responses": sizes[-2:], "ratio": round(taken[-1] / taken[-2], 2)}
        print(json.dumps({"measures": "growth", "times_as_many": sizes[-1] / sizes[-2]} | growth))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the protected breakdown.")
    parser.add_argument("sizes", type=int, nargs="*", default=list(SIZES), metavar="RESPONSES")
    parser.add_argument("--part", choices=("coding", "invent", "measure"), help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    if given.part == "coding":
        print(json.dumps({"measures": "coding"} | measure_coding()))
    elif given.part == "invent":
        given.path.write_bytes(invented(survey(), given.sizes[0]).to_bytes())
    elif given.part == "measure":
        print(json.dumps({"measures": "breakdown"} | measure(given.path, given.sizes[0])))
    else:
        main(given.sizes)
