"""An authenticator of its own: signs as W3C WebAuthn says, and lies where a test wants it to. No part of ours helps."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, BACKUP_ELIGIBLE, ATTESTED = 0x01, 0x04, 0x08, 0x40


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def un64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One credential. `counter` is what it says next; a synced one stays at 0."""

    host: str = "localhost"
    origin: str = "http://localhost"
    counter: int = 1
    synced: bool = False
    flags: int = PRESENT | VERIFIED
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(32))

    def make(self, options: dict[str, Any], **lies: Any) -> dict[str, Any]:
        """What `navigator.credentials.create` would give."""
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(self._cose())
        data = self._data(lies.get("host", self.host), lies.get("flags", self.flags) | ATTESTED, 0) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {"attestationObject": b64(attestation), "transports": ["internal"]}
        return self._credential(self._client("webauthn.create", options, lies), response)

    def answer(self, options: dict[str, Any], **lies: Any) -> dict[str, Any]:
        """What `navigator.credentials.get` would give."""
        client = self._client("webauthn.get", options, lies)
        counter = 0 if self.synced else lies.get("counter", self.counter)
        self.counter += 1
        data = self._data(lies.get("host", self.host), lies.get("flags", self.flags), counter)
        signature = lies.get("key", self.key).sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(client, {"authenticatorData": b64(data), "signature": b64(signature)})

    def _client(self, kind: str, options: dict[str, Any], lies: dict[str, Any]) -> bytes:
        told = {
            "type": lies.get("type", kind), "challenge": lies.get("challenge", options["challenge"]),
            "origin": lies.get("origin", self.origin), "crossOrigin": False,
        }  # fmt: skip
        return json.dumps(told).encode()

    def _credential(self, client: bytes, response: dict[str, Any]) -> dict[str, Any]:
        told = {"clientDataJSON": b64(client), **response}
        return {
            "id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": told,
            "clientExtensionResults": {}, "authenticatorAttachment": "platform",
        }  # fmt: skip

    def _data(self, host: str, flags: int, counter: int) -> bytes:
        flags |= BACKUP_ELIGIBLE if self.synced else 0
        return sha256(host.encode()).digest() + bytes([flags]) + counter.to_bytes(4, "big")

    def _cose(self) -> dict[int, Any]:
        numbers = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
