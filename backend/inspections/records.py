"""The on-site record 现场检查笔录: versions that never change, and who signed them (B-57, B-67, decision 0015)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.inspections.again import rules_of
from backend.inspections.course import on_visit
from backend.inspections.events import RecordSigned, RecordWritten
from backend.inspections.models import Inspection, OfficerPresent
from backend.inspections.problems import MAY_NOT_SIGN, RECORD_HASH, RECORD_OF_ANOTHER, SIGNED_ALREADY, WITNESS_NOT_NAMED
from backend.inspections.record_queries import signatures, versions
from backend.inspections.service import stored, time_of
from backend.inspections.written import OnSiteRecord, RecordSignature
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND


@dataclass(frozen=True, slots=True)
class Locked:
    """A version as the phone locked it."""

    content: dict[str, Any]
    hash: bytes
    at: datetime
    clock: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs a version and how, or refuses to, as the phone told it. `record_hash` is that of the text on the screen."""

    role: str
    person_id: UUID | None
    name: str
    record_hash: bytes
    refused: bool
    reason: str
    how: str
    witness_id: UUID | None
    media_id: UUID | None
    image_sha256: bytes | None
    strokes: Sequence[Any]
    at: datetime
    clock: dict[str, Any]

    @property
    def signer(self) -> str:
        """What tells this signer from others in the same role."""
        return str(self.person_id) if self.role == "officer" else self.name


def canonical(content: Mapping[str, Any]) -> bytes:
    """The content as it is hashed: JSON in UTF-8, keys sorted, no spaces; texts only, so that any program writes the same."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def write(
    tx: Session, *, actor: Actor, now: datetime, record_id: UUID, inspection_id: UUID, locked: Locked
) -> OnSiteRecord:
    """Keep a version of the record. The same content again is the version that stands; other content is the next one.

    Raises NOT_FOUND, NOT_PRESENT, RECORD_HASH, RECORD_OF_ANOTHER.
    """
    inspection = on_visit(tx, actor, inspection_id)
    if locked.content["inspection_id"] != str(inspection.id):
        raise RECORD_OF_ANOTHER(field="content.inspection_id")
    if sha256(canonical(locked.content)).digest() != locked.hash:
        raise RECORD_HASH(field="hash")
    known = versions(tx, inspection.id)
    if same := next((each for each in known if each.hash == locked.hash), None):
        return same
    row = OnSiteRecord(
        id=record_id, inspection_id=inspection.id, version=len(known) + 1, content=locked.content,
        hash=locked.hash, at=time_of(locked.at, now, locked.clock, rules_of(tx, inspection)).interval.latest,
        received_at=now, clock=stored(locked.clock) or {}, written_by=actor.person_id,
    )  # fmt: skip
    tx.add(row)
    record(tx, _written(inspection, row))
    return row


def sign(
    tx: Session, *, actor: Actor, now: datetime, signature_id: UUID, inspection_id: UUID, signing: Signing
) -> RecordSignature:
    """Keep a signature, or the refusal of one, under the version with this hash. The same again is the one that stands.

    Raises NOT_FOUND, NOT_PRESENT, MAY_NOT_SIGN, WITNESS_NOT_NAMED, SIGNED_ALREADY.
    """
    inspection = on_visit(tx, actor, inspection_id)
    version = next((each for each in versions(tx, inspection.id) if each.hash == signing.record_hash), None)
    if version is None:
        raise NOT_FOUND(field="record_hash")
    _check_signer(tx, inspection, version, signing)
    if known := _signature(tx, version.id, signing):
        return known
    row = RecordSignature(
        id=signature_id, record_id=version.id, role=signing.role, signer=signing.signer, person_id=signing.person_id,
        name=signing.name, refused=signing.refused, reason=signing.reason, how=signing.how, witness_id=signing.witness_id,
        media_id=signing.media_id, image_hash=signing.image_sha256, strokes=list(signing.strokes), received_at=now,
        at=time_of(signing.at, now, signing.clock, rules_of(tx, inspection)).interval.latest,
        clock=stored(signing.clock) or {}, recorded_by=actor.person_id,
    )  # fmt: skip
    tx.add(row)
    record(tx, _signed(inspection, row))
    return row


def _check_signer(tx: Session, inspection: Inspection, version: OnSiteRecord, signing: Signing) -> None:
    """An officer who was there, the attendee whom the record names, or a witness who is neither."""
    named = version.content["attendee"]["name"]
    if signing.role == "officer":
        present = _present(tx, inspection, signing.person_id)
        right = present is not None and present.name == signing.name
    elif signing.role == "attendee":
        right = signing.name == named
    else:
        right = signing.name not in {named, *(each["name"] for each in version.content["officers"])}
    if not right:
        raise MAY_NOT_SIGN(field="name", name=signing.name)
    _check_witness(tx, inspection, version, signing.witness_id)


def _check_witness(tx: Session, inspection: Inspection, version: OnSiteRecord, witness_id: UUID | None) -> None:
    """A typed name is witnessed by an officer who was there and whom the record names."""
    named = {each["person_id"] for each in version.content["officers"]}
    if witness_id and (str(witness_id) not in named or _present(tx, inspection, witness_id) is None):
        raise WITNESS_NOT_NAMED(field="witness_id")


def _present(tx: Session, inspection: Inspection, person_id: UUID | None) -> OfficerPresent | None:
    found = tx.get(OfficerPresent, (inspection.id, person_id))
    return found if found is not None and found.role == "officer" else None


def _signature(tx: Session, record_id: UUID, signing: Signing) -> RecordSignature | None:
    known = next(
        (each for each in signatures(tx, record_id) if (each.role, each.signer) == (signing.role, signing.signer)), None
    )
    same = (signing.refused, signing.how, signing.image_sha256)
    if known is not None and (known.refused, known.how, known.image_hash) != same:
        raise SIGNED_ALREADY(field="name")
    return known


def _written(inspection: Inspection, row: OnSiteRecord) -> RecordWritten:
    place = (inspection.id, inspection.organ_id, inspection.region_code)
    return RecordWritten(*place, row.id, row.version, row.hash.hex())


def _signed(inspection: Inspection, row: RecordSignature) -> RecordSigned:
    place = (inspection.id, inspection.organ_id, inspection.region_code)
    image = row.image_hash.hex() if row.image_hash else ""
    return RecordSigned(*place, row.record_id, row.id, row.role, row.refused, image)
