"""Makes one encrypted push (RFC 8291) with its token (RFC 8292). Wraps `webpush`, whose gaps it closes:

a fresh object for every message (it keeps the last TTL), a size check, a real TTL, an audience with its port, and the
headers that push services want.
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys

from backend.kernel.signing import PrivateKey, load_or_make_key, public_point
from backend.notifications.endpoints import Endpoint

LARGEST = 3993
"""Bytes of plaintext that fit into one record of 4096 (RFC 8188)."""

TTL_SECONDS = 24 * 3600
TOKEN_SECONDS = 12 * 3600
KEY_NAME = "vapid"


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted to the push service."""

    url: str
    headers: dict[str, str]
    body: bytes


def vapid_key(data_dir: Path) -> PrivateKey:
    """The key that this installation signs its pushes with; browsers subscribe to its public half."""
    return load_or_make_key(data_dir / "keys", KEY_NAME)


def public_key_text(key: PrivateKey) -> str:
    """The public half as browsers want it: base64url of the 65-byte point."""
    return _base64url(public_point(key))


def valid_keys(p256dh: bytes, auth: bytes) -> bool:
    """Whether these are a point of P-256 in 65 bytes and a secret of 16."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)
    except ValueError:
        return False
    return len(p256dh) == 65 and len(auth) == 16


def encrypted(
    text: str, endpoint: Endpoint, *, p256dh: bytes, auth: bytes, key: PrivateKey, subject: str, topic: str
) -> Request:
    """One push, ready to post. `subject` is a mailto: or https: address. Raises ValueError above LARGEST bytes."""
    if len(text.encode()) > LARGEST:
        raise ValueError(f"a push carries at most {LARGEST} bytes")
    subscription = WebPushSubscription(
        endpoint=endpoint.url.geturl(),
        keys=WebPushKeys(p256dh=_base64url(p256dh), auth=_base64url(auth)),
    )
    maker = WebPush(_private_pem(key), _public_pem(key), subscriber=subject, ttl=TTL_SECONDS, expiration=TOKEN_SECONDS)
    message = maker.get(text, subscription)
    headers = {
        "TTL": str(TTL_SECONDS),
        "Urgency": "normal",
        "Topic": topic,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "Authorization": _authorization(endpoint.origin, subject, key),
    }
    return Request(endpoint.url.geturl(), headers, message.encrypted)


def _authorization(audience: str, subject: str, key: PrivateKey) -> str:
    """Our own token: the library's names the wrong audience where the service listens on an unusual port."""
    claims = {"aud": audience, "exp": int(time.time()) + TOKEN_SECONDS, "sub": subject}
    return f"vapid t={jwt.encode(claims, key, algorithm='ES256')}, k={public_key_text(key)}"


def _private_pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public_pem(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
