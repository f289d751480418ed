"""What follows when something is declared, sealed or signed: viewing copies, new verdicts, signatures compared."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.evidence import queries, reader, service, signed  # noqa: F401 -- verdicts are judged anew here
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


def sealed(tx: Session, entry: Entry) -> None:
    """Its copy may be made now, and a signature that names it can be compared (B-62)."""
    consider_copy(tx, entry)
    signed.compare_medium(tx, UUID(entry.data["media_id"]))


def record_signed(tx: Session, entry: Entry) -> None:
    """A signature came; its picture may have been sealed before it (B-62)."""
    signed.compare_signature(tx, UUID(entry.data["signature_id"]))


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
        "evidence.sealed.v1": sealed,
        "evidence.hash_mismatch.v1": sealed,
        "inspections.record_signed.v1": record_signed,
    },
)
