"""Whether sealed bytes are still what they were when they were sealed (B-62)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.evidence.models import SealedItem
from backend.storage.blobs import BlobDiffers, BlobMissing, verified
from backend.storage.stores import store_named


@dataclass(frozen=True, slots=True)
class Looked:
    """A sealed file that was read whole. `fault` is missing or differs; None: the bytes have the digest of the sealing."""

    item: SealedItem
    fault: str | None


def verify(tx: Session, settings: Settings, media_id: UUID | None = None) -> Iterator[Looked]:
    """Read every sealed file, or those of one medium, in the order of the sealing; none is held in memory."""
    wanted = select(SealedItem).order_by(SealedItem.sealed_at, SealedItem.id)
    if media_id is not None:
        wanted = wanted.where(SealedItem.media_id == media_id)
    for item in tx.scalars(wanted.execution_options(yield_per=1000)):
        yield Looked(item, _fault(item, settings))


def _fault(item: SealedItem, settings: Settings) -> str | None:
    try:
        with store_named(item.store, settings).open(item.key) as file:
            deque(verified(file, item.sha256), maxlen=0)
    except BlobMissing:
        return "missing"
    except BlobDiffers:
        return "differs"
    return None
