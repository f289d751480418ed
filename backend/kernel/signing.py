"""Sign and check by algorithm name, so that another algorithm (SM2) can be added and old signatures stay valid (B-103).

ES256 is for everything that a browser signs or checks; signatures are 64 raw bytes with low s.
Keys are files of mode 0600 in one folder; nothing else in the code reads them.
"""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of the group of P-256 (FIPS 186-5)."""

PrivateKey = ec.EllipticCurvePrivateKey


def load_or_make_key(folder: Path, name: str) -> PrivateKey:
    """The P-256 key kept under this name; made on first use with mode 0600. Two makers at once end with one key."""
    path = folder / f"{name}.pem"
    if not path.exists():
        _write_once(path, _pem(ec.generate_private_key(ec.SECP256R1())))
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path.name} holds no P-256 key")
    return key


def new_key(folder: Path, name: str) -> PrivateKey:
    """A new P-256 key beside the first one of this name, kept as `<name>.<kid>` with mode 0600."""
    key = ec.generate_private_key(ec.SECP256R1())
    _write_once(folder / f"{name}.{key_id(public_point(key)).hex()}.pem", _pem(key))
    return key


def kept_key(folder: Path, name: str, kid: bytes) -> PrivateKey | None:
    """The key of this short name among those kept under `name`; None where its private part is not here."""
    kept = [each for each in (f"{name}.{kid.hex()}", name) if (folder / f"{each}.pem").exists()]
    keys = (load_or_make_key(folder, each) for each in kept)
    return next((key for key in keys if key_id(public_point(key)) == kid), None)


def load_or_make_secret(folder: Path, name: str) -> bytes:
    """The 32 random bytes kept under this file name; made on first use with mode 0600. Two makers at once: one secret."""
    path = folder / name
    if not path.exists():
        _write_once(path, secrets.token_bytes(32))
    return path.read_bytes()


def _pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_once(path: Path, content: bytes) -> None:
    """Who comes second finds the file of the first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def public_point(key: PrivateKey) -> bytes:
    """The public key as 65 bytes: 0x04, x, y (SEC 1 section 2.3.3)."""
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def key_id(point: bytes) -> bytes:
    """The short name of a key: the first four bytes of SHA-256 of its public point."""
    return sha256(point).digest()[:4]


def sign_es256(key: PrivateKey, message: bytes) -> bytes:
    """64 raw bytes r ‖ s with s in the lower half."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")


def check_es256(point: bytes, message: bytes, signature: bytes, *, low_s: bool = True) -> bool:
    """Whether the signature is genuine. With `low_s` the mirrored form (r, n−s) is refused too."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if low_s and s > ORDER // 2:
        return False
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        public.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
