"""Whether kept bytes are still what they were: what was sealed of a visit, and the papers that an enterprise added (B-62)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.evidence.models import SealedItem
from backend.inspections.models import SupplementFile
from backend.storage.blobs import BlobDiffers, BlobMissing, verified
from backend.storage.stores import store_named

File = Row[*tuple[Any, ...]]
"""`of` (a recording, photo, signature or supplement), its piece `n`, size in bytes, sha256, store, key.

Of what a phone sent also `declared`, the digest that the phone told before the bytes came, and `sealed_at`.
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read whole. `fault` is missing or differs; None: the bytes have the digest that was kept of them."""

    file: File
    fault: str | None


def verify(tx: Session, settings: Settings, media_id: UUID | None = None) -> Iterator[Looked]:
    """Read every kept file, or those of one medium; none is held in memory."""
    for wanted in [_sealed(media_id)] if media_id else [_sealed(), _ADDED]:
        for file in tx.execute(wanted.execution_options(yield_per=1000)):
            yield Looked(file, _fault(file, settings))


def _sealed(media_id: UUID | None = None) -> Select[*tuple[Any, ...]]:
    wanted = select(
        SealedItem.media_id.label("of"), SealedItem.segment.label("n"), SealedItem.size, SealedItem.sha256,
        SealedItem.store, SealedItem.key, SealedItem.declared_sha256.label("declared"), SealedItem.sealed_at,
    ).order_by(SealedItem.sealed_at, SealedItem.id)  # fmt: skip
    return wanted.where(SealedItem.media_id == media_id) if media_id else wanted


_ADDED = select(
    SupplementFile.supplement_id.label("of"), SupplementFile.position.label("n"), SupplementFile.size,
    SupplementFile.sha256, SupplementFile.store, SupplementFile.key,
).order_by(SupplementFile.supplement_id, SupplementFile.position)  # fmt: skip


def _fault(file: File, settings: Settings) -> str | None:
    try:
        with store_named(file.store, settings).open(file.key) as stored:
            deque(verified(stored, file.sha256), maxlen=0)
    except BlobMissing:
        return "missing"
    except BlobDiffers:
        return "differs"
    return None
