"""What the packages below and beside this one may ask of it: verdicts, records and papers hear of media through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.evidence import queries, signed
from backend.evidence.completeness import completeness_of
from backend.evidence.models import Media, Playable
from backend.evidence.pictures import shrunk
from backend.evidence.queries import File
from backend.inspections.models import Inspection
from backend.inspections.recorded import Photo, read_from
from backend.policy.facts import Finding


class EvidenceReader:
    """`inspections.recorded.Recorded`, answered from what was declared, sealed and copied."""

    def findings(self, tx: Session, inspection: Inspection, now: datetime) -> Sequence[Finding]:
        return completeness_of(tx, inspection, now).findings

    def pictures(self, tx: Session, inspection_id: UUID) -> Mapping[UUID, str]:
        return signed.pictures(tx, inspection_id)

    def photos(self, tx: Session, inspection_id: UUID) -> Sequence[Photo]:
        files = queries.files(tx, queries.media_of_inspections(tx, [inspection_id]))
        copies = {_original(each.media): each for each in files if each.media.kind == "stamped_photo"}
        return [_photo(each, copies.get(str(each.media.id))) for each in files if each.media.kind == "photo"]

    def small_files(self, tx: Session, media_ids: Sequence[UUID]) -> Mapping[UUID, str]:
        wanted = select(Playable.media_id, Playable.thumbnail).where(Playable.media_id.in_(media_ids))
        return {media_id: file for media_id, file in tx.execute(wanted) if file is not None}

    def small(self, settings: Settings, file: str, most: int) -> bytes | None:
        path = settings.data_dir / "playable" / file
        return shrunk(path, most) if path.is_file() else None


read_from(EvidenceReader())


def _original(copy: Media) -> str:
    """The photo of which a stamped copy was made, as the phone told it."""
    return str((copy.settings or {}).get("of"))


def _photo(file: File, copy: File | None) -> Photo:
    best = next((each.best for each in file.pieces if each.best), None)
    shown = next((each for each in (copy, file) if each and each.playable and each.playable.thumbnail), None)
    offset = timedelta(milliseconds=file.media.clock.get("offset_ms") or 0)
    return Photo(
        caption=file.media.caption or "", at=file.media.started_at + offset, sha256=best.sha256 if best else None,
        differs=bool(best and best.mismatch), shown=shown.media.id if best and shown else None,
        stamped=shown is not None and shown is copy,
    )  # fmt: skip
