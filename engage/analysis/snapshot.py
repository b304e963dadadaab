"""What did everybody answer, in codes, at the moment when the answers were frozen?"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.columns import NOT_ANSWERED, NOT_ASKED, Coded, Column
from engage.analysis.today import Following, read, read_key
from engage.analysis.universe import Universe
from engage.surveys.definition import Answers, EqualityModule, Step, answers_from_json
from engage.surveys.routing import holds, route

Codes: TypeAlias = NDArray[np.uint8]

REFERENCE = 16  # bytes of a response's uuid
MAGIC = b"engage snapshot 2\n"
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
    language: str = ""
    channel: str = ""
    characteristics: Collection[str] | None = None  # of which the person was asked; None: all usual ones
    lacking: Collection[str] = ()  # keys of columns of matrices that were asked without these rows

    @classmethod
    def routed(
        cls,
        reference: bytes,
        steps: Iterable[Step],
        answers: Mapping[str, dict[str, Any]],
        equality: Mapping[str, str | list[str]],
        paths: Following = UNCHANGED,
        *,
        module: EqualityModule | None = None,
        language: str = "",
        channel: str = "",
        lacking: Collection[str] = (),
    ) -> Self:
        """Keep of a response's answers what the routing of its version asked, in the codes of today.

        `paths` are those of `today.following`. A question whose answer says nothing today counts as not
        asked: nobody left it unanswered. `module` says about what the version asked whom, `lacking` which
        rows of today its matrices did not have.
        """
        taken = route(steps, answers_from_json(dict(answers)))
        asked = {step.key(question) for step in taken.steps for question in taken.questions[step.number]}
        kept = {key: answers[key] for key in taken.kept}
        about = _about(module, taken.kept)
        if not paths:
            return cls(reference, kept, asked, equality, language, channel, about, lacking)
        said = {key: read(key, answer["value"], paths) for key, answer in kept.items()}
        today = {new[0]: {**kept[key], "value": new[1]} for key, new in said.items() if new}
        asked_today = {read_key(key, paths) for key in asked if key not in said or said[key]}
        return cls(reference, today, asked_today - {""}, equality, language, channel, about, lacking)


def _about(module: EqualityModule | None, kept: Answers) -> Collection[str] | None:
    """The characteristics about which somebody was asked who gave these answers, None for all."""
    if module is None or (module.show_if and not holds(module.show_if, kept)):
        return ()
    return module.characteristics or None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Snapshot:
    """Everybody's codes: one row of `codes` for each column, one place in it for each response.

    Responses stand in the order of their references, so that nothing tells when they came in. `apart` are the
    references of those that are received and not counted, because an organisation speaks.
    """

    columns: tuple[Column, ...]
    references: Codes  # shape (responses, 16)
    codes: Codes  # shape (columns, responses)
    apart: Codes  # shape (organisations, 16)

    @property
    def responses(self) -> int:
        return len(self.references)

    @property
    def received(self) -> int:
        """How many responses were read, counted or not."""
        return len(self.references) + len(self.apart)

    @property
    def digest(self) -> bytes:
        """A number that is another one as soon as anybody who is counted, or an answer, is; 32 bytes."""
        columns = repr([(column.key, column.codes) for column in self.columns]).encode()
        arrays = (each.tobytes() for each in (self.references, self.codes))
        parts = (hashlib.sha256(each).digest() for each in (columns, *arrays))
        return hashlib.sha256(b"".join(parts)).digest()

    def to_bytes(self) -> bytes:
        """Write the snapshot, always to the same bytes. They are personal data: seal them."""
        columns = [[column.key, list(column.codes)] for column in self.columns]
        sizes = {"columns": columns, "responses": self.responses, "apart": len(self.apart)}
        header = json.dumps(sizes, separators=(",", ":")).encode()
        arrays = (each.tobytes() for each in (self.references, self.codes, self.apart))
        return b"".join((MAGIC, HEADER.pack(len(header)), header, *arrays))


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
    counted = responses * REFERENCE
    references, codes, apart = np.split(bytes_left, [counted, counted + responses * len(columns)])
    return Snapshot(
        columns,
        references.reshape(responses, REFERENCE),
        codes.reshape(len(columns), responses),
        apart.reshape(header["apart"], REFERENCE),
    )


def freeze(
    universe: Universe, received: Iterable[Received], progress: Callable[[int], None] = lambda done: None
) -> Snapshot:
    """Code every response but the organisations'; tell now and then how many were read.

    Raises ValueError for a code that no version offers and for a response that comes twice.
    """
    references, rows, apart = bytearray(), bytearray(), bytearray()
    arriving = iter(received)
    while batch := list(islice(arriving, BATCH)):
        people = [each for each in batch if not universe.plan.leaves_out(each.answers)]
        references += b"".join([each.reference for each in people])
        rows += _rows(universe, people).tobytes() if people else b""
        apart += b"".join([each.reference for each in batch if universe.plan.leaves_out(each.answers)])
        progress((len(references) + len(apart)) // REFERENCE)
    return _sorted(universe.columns, bytes(references), bytes(rows), bytes(apart))


def _rows(universe: Universe, batch: Sequence[Received]) -> Codes:
    """Code these responses: shape (responses, columns)."""
    opinions = [_opinions(question, batch) for question in universe.questions]
    groups = [each.coded(batch) for each in universe.coded]
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
            row = not_answered if key in response.asked else not_asked
        else:
            row = code(answer["value"])
        return without(row, response.lacking) if response.lacking else row

    def without(row: bytes, lacking: Collection[str]) -> bytes:
        return bytes(
            NOT_ASKED if column.key in lacking else byte
            for column, byte in zip(question.columns, row, strict=True)
        )

    try:
        return b"".join([coded(response) for response in batch])
    except KeyError:  # which says the answer itself: it must not reach a log
        raise ValueError(f"an answer to {key} holds a code that no version offers") from None


def _sorted(columns: tuple[Column, ...], references: bytes, rows: bytes, apart: bytes) -> Snapshot:
    people, organisations = _references(references), _references(apart)
    codes = np.frombuffer(rows, np.uint8).reshape(len(people), len(columns))
    order = _order(people)
    people = people[order]
    if (people[1:] == people[:-1]).all(axis=1).any():
        raise ValueError("a response comes twice")
    by_column = np.ascontiguousarray(codes[order].T)
    return Snapshot(columns, people, by_column, organisations[_order(organisations)])


def _references(joined: bytes) -> Codes:
    return np.frombuffer(joined, np.uint8).reshape(-1, REFERENCE)


def _order(references: Codes) -> NDArray[np.intp]:
    halves = references.view(">u8")
    return np.lexsort((halves[:, 1], halves[:, 0]))
