"""Declaring media and segments, beginning and ending uploads, settling what was sealed. Facts are kept, never refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.evidence import queries
from backend.evidence.chain import Link, epoch_ms
from backend.evidence.events import HashMismatch, PlayableMade, Received, Sealed, SegmentDeclared
from backend.evidence.models import Access, Media, Playable, SealedItem, Segment, Upload
from backend.evidence.problems import ALREADY_RECEIVED, MISMATCHED_IDS, PURPOSE_MISSING, UPLOAD_GONE
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel import jobs
from backend.kernel.ids import uuid7

UPLOAD_TERM = timedelta(days=14)
"""An upload that has not come to its end after this is given up; the phone still holds its bytes and begins again."""

SAME_LOOK = timedelta(minutes=30)
"""Range requests of one viewing, with the same purpose, are one line of the access log."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a medium belongs to: a visit or an observation, with the organ and the region that it is seen by."""

    organ_id: UUID
    region_path: str
    inspection_id: UUID | None = None
    observation_id: UUID | None = None


def declare_media(
    tx: Session, *, actor: Actor, now: datetime, media_id: UUID, subject: Subject, told: dict[str, Any]
) -> Media:
    """Keep what the phone says of a recording, photo or signature; its owner alone may send the bytes."""
    media = Media(
        id=media_id, inspection_id=subject.inspection_id, observation_id=subject.observation_id,
        owner_id=actor.person_id, organ_id=subject.organ_id, region_path=subject.region_path, declared_at=now, **told,
    )  # fmt: skip
    tx.add(media)
    return media


def declare_segment(tx: Session, *, media: Media, now: datetime, segment_id: UUID, told: dict[str, Any]) -> Segment:
    """Keep a closed segment's figures and recompute its link (B-62); a wrong link is flagged, never refused.

    Raises MISMATCHED_IDS when this number was declared before with other figures.
    """
    if known := queries.segment_at(tx, media.id, told["n"]):
        return _same_segment(known, told)
    segment = Segment(id=segment_id, media_id=media.id, link_ok=False, declared_at=now, **told)
    segment.link_ok = _link_fits(tx, segment)
    _recheck_next(tx, segment)
    tx.add(segment)
    record(tx, _segment_declared(media, segment))
    return segment


def begin_upload(
    tx: Session, *, media: Media, now: datetime, segment: int, length: int, sha256: bytes, mime: str
) -> Upload:
    """The upload of these bytes: a new one, or the one that is under way or done already."""
    same = queries.same_upload(tx, media_id=media.id, segment=segment, sha256=sha256, length=length, now=now)
    if same is not None:
        return same
    upload = Upload(
        id=uuid7(), media_id=media.id, owner_id=media.owner_id, segment=segment, length=length, sha256=sha256, mime=mime,
        state="growing", created_at=now, expires_at=now + UPLOAD_TERM,
    )  # fmt: skip
    tx.add(upload)
    return upload


def finish_upload(tx: Session, *, upload_id: UUID, now: datetime) -> None:
    """All bytes are on the disk: sealing is a job. May be asked any number of times. Raises UPLOAD_GONE."""
    upload = tx.get_one(Upload, upload_id, with_for_update=True)
    if upload.state == "terminated":
        raise UPLOAD_GONE()
    if upload.state != "growing":
        return
    upload.state, upload.completed_at = "complete", now
    media = tx.get_one(Media, upload.media_id)
    record(tx, Received(media.id, media.inspection_id, media.organ_id, upload.id, upload.segment))
    request_sealing(tx, upload.id)


def terminate_upload(tx: Session, upload: Upload) -> None:
    """Give up an upload before its end; what was received in full stays. Raises ALREADY_RECEIVED."""
    if upload.state != "growing":
        raise ALREADY_RECEIVED()
    upload.state = "terminated"


def request_sealing(tx: Session, upload_id: UUID) -> None:
    """Queue the sealing of a complete upload, once."""
    jobs.defer(tx, "evidence.seal", once=f"seal:{upload_id}", upload_id=str(upload_id))


def request_playable(tx: Session, media_id: UUID) -> None:
    """Queue the making of a viewing copy of what is sealed, once."""
    jobs.defer(tx, "evidence.make_playable", once=f"playable:{media_id}", media_id=str(media_id))


