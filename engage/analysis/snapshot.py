"""What did everybody answer, in codes, at the moment when the answers were frozen?"""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.columns import NOT_ANSWERED, NOT_ASKED, Coded, Column
from engage.analysis.today import Following, read, read_key
from engage.analysis.universe import Grouping, Universe
from engage.surveys.definition import Step, answers_from_json
from engage.surveys.routing import route

Codes: TypeAlias = NDArray[np.uint8]

REFERENCE = 16  # bytes of a response's uuid
MAGIC = b"engage snapshot 1\n"
BATCH = 10_000  # responses coded at once
NOTHING: tuple[Any, ...] = ("", [], {})  # values that say as little as no answer
UNCHANGED: Following = {}
HEADER = struct.Struct(">I")  # how long the header is that follows


@dataclass(frozen=True, slots=True)
class Received:
    """One response as it goes into a snapshot.

    `answers` is in the JSON shape of `Answer` and holds only what routing asked; `asked` are the keys of all
    the questions that routing asked, whether answered or not; `equality` holds codes by question.
    """

    reference: bytes  # the response's uuid, 16 bytes
    answers: Mapping[str, Mapping[str, Any]]
    asked: Collection[str]
    equality: Mapping[str, str | list[str]]

    @classmethod
    def routed(
        cls,
        reference: bytes,
        steps: Iterable[Step],
        answers: Mapping[str, dict[str, Any]],
        equality: Mapping[str, str | list[str]],
        paths: Following = UNCHANGED,
    ) -> Self:
        """Keep of a response's answers what the routing of its version asked, in the codes of today.

        `paths` are those of `today.following`. A question whose answer says nothing today counts as not
        asked: nobody left it unanswered.
        """
        taken = route(steps, answers_from_json(dict(answers)))
        asked = {step.key(question) for step in taken.steps for question in taken.questions[step.number]}
        kept = {key: answers[key] for key in taken.kept}
        if not paths:
            return cls(reference, kept, asked, equality)
        said = {key: read(key, answer["value"], paths) for key, answer in kept.items()}
        today = {new[0]: {**kept[key], "value": new[1]} for key, new in said.items() if new}
        asked_today = {read_key(key, paths) for key in asked if key not in said or said[key]}
        return cls(reference, today, asked_today - {""}, equality)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Snapshot:
    """Everybody's codes: one row of `codes` for each column, one place in it for each response.

    Responses stand in the order of their references, so that nothing tells when they came in.
    """

    columns: tuple[Column, ...]
    references: Codes  # shape (responses, 16)
    codes: Codes  # shape (columns, responses)

    @property
    def responses(self) -> int:
        return len(self.references)

    def to_bytes(self) -> bytes:
        """Write the snapshot, always to the same bytes. They are personal data: seal them."""
        columns = [[column.key, list(column.codes)] for column in self.columns]
        header = json.dumps({"columns": columns, "responses": self.responses}, separators=(",", ":")).encode()
        return b"".join(
            (MAGIC, HEADER.pack(len(header)), header, self.references.tobytes(), self.codes.tobytes())
        )


def from_bytes(written: bytes) -> Snapshot:
    """Read what `Snapshot.to_bytes` wrote, without copying it. Raises ValueError for anything else."""
    if not written.startswith(MAGIC):
        raise ValueError("not a snapshot, or one of another version")
    start = len(MAGIC) + HEADER.size
    (length,) = HEADER.unpack_from(written, len(MAGIC))
    header = json.loads(written[start : start + length])
    columns = tuple(Column(key, tuple(codes)) for key, codes in header["columns"])
    responses = header["responses"]
    bytes_left = np.frombuffer(written, np.uint8, offset=start + length)
    references, codes = np.split(bytes_left, [responses * REFERENCE])
    return Snapshot(columns, references.reshape(responses, REFERENCE), codes.reshape(len(columns), responses))


def freeze(universe: Universe, received: Iterable[Received]) -> Snapshot:
    """Code every response but the organisations'.

    Raises ValueError for a code that no version offers and for a response that comes twice.
    """
    people = (response for response in received if not universe.plan.leaves_out(response.answers))
    references, rows = bytearray(), bytearray()
    while batch := list(islice(people, BATCH)):
        references += b"".join([response.reference for response in batch])
        rows += _rows(universe, batch).tobytes()
    return _sorted(universe.columns, bytes(references), bytes(rows))


def _rows(universe: Universe, batch: Sequence[Received]) -> Codes:
    """Code these responses: shape (responses, columns)."""
    opinions = [_opinions(question, batch) for question in universe.questions]
    groups = [_groups(grouping, batch) for grouping in universe.groupings]
    pieces = [np.frombuffer(piece, np.uint8).reshape(len(batch), -1) for piece in (*opinions, *groups)]
    return np.hstack(pieces)


def _opinions(question: Coded, batch: Sequence[Received]) -> bytes:
    """Code everybody's answer to one question, as many bytes for each as the question has columns."""
    key, code = question.key, question.code
    not_asked = bytes((NOT_ASKED,)) * len(question.columns)
    not_answered = bytes((NOT_ANSWERED,)) * len(question.columns)

    def coded(response: Received) -> bytes:
        answer = response.answers.get(key)
        if answer is None or answer["value"] in NOTHING:
            return not_answered if key in response.asked else not_asked
        return code(answer["value"])

    try:
        return b"".join([coded(response) for response in batch])
    except KeyError:  # which says the answer itself: it must not reach a log
        raise ValueError(f"an answer to {key} holds a code that no version offers") from None


def _groups(grouping: Grouping, batch: Sequence[Received]) -> bytes:
    """Code everybody's group of one characteristic, one byte for each."""
    return grouping.book.positions([response.equality for response in batch]).translate(grouping.codes)


def _sorted(columns: tuple[Column, ...], references: bytes, rows: bytes) -> Snapshot:
    people = np.frombuffer(references, np.uint8).reshape(-1, REFERENCE)
    codes = np.frombuffer(rows, np.uint8).reshape(len(people), len(columns))
    halves = people.view(">u8")
    order = np.lexsort((halves[:, 1], halves[:, 0]))
    people = people[order]
    if (people[1:] == people[:-1]).all(axis=1).any():
        raise ValueError("a response comes twice")
    return Snapshot(columns, people, np.ascontiguousarray(codes[order].T))
