"""How is something kept so that the database alone cannot give it away?

AES-GCM with a fresh 96-bit nonce for every message (NIST SP 800-38D). `context` is bound to the message but
not kept in it, so a sealed value copied into another row does not open there.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class WrongSeal(Exception):
    """The key or the context is not the one with which the message was sealed, or the message was altered."""


def seal(plain: bytes, key: bytes, context: bytes) -> bytes:
    """Return nonce and ciphertext of `plain` under `key` (32 bytes)."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def open_sealed(sealed: bytes, key: bytes, context: bytes) -> bytes:
    """Return what `seal` was given; raises WrongSeal."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as wrong:  # ValueError: too short to hold a nonce
        raise WrongSeal from wrong
