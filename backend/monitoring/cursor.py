"""A place in the journal that only its own session can use: gaps in the numbers must tell nobody anything."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.kernel.signing import load_or_make_key

_NONCE_BYTES = 12


class Cursors:
    """Seals journal numbers; the same keys folder gives the same seals in every process."""

    def __init__(self, secret: bytes):
        self._cipher = AESGCM(HKDF(SHA256(), 32, None, b"liangma/cursor/1").derive(secret))

    def seal(self, seq: int, session: bytes) -> str:
        """The number as 48 characters that mean nothing; `session` is the hash of the session's token."""
        nonce = os.urandom(_NONCE_BYTES)
        return urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, seq.to_bytes(8, "big"), session)).decode()

    def read(self, cursor: str, session: bytes) -> int | None:
        """The number, or None where the cursor is not ours, was changed, or belongs to another session."""
        try:
            sealed = urlsafe_b64decode(cursor.encode("ascii"))
            return int.from_bytes(self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], session), "big")
        except (Base64Error, InvalidTag, ValueError):
            return None


@cache
def cursors(data_dir: Path) -> Cursors:
    """The cursors of this installation."""
    key = load_or_make_key(data_dir / "keys", "stream")
    return Cursors(key.private_numbers().private_value.to_bytes(32, "big"))
