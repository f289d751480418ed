"""Versions of the on-site record and who signed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.inspections.recorded import recorded
from backend.inspections.written import OnSiteRecord, RecordSignature
from backend.kernel.schema import rfc3339


def versions(tx: Session, inspection_id: UUID) -> Sequence[OnSiteRecord]:
    """Every version of a visit's record, the first one first."""
    wanted = select(OnSiteRecord).where(OnSiteRecord.inspection_id == inspection_id)
    return tx.scalars(wanted.order_by(OnSiteRecord.version)).all()


def newest(tx: Session, inspection_id: UUID) -> OnSiteRecord | None:
    """The version that counts."""
    found = versions(tx, inspection_id)
    return found[-1] if found else None


def signatures(tx: Session, record_id: UUID) -> Sequence[RecordSignature]:
    """Who signed a version, in the order in which they did."""
    wanted = select(RecordSignature).where(RecordSignature.record_id == record_id)
    return tx.scalars(wanted.order_by(RecordSignature.at, RecordSignature.id)).all()


def refusal_lacks_an_officer(tx: Session, inspection_id: UUID) -> bool:
    """Whether the attendee refused to sign the newest version and fewer than two officers did sign it (B-67)."""
    version = newest(tx, inspection_id)
    signed = signatures(tx, version.id) if version else []
    officers = {each.signer for each in signed if each.role == "officer"}
    return any(each.refused for each in signed) and len(officers) < 2


def told(tx: Session, inspection_id: UUID) -> list[dict[str, Any]]:
    """Every version with its signatures as the wire shows them, the newest first."""
    pictures = recorded().pictures(tx, inspection_id)
    found = [_version(each, signatures(tx, each.id), pictures) for each in versions(tx, inspection_id)]
    return found[::-1]


def _version(row: OnSiteRecord, signed: Sequence[RecordSignature], pictures: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "id": str(row.id), "version": row.version, "hash": row.hash.hex(), "at": rfc3339(row.at),
        "content": row.content, "signatures": [_signature_told(row, each, pictures.get(each.id)) for each in signed],
    }  # fmt: skip


def witness(version: OnSiteRecord, signed: RecordSignature) -> str | None:
    """The name, as the record has it, of the officer who witnesses a typed name."""
    officers = {each["person_id"]: str(each["name"]) for each in version.content["officers"]}
    return officers.get(str(signed.witness_id))


def _signature_told(version: OnSiteRecord, row: RecordSignature, picture: str | None) -> dict[str, Any]:
    return {
        "id": str(row.id), "role": row.role, "name": row.name, "refused": row.refused, "reason": row.reason,
        "media_id": str(row.media_id) if row.media_id else None, "at": rfc3339(row.at),
        "image_sha256": row.image_hash.hex() if row.image_hash else None, "strokes": row.strokes,
        "how": row.how, "witness": witness(version, row), "picture": picture,
    }  # fmt: skip