def settle(tx: Session, *, upload_id: UUID, now: datetime, digest: bytes, size: int, store: str, key: str) -> None:
    """The bytes are in the store: write the item and the upload's end, and tell. Asked again, it does nothing."""
    upload = tx.get_one(Upload, upload_id, with_for_update=True)
    if upload.state != "complete":
        return
    segment = queries.segment_at(tx, upload.media_id, upload.segment)
    declared = segment.sha256 if segment is not None else upload.sha256
    mismatch = {digest} != {declared, upload.sha256}
    item = SealedItem(
        id=uuid7(), upload_id=upload.id, media_id=upload.media_id, segment=upload.segment, size=size, sha256=digest,
        declared_sha256=declared, mismatch=mismatch, store=store, key=key, sealed_at=now,
    )  # fmt: skip
    upload.state = "mismatch" if mismatch else "sealed"
    tx.add(item)
    record(tx, _outcome(tx.get_one(Media, upload.media_id), item))


def settle_playable(tx: Session, *, media: Media, now: datetime, made: dict[str, Any]) -> bool:
    """Point to a new viewing copy, unless one with more segments was made meanwhile; tells whether it is in use."""
    row = insert(Playable).values(media_id=media.id, made_at=now, **made)
    newer = row.on_conflict_do_update(
        index_elements=[Playable.media_id], set_={**made, "made_at": now}, where=Playable.segments <= made["segments"]
    )
    if tx.execute(newer.returning(Playable.media_id)).first() is None:
        return False
    record(tx, PlayableMade(media.id, media.inspection_id, media.organ_id, made["segments"], made["duration_s"]))
    return True


def note_access(tx: Session, *, actor: Actor, media: Media, purpose: str, what: str, now: datetime) -> None:
    """Write who looks, at what and why (B-65); the range requests of one viewing are one line. Raises PURPOSE_MISSING."""
    words = purpose.strip()
    if not words:
        raise PURPOSE_MISSING(field="purpose")
    earlier = select(Access.id).where(
        Access.media_id == media.id, Access.person_id == actor.person_id, Access.purpose == words, Access.what == what,
        Access.at > now - SAME_LOOK,
    )  # fmt: skip
    if tx.execute(earlier.limit(1)).first() is None:
        tx.add(Access(id=uuid7(), media_id=media.id, person_id=actor.person_id, purpose=words, what=what, at=now))


def _same_segment(known: Segment, told: dict[str, Any]) -> Segment:
    if any(getattr(known, name) != value for name, value in told.items()):
        raise MISMATCHED_IDS(field="n", n=known.n)
    return known


def _link_fits(tx: Session, segment: Segment) -> bool:
    before = queries.segment_at(tx, segment.media_id, segment.n - 1)
    if before is not None and before.link != segment.prev:
        return False
    return _link(segment).digest() == segment.link


def _link(segment: Segment) -> Link:
    return Link(
        segment.prev, segment.sha256, segment.n, segment.size, epoch_ms(segment.started_at), segment.duration_ms,
        segment.gap_ms, segment.cause,
    )  # fmt: skip


def _recheck_next(tx: Session, segment: Segment) -> None:
    """Segments may come out of order: one that came before this one must continue it."""
    following = (Segment.media_id == segment.media_id) & (Segment.n == segment.n + 1) & (Segment.prev != segment.link)
    tx.execute(update(Segment).where(following).values(link_ok=False))


def _segment_declared(media: Media, segment: Segment) -> SegmentDeclared:
    return SegmentDeclared(
        media_id=media.id, inspection_id=media.inspection_id, organ_id=media.organ_id, n=segment.n,
        sha256=segment.sha256.hex(), link=segment.link.hex(), link_ok=segment.link_ok, duration_ms=segment.duration_ms,
        gap_ms=segment.gap_ms, final=segment.final,
    )  # fmt: skip


def _outcome(media: Media, item: SealedItem) -> Sealed | HashMismatch:
    ids = (media.id, media.inspection_id, media.organ_id, item.id, media.owner_id, item.segment, item.sha256.hex())
    return HashMismatch(*ids, item.declared_sha256.hex()) if item.mismatch else Sealed(*ids)
