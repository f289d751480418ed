"""What the enterprise adds to its visit afterwards 补充材料: words, photos, papers. Only ever added to (E3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from backend.inspections.events import SupplementAdded
from backend.inspections.models import Inspection, Supplement, SupplementFile
from backend.inspections.said import Outcome
from backend.journal.record import record
from backend.storage.handed_in import Kept

MOST = 10
"""Supplements that one visit takes: nobody fills its file."""

MOST_FILES, MOST_BYTES, MOST_TOGETHER = 5, 8 * 1024 * 1024, 24 * 1024 * 1024
MOST_WORDS = 2000


def add(
    tx: Session,
    *,
    inspection_id: UUID,
    supplement_id: UUID,
    words: str,
    files: Sequence[tuple[str, Kept]],
    now: datetime,
) -> Outcome:
    """Keep words and files together, each file with the name that it came with; the same again is once."""
    visit = tx.execute(select(Inspection).where(Inspection.id == inspection_id).with_for_update()).scalar_one()
    if tx.get(Supplement, supplement_id) is not None:
        return Outcome.REPEATED
    if full(tx, visit.id):
        return Outcome.FULL
    tx.execute(insert(Supplement).values(id=supplement_id, inspection_id=visit.id, words=words, at=now))
    for position, (name, kept) in enumerate(files, start=1):
        tx.execute(insert(SupplementFile).values(
            supplement_id=supplement_id, position=position, name=name, mime=kept.mime, sha256=kept.sha256, size=kept.size,
            store=kept.store, key=kept.key,
        ))  # fmt: skip
    record(tx, SupplementAdded(supplement_id, visit.id, visit.organ_id, visit.region_code, len(files)))
    return Outcome.TAKEN


def full(tx: Session, inspection_id: UUID) -> bool:
    """Whether the visit takes no more of them."""
    wanted = select(func.count()).select_from(Supplement).where(Supplement.inspection_id == inspection_id)
    return (tx.scalar(wanted) or 0) >= MOST


def told(tx: Session, inspection_id: UUID) -> list[dict[str, Any]]:
    """All of them with their files, the first one first."""
    rows = tx.scalars(
        select(Supplement).where(Supplement.inspection_id == inspection_id).order_by(Supplement.at, Supplement.id)
    ).all()
    files = _files(tx, [each.id for each in rows])
    return [{"id": each.id, "words": each.words, "at": each.at, "files": files[each.id]} for each in rows]


def _files(tx: Session, ids: Sequence[UUID]) -> dict[UUID, list[SupplementFile]]:
    wanted = select(SupplementFile).where(SupplementFile.supplement_id.in_(ids)).order_by(SupplementFile.position)
    found: dict[UUID, list[SupplementFile]] = defaultdict(list)
    for each in tx.scalars(wanted) if ids else ():
        found[each.supplement_id].append(each)
    return found


def file(tx: Session, inspection_id: UUID, supplement_id: UUID, position: int) -> SupplementFile | None:
    """One file of this visit. Whoever asks must have found the visit."""
    wanted = (
        select(SupplementFile).join(Supplement, Supplement.id == SupplementFile.supplement_id)
        .where(Supplement.inspection_id == inspection_id, Supplement.id == supplement_id, SupplementFile.position == position)
    )  # fmt: skip
    return tx.scalars(wanted).one_or_none() if 1 <= position <= MOST_FILES else None
