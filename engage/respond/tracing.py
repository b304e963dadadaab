"""By which fingerprints are likely duplicates found, without anything by which a person could be?"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from engage.surveys.definition import Answer

LONG = 40  # characters: shorter texts are often the same by chance
NETWORK = 64  # bits of an IPv6 address that one household has


class Sender(NamedTuple):
    """What a request says of where it comes from. It is used for a fingerprint, and never kept."""

    address: str
    browser: str  # its User-Agent
    trapped: bool = False  # a field that nobody sees was filled in


def device(sender: Sender, consultation_id: int, salt: bytes) -> bytes:
    """The day's fingerprint of a browser in one consultation: 8 bytes."""
    said = f"{consultation_id}\n{_network(sender.address)}\n{sender.browser}"
    return hmac.digest(salt, said.encode(), "sha256")[:8]


def words(answers: Mapping[str, Answer], secret: str) -> bytes | None:
    """The fingerprint of all long texts together, however they are spaced; None without any. 8 bytes."""
    texts = sorted(_plain(answer.value) for answer in answers.values() if isinstance(answer.value, str))
    long = [text for text in texts if len(text) >= LONG]
    return hmac.digest(secret.encode(), "\n".join(long).encode(), "sha256")[:8] if long else None


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(int(found) >> (128 - NETWORK)) if isinstance(found, IPv6Address) else str(found)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
