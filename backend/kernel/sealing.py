"""Seal words to a public key: only its private key opens them, and their length is hidden. Pure.

Sealed form: version 1 (one byte), ephemeral public point (65), nonce (12), AES-256-GCM of length ‖ text ‖ zeros.
The key comes from ECDH P-256 and HKDF-SHA-256 over the context and both public points.
"""

import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.kernel.signing import PrivateKey, public_point

_VERSION = b"\x01"
_POINT, _NONCE = 65, 12
_ROOMS = (1024, 4096, 16384)
"""Padded sizes in bytes: 2,000 characters of four bytes still fit the last."""


def seal(words: str, to_point: bytes, context: bytes) -> bytes:
    """The words, readable only with the private key of this point; raises ValueError above 16 KB."""
    ours = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to_point)
    nonce = os.urandom(_NONCE)
    key = _shared_key(ours, theirs, context + public_point(ours) + to_point)
    return _VERSION + public_point(ours) + nonce + AESGCM(key).encrypt(nonce, _padded(words.encode()), context)


def unseal(sealed: bytes, key: PrivateKey, context: bytes) -> str:
    """The words; raises ValueError for another version and InvalidTag for another key or changed bytes."""
    if sealed[:1] != _VERSION:
        raise ValueError("sealed in a form that this version does not know")
    point, rest = sealed[1 : 1 + _POINT], sealed[1 + _POINT :]
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    shared = _shared_key(key, theirs, context + point + public_point(key))
    opened = AESGCM(shared).decrypt(rest[:_NONCE], rest[_NONCE:], context)
    length = int.from_bytes(opened[:4], "big")
    return opened[4 : 4 + length].decode()


def _shared_key(ours: PrivateKey, theirs: ec.EllipticCurvePublicKey, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(ours.exchange(ec.ECDH(), theirs))


def _padded(text: bytes) -> bytes:
    whole = len(text).to_bytes(4, "big") + text
    for room in _ROOMS:
        if len(whole) <= room:
            return whole.ljust(room, b"\0")
    raise ValueError("too long to seal")
