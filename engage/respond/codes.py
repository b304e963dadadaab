"""Which code opens whose answers, and by which reference does a person know them?

A code stands in the address of every page that a resident answers. It names the channel, the version of the
survey and the place of the variant among the version's variants, and holds 75 random bits; a part of its
HMAC-SHA256 under the installation's secret shows that we made it, so nobody can make up a code, or turn one
for this survey into one for another. What was sent is changed with a code of its own, which has the same
random bits and a mark that it `changes` something. The random bits alone, written so that they can be read
aloud, are the return code: with it a person comes back on another device. Only an HMAC of these bits is ever
stored: a copy of the database opens nothing.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import NamedTuple

from engage.respond.channel import CHANNELS, Channel

RANDOM_BITS, RANDOM_BYTES = 75, 10
_CHANNEL_BYTES, _VARIANT_BYTES, _VERSION_BYTES = 1, 1, 3
_NAMED_BYTES = _CHANNEL_BYTES + _VARIANT_BYTES + _VERSION_BYTES
_MARK_BYTES = 9
_CHANGES = 0x80  # in the byte of the channel
_CODE_BYTES = _NAMED_BYTES + RANDOM_BYTES + _MARK_BYTES  # a multiple of 3: base64 needs no padding
CODE_LENGTH = _CODE_BYTES // 3 * 4

# Crockford's base 32, https://www.crockford.com/base32.html: no letter is mistaken for a digit or a letter.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE = str.maketrans("OIL", "011")
CHECK_PRIME = 37
REFERENCE_BITS = 55


class Opens(NamedTuple):
    """What a code is for."""

    version_id: int
    variant: int = 0  # from 1, its place among the version's variants; 0: the standard survey
    channel: Channel = Channel.ONLINE
    changes: bool = False  # what was sent with the code that has the same random bits


def new_code(opens: Opens, random: int, secret: str) -> str:
    """Make the code of one person's answers; `random` has RANDOM_BITS."""
    named = CHANNELS.index(opens.channel) | (_CHANGES if opens.changes else 0)
    body = (
        named.to_bytes(_CHANNEL_BYTES, "big")
        + opens.variant.to_bytes(_VARIANT_BYTES, "big")
        + opens.version_id.to_bytes(_VERSION_BYTES, "big")
        + random.to_bytes(RANDOM_BYTES, "big")
    )
    return base64.urlsafe_b64encode(body + _mark(body, secret)).decode()


def opens(code: str, secret: str) -> Opens | None:
    """What the code is for; None when we did not make it."""
    body = _body(code, secret)
    if body is None or body[0] & ~_CHANGES >= len(CHANNELS):
        return None
    channel, changes = CHANNELS[body[0] & ~_CHANGES], bool(body[0] & _CHANGES)
    return Opens(int.from_bytes(body[2:_NAMED_BYTES], "big"), body[1], channel, changes)


def in_variant(code: str, variant: int, secret: str) -> str | None:
    """The code that opens the same answers in another variant; None when we did not make this one."""
    known = opens(code, secret)
    return new_code(known._replace(variant=variant), _random(code), secret) if known else None


def changing(code: str, secret: str, *, changes: bool = True) -> str | None:
    """The code with which what this one has sent is changed, or the other way; None when it is not ours."""
    known = opens(code, secret)
    return new_code(known._replace(changes=changes), _random(code), secret) if known else None


def digest(code: str, secret: str) -> bytes:
    """What is stored of a code of ours, the same in every variant; it does not open anything."""
    whole = _whole(code)
    return digest_of(_random(code), secret, changes=bool(whole and whole[0] & _CHANGES))


def digest_of(random: int, secret: str, *, changes: bool = False) -> bytes:
    """What is stored of the code with these random bits."""
    what = b"change" if changes else b"code"
    return hmac.digest(secret.encode(), b"engage stored %s %d" % (what, random), "sha256")


# --- codes that are read aloud --------------------------------------------------------------------------


def return_code(code: str) -> str:
    """What opens the same answers on another device, such as "7KQ4-9XWD-M2TB-0D5H"; of a code of ours."""
    written = _spelled(_random(code), RANDOM_BITS)
    if written is None:
        raise ValueError("not a code that `is_speakable`")
    return written


def is_speakable(random: int) -> bool:
    """Can these random bits be read out? Others are not used: draw again."""
    return random % CHECK_PRIME < len(ALPHABET)


def read_return_code(typed: str) -> int | None:
    """The random bits of a return code, however it was typed; None when it has a slip of the pen in it."""
    return _read(_plain(typed), RANDOM_BITS)


def read_reference(typed: str) -> str | None:
    """A reference as we write it, however it was typed; None when it has a slip of the pen in it."""
    plain = _plain(typed)
    return None if _read(plain, REFERENCE_BITS) is None else _grouped(plain)


def _plain(typed: str) -> str:
    plain = "".join(each for each in typed.upper() if each not in " -\u2010\u2011\u2012\u2013\t")
    return plain.translate(_LOOK_ALIKE)


def _read(plain: str, bits: int) -> int | None:
    if len(plain) != bits // 5 + 1 or not set(plain) <= set(ALPHABET):
        return None
    number = 0
    for each in plain[:-1]:
        number = number * 32 + ALPHABET.index(each)
    return number if number % CHECK_PRIME == ALPHABET.index(plain[-1]) else None


def _body(code: str, secret: str) -> bytes | None:
    if len(code) != CODE_LENGTH:
        return None
    try:
        whole = base64.b64decode(code.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    body, mark = whole[:-_MARK_BYTES], whole[-_MARK_BYTES:]
    return body if hmac.compare_digest(mark, _mark(body, secret)) else None


def _random(code: str) -> int:
    """The random bits of a code; what is no code at all has some that nobody has."""
    whole = _whole(code)
    return int.from_bytes(whole[_NAMED_BYTES:-_MARK_BYTES], "big") if whole else -1


def _whole(code: str) -> bytes | None:
    try:
        whole = base64.b64decode(code.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return whole if len(whole) == _CODE_BYTES else None


def reference(number: int) -> str | None:
    """Write a number below 2**REFERENCE_BITS as a reference such as "7KQ4-9XWD-M2TB", or None.

    None for the few numbers whose check symbol is neither a letter nor a digit of the alphabet: draw another.
    """
    return _spelled(number, REFERENCE_BITS)


def tidy_reference(typed: str) -> str:
    """A reference as it is written, however it was typed; what is none stays none."""
    plain = "".join(each for each in typed.upper() if each.isalnum()).translate(_LOOK_ALIKE)
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def _spelled(number: int, bits: int) -> str | None:
    """The number in groups of four; the last character is Crockford's check symbol."""
    if not is_speakable(number):
        return None
    digits = [ALPHABET[number >> shift & 31] for shift in range(bits - 5, -1, -5)]
    return _grouped("".join(digits) + ALPHABET[number % CHECK_PRIME])


def _grouped(written: str) -> str:
    return "-".join(written[at : at + 4] for at in range(0, len(written), 4))


def _mark(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"engage response code" + body, "sha256")[:_MARK_BYTES]
