"""Telephone numbers and identity numbers: kept so that a copy of the database tells neither (B-102).

Both are found again by an HMAC of the plain form. The key is a file beside the others; without it nothing opens.
"""

from __future__ import annotations

import hmac
import os
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity.privacy.private import Contact, SealedNumber
from backend.identity.problems import NOT_A_PHONE, NOT_AN_IDENTITY_NUMBER
from backend.kernel.identity_numbers import is_identity_number
from backend.kernel.sealing import seal, unseal
from backend.kernel.signing import load_or_make_key, load_or_make_secret, public_point

_MOBILE, _LANDLINE = re.compile(r"1[3-9]\d{9}"), re.compile(r"0\d{9,11}")
_NONCE = 12
NUMBER_CONTEXT = b"identity number/1"


def keep_phone(tx: Session, keys: Path, person_id: UUID, phone: str, now: datetime) -> None:
    """Keep a person's number instead of the one before. Raises NOT_A_PHONE."""
    plain = plain_phone(phone)
    row = {"phone": _encrypt(keys, person_id, plain), "phone_mac": _mac(keys, "phone", plain), "changed_at": now}
    kept = insert(Contact).values(person_id=person_id, **row)
    tx.execute(kept.on_conflict_do_update(index_elements=["person_id"], set_=row))


def phone_of(tx: Session, keys: Path, person_id: UUID) -> str | None:
    """A person's number, if it is known."""
    row = tx.get(Contact, person_id)
    if row is None:
        return None
    nonce, sealed = row.phone[:_NONCE], row.phone[_NONCE:]
    return AESGCM(_key(keys, b"phone")).decrypt(nonce, sealed, person_id.bytes).decode()


def people_with_phone(tx: Session, keys: Path, phone: str) -> list[UUID]:
    """Who has this number. Raises NOT_A_PHONE."""
    mac = _mac(keys, "phone", plain_phone(phone))
    return list(tx.scalars(select(Contact.person_id).where(Contact.phone_mac == mac)))


def keep_number(tx: Session, keys: Path, person_id: UUID, number: str, region: str, now: datetime) -> None:
    """Seal a person's identity number to the bureau of a region. Raises NOT_AN_IDENTITY_NUMBER."""
    plain = number.strip().upper()
    if not is_identity_number(plain):
        raise NOT_AN_IDENTITY_NUMBER(field="number")
    point = public_point(load_or_make_key(keys, f"seal-{region}"))
    sealed, mac = seal(plain, point, NUMBER_CONTEXT), _mac(keys, "number", plain)
    row = {"number": sealed, "number_mac": mac, "region_code": region, "changed_at": now}
    kept = insert(SealedNumber).values(person_id=person_id, **row)
    tx.execute(kept.on_conflict_do_update(index_elements=["person_id"], set_=row))


def people_with_number(tx: Session, keys: Path, number: str) -> list[UUID]:
    """Whose identity number this is."""
    mac = _mac(keys, "number", number.strip().upper())
    return list(tx.scalars(select(SealedNumber.person_id).where(SealedNumber.number_mac == mac)))


def has_number(tx: Session, person_id: UUID) -> bool:
    """Whether a person's identity number is kept."""
    return tx.get(SealedNumber, person_id) is not None


def open_number(tx: Session, keys: Path, person_id: UUID, region: str) -> str | None:
    """A person's identity number in plain; None where none is kept. `region` is the person's own, for old rows.

    Two people agreed to this, and the caller writes the opening down. Raises InvalidTag, ValueError for another key.
    """
    row = tx.get(SealedNumber, person_id)
    if row is None:
        return None
    return unseal(row.number, load_or_make_key(keys, f"seal-{row.region_code or region}"), NUMBER_CONTEXT)


def forget_phone(tx: Session, person_id: UUID) -> None:
    """Erase the telephone number."""
    tx.execute(delete(Contact).where(Contact.person_id == person_id))


def forget(tx: Session, person_id: UUID) -> None:
    """Erase both numbers."""
    forget_phone(tx, person_id)
    tx.execute(delete(SealedNumber).where(SealedNumber.person_id == person_id))


def plain_phone(text: str) -> str:
    """The number without +86, spaces and hyphens. Raises NOT_A_PHONE."""
    digits = re.sub(r"[\s()（）-]", "", text)
    digits = re.sub(r"^(\+|00)86", "", digits)
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)) or not digits.isascii():
        raise NOT_A_PHONE(field="phone")
    return digits


def _encrypt(keys: Path, person_id: UUID, plain: str) -> bytes:
    """Nonce, then AES-256-GCM; bound to the person, so that rows cannot be swapped."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(keys, b"phone")).encrypt(nonce, plain.encode(), person_id.bytes)


def _mac(keys: Path, kind: str, plain: str) -> bytes:
    return hmac.digest(_key(keys, f"{kind} search".encode()), plain.encode(), sha256)


def _key(keys: Path, purpose: bytes) -> bytes:
    """One secret in a file, a key of its own for each purpose."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose).derive(load_or_make_secret(keys, "contact.key"))
