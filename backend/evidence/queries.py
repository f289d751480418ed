"""Reads about media, their segments, uploads and sealed items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from backend.evidence.models import Media, Playable, SealedItem, Segment, Upload
from backend.evidence.states import Declared, segment_state, whole
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.kernel.problems import NOT_FOUND


@dataclass(frozen=True, slots=True)
class Piece:
    """Everything known of one segment: what was declared, what is coming, what is sealed."""

    n: int
    declared: Segment | None
    uploads: Sequence[Upload]
    items: Sequence[SealedItem]

    @property
    def wanted(self) -> bytes | None:
        """The hash the phone declared: with the segment, or with the upload where segments are not declared (photos)."""
        if self.declared is not None:
            return self.declared.sha256
        return self.uploads[-1].sha256 if self.uploads else None

    @property
    def best(self) -> SealedItem | None:
        """The sealed copy with the declared hash; failing that, the newest one."""
        right = [item for item in self.items if item.sha256 == self.wanted]
        copies = right or self.items
        return copies[-1] if copies else None

    @property
    def state(self) -> str:
        right = any(item.sha256 == self.wanted for item in self.items)
        wrong = {"mismatch"} if self.items and not right else set()
        return segment_state({upload.state for upload in self.uploads} | wrong, sealed_right=right)


@dataclass(frozen=True, slots=True)
class File:
    """A medium with its pieces in order and its viewing copy."""

    media: Media
    pieces: Sequence[Piece]
    playable: Playable | None

    @property
    def whole(self) -> bool:
        """Whether nothing is outstanding: the chain runs to its final segment, or the one file of a photo has come."""
        if self.media.kind != "recording":
            return any(piece.state != "receiving" for piece in self.pieces)
        declared = [piece.declared for piece in self.pieces if piece.declared]
        return whole([Declared(n=each.n, prev=each.prev, final=each.final) for each in declared])

    @property
    def sealed(self) -> Sequence[Piece]:
        """The pieces of which the store holds a copy."""
        return [piece for piece in self.pieces if piece.items]


def seen_media(tx: Session, actor: Actor, media_id: UUID, action: str = "media.see") -> Media:
    """A medium to which the actor may do this. Raises NOT_FOUND."""
    media = tx.get(Media, media_id)
    if media is None or not _may(actor, action, media):
        raise NOT_FOUND()
    return media


def own_media(tx: Session, actor: Actor, media_id: UUID) -> Media:
    """A medium that this person declared; anybody else's is not found. Raises NOT_FOUND."""
    media = tx.get(Media, media_id)
    if media is None or media.owner_id != actor.person_id:
        raise NOT_FOUND()
    return media


def own_upload(tx: Session, actor: Actor, upload_id: UUID, *, lock: bool = False) -> Upload:
    """An upload that this person began; anybody else's is not found. Raises NOT_FOUND."""
    upload = tx.get(Upload, upload_id, with_for_update=lock)
    if upload is None or upload.owner_id != actor.person_id:
        raise NOT_FOUND()
    return upload


def same_upload(
    tx: Session, *, media_id: UUID, segment: int, sha256: bytes, length: int, now: datetime
) -> Upload | None:
    """The upload of the very same bytes, if it is under way or done; so that a lost answer does not begin a second."""
    wanted = select(Upload).where(
        Upload.media_id == media_id, Upload.segment == segment, Upload.sha256 == sha256, Upload.length == length,
        Upload.state.in_(("complete", "sealed")) | ((Upload.state == "growing") & (Upload.expires_at > now)),
    )  # fmt: skip
    return tx.execute(wanted.order_by(Upload.created_at).limit(1)).scalar_one_or_none()


def segment_at(tx: Session, media_id: UUID, n: int) -> Segment | None:
    """The declared segment with this number."""
    return tx.execute(select(Segment).where(Segment.media_id == media_id, Segment.n == n)).scalar_one_or_none()


def media_of_inspections(tx: Session, inspection_ids: Collection[UUID]) -> Sequence[Media]:
    """All media of these visits, in the order in which they began."""
    wanted = select(Media).where(Media.inspection_id.in_(inspection_ids))
    return tx.execute(wanted.order_by(Media.started_at, Media.id)).scalars().all()


def media_of_observation(tx: Session, observation_id: UUID) -> Sequence[Media]:
    """The photos of a supervisor's sheet, in the order in which they were taken."""
    wanted = select(Media).where(Media.observation_id == observation_id)
    return tx.execute(wanted.order_by(Media.started_at, Media.id)).scalars().all()


def files(tx: Session, media: Sequence[Media]) -> list[File]:
    """The media with their pieces and viewing copies: four queries, however many they are."""
    ids = [each.id for each in media]
    segments = _by_piece(tx, select(Segment).where(Segment.media_id.in_(ids)), lambda row: row.n)
    uploads = _by_piece(
        tx, select(Upload).where(Upload.media_id.in_(ids), Upload.state != "terminated").order_by(Upload.created_at),
        lambda row: row.segment,
    )  # fmt: skip
    items = _by_piece(
        tx,
        select(SealedItem).where(SealedItem.media_id.in_(ids)).order_by(SealedItem.sealed_at),
        lambda row: row.segment,
    )
    playables = {row.media_id: row for row in tx.execute(select(Playable).where(Playable.media_id.in_(ids))).scalars()}
    found = []
    for each in media:
        declared, coming, held = segments[each.id], uploads[each.id], items[each.id]
        pieces = [
            Piece(n, next(iter(declared.get(n, ())), None), coming.get(n, []), held.get(n, []))
            for n in sorted({*declared, *coming, *held})
        ]
        found.append(File(each, pieces, playables.get(each.id)))
    return found


def receipts(tx: Session, actor: Actor, since: datetime, limit: int) -> Sequence[Row[Upload, SealedItem]]:
    """What became of this person's uploads since a moment: those that changed, oldest change first."""
    wanted = (
        select(Upload, SealedItem)
        .outerjoin(SealedItem, SealedItem.upload_id == Upload.id)
        .where(Upload.owner_id == actor.person_id, Upload.state.in_(("complete", "sealed", "mismatch")))
        .where((SealedItem.sealed_at >= since) | (SealedItem.id.is_(None) & (Upload.completed_at >= since)))
        .order_by(SealedItem.sealed_at.nulls_last(), Upload.completed_at)
    )
    return tx.execute(wanted.limit(limit)).all()


def uploads_in(tx: Session, state: str, *, before: datetime | None = None) -> Sequence[Upload]:
    """Uploads in a state, optionally only those whose term ended before a moment."""
    wanted = select(Upload).where(Upload.state == state)
    if before is not None:
        wanted = wanted.where(Upload.expires_at <= before)
    return tx.execute(wanted.order_by(Upload.created_at)).scalars().all()


def live_uploads(tx: Session, upload_ids: Collection[UUID]) -> set[UUID]:
    """Those of these ids whose staged bytes are still needed."""
    wanted = select(Upload.id).where(Upload.id.in_(upload_ids), Upload.state.in_(("growing", "complete")))
    return set(tx.execute(wanted).scalars())


def _by_piece(tx: Session, wanted: Select[Any], number: Callable[[Any], int]) -> dict[UUID, dict[int, list[Any]]]:
    found: dict[UUID, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in tx.execute(wanted).scalars():
        found[row.media_id][number(row)].append(row)
    return found


def _may(actor: Actor, action: str, media: Media) -> bool:
    thing = Thing(organ_id=media.organ_id, region_path=media.region_path, owner_id=media.owner_id)
    return may(actor, action, thing)
