"""What a passkey says, checked against W3C WebAuthn by the `webauthn` library: pure, no database.

User verification is required everywhere: the device was unlocked by its owner's finger, face or PIN.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
TIMEOUT_MS = 120_000
REQUIRED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks: the host that a passkey belongs to, and the one origin from which it may be used."""

    host: str
    origin: str
    name: str = "亮码 Liangma"


@dataclass(frozen=True, slots=True)
class Made:
    """A new credential: what is kept of it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    synced: bool


def creation_options(
    party: Party, challenge: bytes, *, person_id: bytes, login: str, name: str, known: Sequence[bytes]
) -> dict[str, Any]:
    """What the browser is asked to make; credentials that the person has already are left out."""
    choice = AuthenticatorSelectionCriteria(
        resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True, user_verification=REQUIRED
    )
    options = webauthn.generate_registration_options(
        rp_id=party.host, rp_name=party.name, user_id=person_id, user_name=login, user_display_name=name,
        challenge=challenge, timeout=TIMEOUT_MS, authenticator_selection=choice, supported_pub_key_algs=ALGORITHMS,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )  # fmt: skip
    return _as_json(options)


def request_options(party: Party, challenge: bytes, known: Sequence[bytes]) -> dict[str, Any]:
    """What the browser is asked to sign; without known credentials it offers what it has for this host."""
    options = webauthn.generate_authentication_options(
        rp_id=party.host, challenge=challenge, timeout=TIMEOUT_MS, user_verification=REQUIRED,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )  # fmt: skip
    return _as_json(options)


def answered_challenge(credential: dict[str, Any]) -> bytes:
    """The challenge that this answer is about; empty where it says none. It proves nothing yet."""
    try:
        told = json.loads(_bytes(credential["response"]["clientDataJSON"]))
        return _bytes(told["challenge"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return b""


def answering_id(credential: dict[str, Any]) -> bytes:
    """The id of the credential that says it answers; empty where it says none."""
    try:
        return _bytes(credential["rawId"])
    except (KeyError, TypeError, ValueError):
        return b""


def made(credential: dict[str, Any], party: Party, challenge: bytes) -> Made | None:
    """The new credential if its registration is sound, else None."""
    try:
        found = webauthn.verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=party.host,
            expected_origin=party.origin, require_user_verification=True, supported_pub_key_algs=ALGORITHMS,
        )  # fmt: skip
    except Exception:  # a parser of hostile bytes raises whatever it stumbles over; all of it means no
        return None
    synced = found.credential_device_type is CredentialDeviceType.MULTI_DEVICE
    return Made(found.credential_id, found.credential_public_key, found.sign_count, synced)


def counter_of(credential: dict[str, Any], party: Party, challenge: bytes, public_key: bytes) -> int | None:
    """How often the authenticator says that it was used, if the answer is genuine; else None.

    The counter is not compared here: only a genuine answer may cost somebody their passkey.
    """
    try:
        found = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=party.host,
            expected_origin=party.origin, credential_public_key=public_key, credential_current_sign_count=0,
            require_user_verification=True,
        )  # fmt: skip
    except Exception:  # as above
        return None
    return found.new_sign_count


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _as_json(options: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return told
