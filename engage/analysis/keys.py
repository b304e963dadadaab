"""Which secret numbers decide how a count is rounded?

K = HKDF-SHA256(master key, consultation ‖ kind of release ‖ how many were given out before ‖ digest of the
snapshot) is made anew for every release. The digest is of everybody who is counted and of all their answers:
whoever comes, goes or changes an answer moves all figures and not only those they are in, and the same people
get the same figures also when a release is made again from a backup. A response's record key is the first 32
bits of HMAC-SHA256(K, its uuid). A set of responses has a cell key made from the sum of their record keys and
their number, so that the same people are rounded in the same way wherever they are counted.
After Fraser and Wooton (2005), "A proposed method for confidentialising tabular output to protect against
differencing", with a keyed hash at the end, because a plain sum of keys can be subtracted.
"""

from __future__ import annotations

import hashlib
import struct

import numpy as np
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from numpy.typing import NDArray

KEY = 32  # bytes of the master key and of every key made from it
BLOCK = 64  # bytes of a block of SHA-256
CELL = struct.Struct(">4sQQ")  # "cell", the sum of the record keys, the number of responses
INNER, OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))  # RFC 2104, section 2
WHOLE = 2**64  # a cell key is a number from 0 up to this


def rounding_key(master: bytes, consultation: str, kind: str, before: int, digest: bytes) -> bytes:
    """Make the key by which a release is rounded that counts the snapshot with this `digest`.

    `before`: how many releases about answers were given out before it, 0 to 2^64 - 1.
    """
    parts = (b"rounding", consultation.encode(), kind.encode(), before.to_bytes(8) + digest)
    return _derived(master, b"\0".join(parts))


def epoch_key(master: bytes, consultation: str, epoch: int) -> bytes:
    """Make another key of one release; `epoch` counts a consultation's releases, 0 to 2^64 - 1."""
    return _derived(master, consultation.encode() + b"\0" + epoch.to_bytes(8))


def _derived(master: bytes, info: bytes) -> bytes:
    if len(master) != KEY:
        raise ValueError(f"the master key must have {KEY} bytes")
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(master)


class Hmac:
    """HMAC-SHA256 (RFC 2104) of many short messages: the two key blocks are hashed once and copied."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY:
            raise ValueError(f"the key must have {KEY} bytes")
        padded = key.ljust(BLOCK, b"\0")
        self._inner = hashlib.sha256(padded.translate(INNER))
        self._outer = hashlib.sha256(padded.translate(OUTER))

    def digest(self, message: bytes) -> bytes:
        inner = self._inner.copy()
        inner.update(message)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()


def record_keys(key: bytes, references: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return a number for each of `references`, shape (responses, 16). Never store or export them."""
    digest, width = Hmac(key).digest, references.shape[1]
    flat, numbers = references.tobytes(), bytearray()
    for start in range(0, len(flat), width):
        numbers += digest(flat[start : start + width])[:4]
    return np.frombuffer(numbers, ">u4").astype(np.uint32)


def cell_key(hmac: Hmac, key_sum: int, count: int) -> int:
    """Return the number, 0 to 2^64 - 1, that decides how this set of responses is rounded."""
    return int.from_bytes(hmac.digest(CELL.pack(b"cell", key_sum, count))[:8])
