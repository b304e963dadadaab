"""Which code opens whose answers, and by which reference does a person know them?

A code stands in the address of every page that a resident answers. It names the version of the survey and
holds 128 random bits; a part of its HMAC-SHA256 under the installation's secret shows that we made it, so
nobody can make up a code, or turn one for this survey into one for another. Only the SHA-256 of a code is
ever stored.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

RANDOM_BYTES = 16
_VERSION_BYTES = 4
_MARK_BYTES = 10
_CODE_BYTES = _VERSION_BYTES + RANDOM_BYTES + _MARK_BYTES  # a multiple of 3: base64 needs no padding
CODE_LENGTH = _CODE_BYTES // 3 * 4

# Crockford's base 32, https://www.crockford.com/base32.html: no letter is mistaken for a digit or a letter.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_PRIME = 37
REFERENCE_BITS = 55


def new_code(version_id: int, random: bytes, secret: str) -> str:
    """Make the code of one person's answers to this version; `random` is RANDOM_BYTES long."""
    body = version_id.to_bytes(_VERSION_BYTES, "big") + random
    return base64.urlsafe_b64encode(body + _mark(body, secret)).decode()


def version_of(code: str, secret: str) -> int | None:
    """The id of the version that the code is for; None when we did not make the code."""
    if len(code) != CODE_LENGTH:
        return None
    try:
        whole = base64.b64decode(code.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    body, mark = whole[:-_MARK_BYTES], whole[-_MARK_BYTES:]
    if not hmac.compare_digest(mark, _mark(body, secret)):
        return None
    return int.from_bytes(body[:_VERSION_BYTES], "big")


def digest(code: str) -> bytes:
    """What is stored of a code; it does not open anything."""
    return hashlib.sha256(code.encode()).digest()


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
