"""Moving a region below another parent: the paths of all that lies below it, and every copy of them, in one transaction.

Scopes are prefixes of paths, so copies must follow. The record of access does not: it says what was true then.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, func, literal, select, text, update
from sqlalchemy.orm import Session

from backend.identity.access.scope import inside
from backend.identity.models import Region
from backend.kernel.db import Base

AS_IT_WAS = frozenset({"audit_entry"})
"""Tables whose paths stay what they were when the row was written."""


def copies() -> Sequence[Table]:
    """Every table that copies the path of a region and follows it."""
    tables = Base.metadata.sorted_tables
    return [each for each in tables if "region_path" in each.c and each.name not in AS_IT_WAS]


def lock_tree(tx: Session) -> None:
    """One at a time lays or moves regions: a path is read before it is written below."""
    tx.execute(text("SELECT pg_advisory_xact_lock(hashtext('region.tree'))"))


def move(tx: Session, region: Region, parent: Region) -> None:
    """Put the region, with all below it, under the parent. The tree must be locked."""
    old, new = region.path, f"{parent.path}/{region.code}"
    region.parent_code, region.version = parent.code, region.version + 1
    tx.flush()
    tx.execute(update(Region).where(inside(Region.path, old)).values(path=_moved(Region.path, old, new)))
    tx.expire_all()
    carry(tx, old, new)


def carry(tx: Session, old: str, new: str) -> int:
    """Rewrite every copy of a path at or below the old one; how many rows those were."""
    moved = 0
    for each in copies():
        path = each.c.region_path
        done = tx.execute(update(each).where(inside(path, old)).values(region_path=_moved(path, old, new)))
        moved += done.rowcount  # type: ignore[attr-defined]  # an UPDATE has one
    return moved


def carry_late(tx: Session, old: str, new: str) -> int:
    """The same for rows that were written while the region moved; nothing if the old path is a region's again."""
    lock_tree(tx)
    again = tx.scalar(select(func.count()).select_from(Region).where(Region.path == old))
    there = tx.scalar(select(func.count()).select_from(Region).where(Region.path == new))
    return carry(tx, old, new) if there and not again else 0


def written_before(tx: Session, xid: int) -> bool:
    """Whether a transaction that began before this one still runs: it may yet write the old path."""
    return bool(tx.scalar(text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= :xid"), {"xid": xid}))


def own_xid(tx: Session) -> int:
    """The number of the running transaction."""
    return int(tx.scalar(text("SELECT pg_current_xact_id()::text::bigint")) or 0)


def _moved(path: object, old: str, new: str) -> object:
    return literal(new).concat(func.substr(path, len(old) + 1))
