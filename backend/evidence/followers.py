"""When the last segment of a recording is sealed, its viewing copy is asked for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.evidence import queries, service
from backend.evidence.models import Media
from backend.journal.followers import Entry, Follower


def consider_copy(tx: Session, entry: Entry) -> None:
    """Ask for the copy once nothing is outstanding and everything that came is sealed, right or wrong."""
    (file,) = queries.files(tx, [tx.get_one(Media, UUID(entry.data["media_id"]))])
    sealed = len(file.sealed)
    if file.whole and sealed == len(file.pieces) and (file.playable is None or file.playable.segments < sealed):
        service.request_playable(tx, file.media.id)


FOLLOWER = Follower(
    "evidence",
    {
        "evidence.segment_declared.v1": consider_copy,
        "evidence.sealed.v1": consider_copy,
        "evidence.hash_mismatch.v1": consider_copy,
    },
)
