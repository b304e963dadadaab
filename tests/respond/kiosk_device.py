"""What a device does with answers before it sends them, as `static/js/kiosk-queue.js` does it."""

from __future__ import annotations

import json
import os
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from engage.respond import codes
from engage.respond.kiosk_sealing import INFO, derived, public_key
from tests.factories import NOON

EQUALITY_KEY = bytes([1]) * 32  # of tests.conftest.make_settings


def sealed(plain: bytes, secret: bytes = EQUALITY_KEY) -> bytes:
    """Seal to the installation's key."""
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key(secret))
    key = derived(own.exchange(ec.ECDH(), theirs), point, public_key(secret))
    nonce = os.urandom(12)
    return point + nonce + AESGCM(key).encrypt(nonce, plain, INFO)


def random_bits() -> int:
    while not codes.is_speakable(number := secrets.randbits(codes.RANDOM_BITS)):
        pass
    return number


def entry(version_id: int, opinions: dict, *, pressed_at: datetime = NOON, **fields) -> dict:
    """One person's answers as the device writes them down; `opinions` are fields and what stands in them."""
    usual = {
        "random": f"{random_bits():x}",
        "version": version_id,
        "variant": 0,
        "language": "en",
        "pressed_at": pressed_at.timestamp() * 1000,
        "opinions": opinions,
        "equality": {},
        "email": "",
        "purposes": [],
    }
    return usual | fields


def sealed_entry(version_id: int, opinions: dict, **fields) -> bytes:
    return sealed(json.dumps(entry(version_id, opinions, **fields)).encode())
