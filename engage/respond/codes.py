"""Which code opens whose answers, and by which reference does a person know them?

A code stands in the address of every page that a resident answers. It names the channel, the version of the
survey and the place of the variant among the version's variants, and holds 75 random bits; a part of its
HMAC-SHA256 under the installation's secret shows that we made it, so nobody can make up a code, or turn one
for this survey into one for another. What was sent is changed with a code of its own, which has the same
random bits and a mark that it `changes` something. The random bits alone, written so that they can be read
aloud, are the return code: with it a person comes back on another device. Only an HMAC of these bits is ever
stored: a copy of the database opens nothing.

Addresses stay behind in the history of browsers that others use. So the random bits are not in the clear in
them: they are encrypted in the manner of RFC 5297 (SIV), with the mark of the code as the initial value.
Whoever finds an old address cannot make the return code from it, and once it was locked it opens nothing.
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
LOCKS = 32  # so many times something is locked before an address from before the first would open it again
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
    locks: int = 0  # how many times it was locked before the code was made

    def is_locked(self, locks: int) -> bool:
        """Was what it opens locked since then?"""
        return self.locks != locks % LOCKS


class Code(NamedTuple):
    """What one code of ours holds."""

    opens: Opens
    random: int

    def digest(self, secret: str) -> bytes:
        """What is stored of it, the same in every variant; it does not open anything."""
        return digest_of(self.random, secret, changes=self.opens.changes)


NOBODY = -1  # random bits that no code has


def new_code(opens: Opens, random: int, secret: str) -> str:
    """Make the code of one person's answers; `random` has RANDOM_BITS."""
    channel = CHANNELS.index(opens.channel) | (_CHANGES if opens.changes else 0)
    named = (
        channel.to_bytes(_CHANNEL_BYTES, "big")
        + opens.variant.to_bytes(_VARIANT_BYTES, "big")
        + opens.version_id.to_bytes(_VERSION_BYTES, "big")
    )
    hidden = opens.locks % LOCKS << RANDOM_BITS | random
    mark = _mark(named, hidden, secret)
    masked = (hidden ^ _mask(mark, secret)).to_bytes(RANDOM_BYTES, "big")
    return base64.urlsafe_b64encode(named + masked + mark).decode()


def read(code: str, secret: str) -> Code | None:
    """What the code holds; None when we did not make it."""
    whole = _whole(code)
    if whole is None:
        return None
    named, masked, mark = whole[:_NAMED_BYTES], whole[_NAMED_BYTES:-_MARK_BYTES], whole[-_MARK_BYTES:]
    hidden = int.from_bytes(masked, "big") ^ _mask(mark, secret)
    is_ours = hmac.compare_digest(mark, _mark(named, hidden, secret))
    if not is_ours or named[0] & ~_CHANGES >= len(CHANNELS):
        return None
    channel, changes = CHANNELS[named[0] & ~_CHANGES], bool(named[0] & _CHANGES)
    locks, random = divmod(hidden, 1 << RANDOM_BITS)
    return Code(Opens(int.from_bytes(named[2:], "big"), named[1], channel, changes, locks), random)


def in_variant(code: str, variant: int, secret: str) -> str | None:
    """The code that opens the same answers in another variant; None when we did not make this one."""
    known = read(code, secret)
    return new_code(known.opens._replace(variant=variant), known.random, secret) if known else None


def changing(code: str, secret: str, *, changes: bool = True) -> str | None:
    """The code with which what this one has sent is changed, or the other way; None when it is not ours."""
    known = read(code, secret)
    return new_code(known.opens._replace(changes=changes), known.random, secret) if known else None


def digest(code: str, secret: str) -> bytes:
    """What is stored of a code; of one that is not ours, what is stored of nobody."""
    known = read(code, secret)
    return known.digest(secret) if known else digest_of(NOBODY, secret)


def digest_of(random: int, secret: str, *, changes: bool = False) -> bytes:
    """What is stored of the code with these random bits."""
    what = b"change" if changes else b"code"
    return hmac.digest(secret.encode(), b"engage stored %s %d" % (what, random), "sha256")


# --- codes that are read aloud --------------------------------------------------------------------------


def return_code(code: str, secret: str) -> str:
    """What opens the same answers on another device, such as "7KQ4-9XWD-M2TB-0D5H"; of a code of ours."""
    known = read(code, secret)
    written = _spelled(known.random, RANDOM_BITS) if known else None
    if written is None:
        raise ValueError("not a code of ours that `is_speakable`")
    return written


def is_speakable(random: int) -> bool:
    """Can these random bits be read out? Others are not used: draw again."""
    return random % CHECK_PRIME < len(ALPHABET)


def read_return_code(typed: str) -> int | None:
    """The random bits of a return code, however it was typed; None when it has a slip of the pen in it.

    The link of a letter, which ends in the code, is as good as the code.
    """
    return _read(_plain(typed.rstrip("/ ").rpartition("/")[2]), RANDOM_BITS)


def read_reference(typed: str) -> str | None:
    """A reference as we write it, however it was typed; None when it has a slip of the pen in it."""
    plain = _plain(typed)
    return None if _read(plain, REFERENCE_BITS) is None else _grouped(plain)


def _plain(typed: str) -> str:
    return "".join(each for each in typed.upper() if each.isalnum()).translate(_LOOK_ALIKE)


def _read(plain: str, bits: int) -> int | None:
    if len(plain) != bits // 5 + 1 or not set(plain) <= set(ALPHABET):
        return None
    number = 0
    for each in plain[:-1]:
        number = number * 32 + ALPHABET.index(each)
    return number if number % CHECK_PRIME == ALPHABET.index(plain[-1]) else None


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
    return _grouped(_plain(typed))


def _spelled(number: int, bits: int) -> str | None:
    """The number in groups of four; the last character is Crockford's check symbol."""
    if not is_speakable(number):
        return None
    digits = [ALPHABET[number >> shift & 31] for shift in range(bits - 5, -1, -5)]
    return _grouped("".join(digits) + ALPHABET[number % CHECK_PRIME])


def _grouped(written: str) -> str:
    return "-".join(written[at : at + 4] for at in range(0, len(written), 4))


def _mark(named: bytes, hidden: int, secret: str) -> bytes:
    body = named + hidden.to_bytes(RANDOM_BYTES, "big")
    return hmac.digest(secret.encode(), b"engage response code" + body, "sha256")[:_MARK_BYTES]


def _mask(mark: bytes, secret: str) -> int:
    """What hides the bits of the code with this mark: another one for every code."""
    mask = hmac.digest(secret.encode(), b"engage response mask" + mark, "sha256")
    return int.from_bytes(mask[:RANDOM_BYTES], "big")
