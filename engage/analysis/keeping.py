"""How is a snapshot brought up to date, and how many responses are different from an earlier one?

An earlier release keeps no codes, only two keyed digests of each response that it counted: who is erased does
not live on in it, and still it can be told how many have come, gone or changed since.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from engage.analysis.snapshot import REFERENCE, Codes, Snapshot

Numbers = NDArray[np.uint64]
WHO, WHAT = b"who", b"what"  # of two digests of one response, which
DIGEST = 8  # bytes
SAME = 16  # bytes of the digest of the columns


def renewed(snapshot: Snapshot, gone: set[bytes], come: Snapshot) -> Snapshot:
    """The snapshot without these references, and with the responses of `come`, some of which may be the same.

    Only what is new is coded; the rest is copied. Raises ValueError when the two have other columns.
    """
    if snapshot.columns != come.columns:
        raise ValueError("what came was coded for another universe")
    out = gone | _named(come.references) | _named(come.apart)
    kept = _without(snapshot.references, out)
    references, codes = snapshot.references, snapshot.codes
    if not kept.all():
        references, codes = references[kept], codes[:, kept]
    places = _places(references, come.references)
    apart = np.concatenate((snapshot.apart[_without(snapshot.apart, out)], come.apart))
    return Snapshot(
        snapshot.columns,
        np.insert(references, places, come.references, axis=0),
        np.insert(codes, places, come.codes, axis=1),
        apart[np.lexsort(_halves(apart)[::-1])],
    )


class Changed(NamedTuple):
    """How many responses are different in a later snapshot: the size of the symmetric difference.

    An edit counts once. Where the two do not hold the same columns, nobody can tell what was edited.
    `apart`: how many came or went that are not counted, an organisation's.
    """

    came_or_went: int
    edited: int | None
    apart: int = 0

    @property
    def least(self) -> int:
        """How many have changed for certain."""
        return self.came_or_went + (self.edited or 0)


class Marks(NamedTuple):
    """By what the responses of one snapshot are told from those of another; sorted by `who`.

    `apart` are those that were read and not counted, sorted too.
    """

    columns: bytes  # a digest: answers are compared only where the same was coded
    who: Numbers
    what: Numbers
    apart: Numbers

    @classmethod
    def of(cls, snapshot: Snapshot, key: bytes) -> Self:
        """Mark every response, under this key."""
        rows = np.hstack((snapshot.references, snapshot.codes.T))
        who = _digests(snapshot.references, key, WHO)
        order = np.argsort(who, kind="stable")
        apart = np.sort(_digests(snapshot.apart, key, WHO))
        return cls(_coded_as(snapshot, key), who[order], _digests(rows, key, WHAT)[order], apart)

    def to_bytes(self) -> bytes:
        """Write the marks. They are about single people: seal them."""
        counted = len(self.who).to_bytes(DIGEST)
        return self.columns + counted + b"".join(each.astype(">u8").tobytes() for each in self[1:])

    @classmethod
    def from_bytes(cls, written: bytes) -> Self:
        numbers = np.frombuffer(written, ">u8", offset=SAME).astype(np.uint64)
        counted = int(numbers[0])
        who, what, apart = np.split(numbers[1:], [counted, 2 * counted])
        return cls(written[:SAME], who, what, apart)

    def same(self, snapshot: Snapshot, key: bytes) -> NDArray[np.bool_]:
        """Which responses of a snapshot are marked here and unchanged; none when other columns were coded.

        In the order of the snapshot. `key` is the one under which these marks were made.
        """
        if not len(self.who) or _coded_as(snapshot, key) != self.columns:
            return np.zeros(snapshot.responses, np.bool_)
        who = _digests(snapshot.references, key, WHO)
        what = _digests(np.hstack((snapshot.references, snapshot.codes.T)), key, WHAT)
        places = np.searchsorted(self.who, who).clip(max=len(self.who) - 1)
        unchanged: NDArray[np.bool_] = (self.who[places] == who) & (self.what[places] == what)
        return unchanged

    def changed(self, earlier: Self) -> Changed:
        """Tell these responses from earlier ones that were marked under the same key."""
        _, mine, theirs = np.intersect1d(self.who, earlier.who, assume_unique=True, return_indices=True)
        came_or_went = len(self.who) + len(earlier.who) - 2 * len(mine)
        apart = len(np.setxor1d(self.apart, earlier.apart, assume_unique=True))
        if self.columns != earlier.columns:
            return Changed(came_or_went, None, apart)
        return Changed(came_or_went, int((self.what[mine] != earlier.what[theirs]).sum()), apart)


def _coded_as(snapshot: Snapshot, key: bytes) -> bytes:
    """A digest of which columns there are, and of their codes."""
    columns = repr([(column.key, column.codes) for column in snapshot.columns]).encode()
    return blake2b(columns, key=key, digest_size=SAME).digest()


def _digests(rows: Codes, key: bytes, kind: bytes) -> Numbers:
    """A number for each row that nobody without the key can find out or make again."""
    width, flat, started = rows.shape[1], rows.tobytes(), blake2b(key=key, digest_size=DIGEST, person=kind)
    found = bytearray()
    for start in range(0, len(flat), width):
        one = started.copy()
        one.update(flat[start : start + width])
        found += one.digest()
    return np.frombuffer(found, ">u8").astype(np.uint64)


def _named(references: Codes) -> set[bytes]:
    flat = references.tobytes()
    return {flat[start : start + REFERENCE] for start in range(0, len(flat), REFERENCE)}


def _halves(references: Codes) -> tuple[Numbers, Numbers]:
    halves = references.view(">u8").astype(np.uint64)
    return halves[:, 0], halves[:, 1]


def _without(references: Codes, out: set[bytes]) -> NDArray[np.bool_]:
    """Which of these sorted references are not among those that go."""
    kept = np.ones(len(references), np.bool_)
    first, _ = _halves(references)
    leaving = np.frombuffer(b"".join(sorted(out)), np.uint8).reshape(-1, REFERENCE)
    starts, ends = (np.searchsorted(first, _halves(leaving)[0], side) for side in ("left", "right"))
    for reference, start, end in zip(leaving, starts.tolist(), ends.tolist(), strict=True):
        kept[start:end] &= ~(references[start:end] == reference).all(axis=1)
    return kept


def _places(references: Codes, coming: Codes) -> NDArray[np.intp]:
    """Before which of these sorted references each of the coming ones stands."""
    first, second = _halves(references)
    places = []
    for high, low in zip(*(half.tolist() for half in _halves(coming)), strict=True):
        start, end = (int(np.searchsorted(first, np.uint64(high), side)) for side in ("left", "right"))
        places.append(start + int(np.searchsorted(second[start:end], np.uint64(low))))
    return np.array(places, np.intp)
