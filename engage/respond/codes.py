"""Which code opens whose answers, and by which reference does a person know them?

A code stands in the address of every page that a resident answers. It names the version of the survey, the
place of the variant among the version's variants, and holds 128 random bits; a part of its HMAC-SHA256 under
the installation's secret shows that we made it, so nobody can make up a code, or turn one for this survey
into one for another. Only the SHA-256 of a code is ever stored, leaving out the variant: who goes on in
another variant has another code, which opens the same answers.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import NamedTuple

RANDOM_BYTES = 16
_VARIANT_BYTES, _VERSION_BYTES = 1, 3
_NAMED_BYTES = _VARIANT_BYTES + _VERSION_BYTES
_MARK_BYTES = 10
_CODE_BYTES = _NAMED_BYTES + RANDOM_BYTES + _MARK_BYTES  # a multiple of 3: base64 needs no padding
CODE_LENGTH = _CODE_BYTES // 3 * 4

# Crockford's base 32, https://www.crockford.com/base32.html: no letter is mistaken for a digit or a letter.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_PRIME = 37
REFERENCE_BITS = 55


class Opens(NamedTuple):
    """What a code is for."""

    version_id: int
    variant: int  # from 1, its place among the version's variants; 0: the standard survey


def new_code(version_id: int, random: bytes, secret: str, variant: int = 0) -> str:
    """Make the code of one person's answers to this version; `random` is RANDOM_BYTES long."""
    named = variant.to_bytes(_VARIANT_BYTES, "big") + version_id.to_bytes(_VERSION_BYTES, "big")
    body = named + random
    return base64.urlsafe_b64encode(body + _mark(body, secret)).decode()


def opens(code: str, secret: str) -> Opens | None:
    """What the code is for; None when we did not make it."""
    body = _body(code, secret)
    if body is None:
        return None
    return Opens(int.from_bytes(body[_VARIANT_BYTES:_NAMED_BYTES], "big"), body[0])


def in_variant(code: str, variant: int, secret: str) -> str | None:
    """The code that opens the same answers in another variant; None when we did not make this one."""
    body, known = _body(code, secret), opens(code, secret)
    if body is None or known is None:
        return None
    return new_code(known.version_id, body[_NAMED_BYTES:], secret, variant)


def digest(code: str) -> bytes:
    """What is stored of a code, the same in every variant; it does not open anything."""
    try:
        whole = base64.b64decode(code.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        whole = b""  # no code of ours
    return hashlib.sha256(whole[_VARIANT_BYTES:-_MARK_BYTES]).digest()


def _body(code: str, secret: str) -> bytes | None:
    if len(code) != CODE_LENGTH:
        return None
    try:
        whole = base64.b64decode(code.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    body, mark = whole[:-_MARK_BYTES], whole[-_MARK_BYTES:]
    return body if hmac.compare_digest(mark, _mark(body, secret)) else None


def reference(number: int) -> str | None:
    """Write a number below 2**REFERENCE_BITS as a reference such as "7KQ4-9XWD-M2TB", or None.

    The last character is Crockford's check symbol. None for the few numbers whose symbol is neither a letter
    nor a digit of the alphabet: draw another.
    """
    check = number % CHECK_PRIME
    if check >= len(ALPHABET):
        return None
    digits = [ALPHABET[number >> shift & 31] for shift in range(REFERENCE_BITS - 5, -1, -5)]
    written = "".join(digits) + ALPHABET[check]
    return "-".join(written[at : at + 4] for at in range(0, len(written), 4))


def _mark(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"engage response code" + body, "sha256")[:_MARK_BYTES]
