"""A signature is what its bytes say: the picture that it names is compared with what is sealed (B-62, B-67).

The comparison is made whenever somebody looks; nothing of a signature is ever changed. Supervision is told of a difference
as soon as both are known, whichever came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.evidence.models import Media, SealedItem
from backend.evidence.states import DIFFERS, Named, picture_state
from backend.inspections.models import Inspection
from backend.inspections.service import rule_broken
from backend.inspections.written import OnSiteRecord, RecordSignature
from backend.journal.record import record
from backend.policy.facts import Facts, Finding, Severity


def pictures(tx: Session, inspection_id: UUID) -> dict[UUID, str]:
    """How the picture of each signature of a visit stands, by the signature's id; who drew none has none."""
    wanted = select(RecordSignature).join(OnSiteRecord).where(OnSiteRecord.inspection_id == inspection_id)
    return _judged(tx, inspection_id, tx.scalars(wanted.where(RecordSignature.media_id.is_not(None))).all())


def compare_signature(tx: Session, signature_id: UUID) -> None:
    """Tell supervision where the picture of this signature is known already, and is not what it should be."""
    _compare(tx, tx.get_one(RecordSignature, signature_id))


def compare_medium(tx: Session, media_id: UUID) -> None:
    """The same for every signature that names a medium of which bytes were sealed just now."""
    for each in tx.scalars(select(RecordSignature).where(RecordSignature.media_id == media_id)):
        _compare(tx, each)


def _compare(tx: Session, signature: RecordSignature) -> None:
    version = tx.get_one(OnSiteRecord, signature.record_id)
    state = _judged(tx, version.inspection_id, [signature]).get(signature.id)
    if state in DIFFERS:
        visit = tx.get_one(Inspection, version.inspection_id)
        facts: Facts = {"version": version.version, "signer": signature.role, "picture": state}
        facts["signature_id"] = str(signature.id)
        found = Finding("SIGNATURE_MISMATCH", "B-62", Severity.VIOLATION, facts)
        record(tx, *rule_broken(visit.id, visit.organ_id, visit.region_code, [found]))


def _judged(tx: Session, inspection_id: UUID, signed: Sequence[RecordSignature]) -> dict[UUID, str]:
    ids = {each.media_id for each in signed if each.media_id}
    media = {each.id: each for each in tx.scalars(select(Media).where(Media.id.in_(ids)))}
    hashes, first = _sealed(tx, ids), _first_use(tx, ids)
    found = {}
    for each in signed:
        if each.media_id is None or each.image_hash is None:
            continue
        known, is_first = media.get(each.media_id), first[each.media_id] == each.id
        named = _named(known, inspection_id, is_first, hashes[each.media_id]) if known else None
        found[each.id] = picture_state(each.image_hash, named)
    return found


def _named(medium: Media, inspection_id: UUID, is_first: bool, hashes: set[bytes]) -> Named:
    here = medium.inspection_id == inspection_id
    return Named(here, medium.kind == "signature", is_first, frozenset(hashes))


def _sealed(tx: Session, media_ids: Collection[UUID]) -> dict[UUID, set[bytes]]:
    found: dict[UUID, set[bytes]] = defaultdict(set)
    wanted = select(SealedItem.media_id, SealedItem.sha256).where(SealedItem.media_id.in_(media_ids))
    for media_id, digest in tx.execute(wanted):
        found[media_id].add(digest)
    return found


def _first_use(tx: Session, media_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The signature that named each medium first: one picture is one signature."""
    wanted = select(RecordSignature.media_id, RecordSignature.id).where(RecordSignature.media_id.in_(media_ids))
    latest_first = wanted.order_by(RecordSignature.received_at.desc(), RecordSignature.id.desc())
    return {media_id: signature_id for media_id, signature_id in tx.execute(latest_first) if media_id}
