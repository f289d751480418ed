"""When the last segment of a recording is sealed, its viewing copy is asked for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.evidence import completeness, queries, service  # noqa: F401 -- names itself as the reader of recordings
from backend.evidence.models import Media
from backend.inspections.again import judge_again
from backend.inspections.models import Inspection
from backend.journal.followers import Entry, Follower


def consider_copy(tx: Session, entry: Entry) -> None:
    """Ask for the copy once nothing is outstanding and everything that came is sealed, right or wrong."""
    (file,) = queries.files(tx, [tx.get_one(Media, UUID(entry.data["media_id"]))])
    sealed = len(file.sealed)
    if file.whole and sealed == len(file.pieces) and (file.playable is None or file.playable.segments < sealed):
        service.request_playable(tx, file.media.id)


def segment_declared(tx: Session, entry: Entry) -> None:
    """The last segment of a visit that is over completes what is known of its recording: judge the visit again (B-61)."""
    consider_copy(tx, entry)
    (file,) = queries.files(tx, [tx.get_one(Media, UUID(entry.data["media_id"]))])
    if file.whole and file.media.inspection_id is not None:
        judge_record(tx, file.media.inspection_id, entry)


def judge_record(tx: Session, inspection_id: UUID, entry: Entry) -> None:
    """A new verdict beside the old where the record of a visit that is over changed it."""
    inspection = tx.get_one(Inspection, inspection_id, with_for_update=True)
    if inspection.state == "left":
        judge_again(tx, inspection, "recording_told", entry.at)


FOLLOWER = Follower(
    "evidence",
    {
        "evidence.segment_declared.v1": segment_declared,
        "evidence.sealed.v1": consider_copy,
        "evidence.hash_mismatch.v1": consider_copy,
    },
)
