"""How does a kiosk keep answers so that nobody who takes the device can read them?

The device seals each entry to a public key of ours and forgets what it sealed it with: ECDH on P-256 with a
key of its own for every entry, HKDF-SHA256 (RFC 5869), AES-256-GCM. The private key follows from a key of the
installation, so that every server has the same one and no database holds it.

An entry is 65 bytes of the device's public point, 12 bytes of nonce, and the ciphertext.
"""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from engage.sealing import WrongSeal

POINT_BYTES, NONCE_BYTES = 65, 12
INFO = b"engage kiosk entry"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)


def public_key(secret: bytes) -> bytes:
    """The point to which devices seal, uncompressed."""
    return _point(_private(secret).public_key())


def open_entry(sealed: bytes, secret: bytes) -> bytes:
    """What a device has sealed. Raises WrongSeal."""
    point, nonce = sealed[:POINT_BYTES], sealed[POINT_BYTES : POINT_BYTES + NONCE_BYTES]
    try:
        device = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = _private(secret).exchange(ec.ECDH(), device)
        key = derived(shared, point, public_key(secret))
        return AESGCM(key).decrypt(nonce, sealed[POINT_BYTES + NONCE_BYTES :], INFO)
    except (InvalidTag, ValueError) as wrong:  # ValueError: no point, or too short
        raise WrongSeal from wrong


def derived(shared: bytes, device: bytes, ours: bytes) -> bytes:
    """The key of one entry, from what both sides share; both points are bound to it."""
    return HKDF(SHA256(), 32, salt=device + ours, info=INFO).derive(shared)


def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    drawn = hmac.digest(secret, b"engage kiosk 1", "sha256") + hmac.digest(
        secret, b"engage kiosk 2", "sha256"
    )
    return ec.derive_private_key(int.from_bytes(drawn, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
