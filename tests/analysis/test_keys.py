"""Are the secret numbers made as their standards say?"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis.keys import CELL, Hmac, cell_key, epoch_key, record_keys, rounding_key

MASTER = bytes(range(32))
KEY = epoch_key(MASTER, "c", 1)


def hkdf(master: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869) of 32 bytes without salt, by hand."""
    extracted = hmac.digest(bytes(32), master, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def test_the_key_of_an_epoch_is_hkdf_of_consultation_and_epoch():
    assert epoch_key(MASTER, "budget", 3) == hkdf(MASTER, b"budget\x00" + bytes(7) + b"\x03")


def test_every_master_consultation_and_epoch_has_a_key_of_its_own():
    keys = {
        epoch_key(master, consultation, epoch)
        for master in (MASTER, bytes(32))
        for consultation in ("a", "b", "")
        for epoch in (0, 1, 256)
    }
    assert len(keys) == 18


def test_the_key_of_rounding_is_hkdf_of_consultation_kind_and_snapshot():
    digest = bytes(range(32, 64))
    info = b"rounding\x007\x00final\x00" + (2).to_bytes(8) + digest
    assert rounding_key(MASTER, "7", "final", 2, digest) == hkdf(MASTER, info)


@pytest.mark.parametrize("master", [b"", bytes(31), bytes(33)])
def test_a_key_of_another_length_is_refused(master):
    with pytest.raises(ValueError, match="32 bytes"):
        epoch_key(master, "c", 1)
    with pytest.raises(ValueError, match="32 bytes"):
        Hmac(master)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_the_quick_hmac_is_hmac(key, message):
    assert Hmac(key).digest(message) == hmac.digest(key, message, hashlib.sha256)


@pytest.mark.parametrize("responses", [0, 1, 100])
def test_a_record_key_is_the_first_32_bits_of_the_hmac_of_the_reference(responses):
    references = np.random.default_rng(1).integers(0, 256, (responses, 16), dtype=np.uint8)
    expected = [int.from_bytes(hmac.digest(KEY, bytes(row), "sha256")[:4]) for row in references]
    assert record_keys(KEY, references).tolist() == expected


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_a_cell_key_is_a_hash_of_the_sum_and_the_number(key_sum, count):
    message = b"cell" + key_sum.to_bytes(8) + count.to_bytes(8)
    assert cell_key(Hmac(KEY), key_sum, count) == int.from_bytes(hmac.digest(KEY, message, "sha256")[:8])


def test_a_cell_is_never_hashed_like_a_reference():
    assert CELL.size != 16
