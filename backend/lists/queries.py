"""Editions and their entries, also as they stood on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from backend.lists.models import ListEdition, ListEntry


def editions(tx: Session, region_code: str, kind: str) -> Sequence[ListEdition]:
    """Every edition of a list, the newest first."""
    wanted = select(ListEdition).where(ListEdition.region_code == region_code, ListEdition.kind == kind)
    return tx.scalars(wanted.order_by(ListEdition.n.desc())).all()


def newest(tx: Session, region_code: str, kind: str) -> ListEdition | None:
    """The last edition that was published, whether it is in force yet or not."""
    wanted = select(ListEdition).where(ListEdition.region_code == region_code, ListEdition.kind == kind)
    return tx.scalars(wanted.order_by(ListEdition.n.desc()).limit(1)).first()


def edition_on(tx: Session, region_code: str, kind: str, day: date) -> ListEdition | None:
    """The edition in force on a local day; the later one where two begin together."""
    wanted = select(ListEdition).where(ListEdition.region_code == region_code, ListEdition.kind == kind)
    begun = wanted.where(ListEdition.effective_from <= day)
    return tx.scalars(begun.order_by(ListEdition.effective_from.desc(), ListEdition.n.desc()).limit(1)).first()


def edition_n(tx: Session, region_code: str, kind: str, n: int) -> ListEdition | None:
    """The n-th edition of a list."""
    wanted = select(ListEdition).where(ListEdition.region_code == region_code, ListEdition.kind == kind)
    return tx.scalars(wanted.where(ListEdition.n == n)).first()


def in_force(tx: Session, region_code: str, day: date) -> dict[str, ListEdition]:
    """The edition of each kind in force on a day; kinds that were never published are missing."""
    begun = select(ListEdition).where(ListEdition.region_code == region_code, ListEdition.effective_from <= day)
    last = begun.ext(distinct_on(ListEdition.kind))
    rows = tx.scalars(last.order_by(ListEdition.kind, ListEdition.effective_from.desc(), ListEdition.n.desc()))
    return {each.kind: each for each in rows}


def entries(tx: Session, edition_id: UUID, q: str, page: int, page_size: int) -> tuple[Sequence[ListEntry], int]:
    """A page of an edition's entries in their order; every word of `q` must stand in an entry."""
    wanted = select(ListEntry).where(ListEntry.edition_id == edition_id)
    for word in q.split():
        wanted = wanted.where(ListEntry.words.icontains(word, autoescape=True))
    total = tx.scalar(select(func.count()).select_from(wanted.with_only_columns(ListEntry.position).subquery())) or 0
    ordered = wanted.order_by(ListEntry.position)
    return tx.scalars(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total


def lines_of(tx: Session, edition_id: UUID) -> dict[str, dict[str, Any]]:
    """All entries of an edition by key, in their order."""
    wanted = select(ListEntry.key, ListEntry.data).where(ListEntry.edition_id == edition_id)
    return {row.key: row.data for row in tx.execute(wanted.order_by(ListEntry.position))}


def editions_of(tx: Session, region_codes: Collection[str], kind: str) -> Sequence[ListEdition]:
    """Every edition of one kind of list in these regions."""
    wanted = select(ListEdition).where(ListEdition.region_code.in_(region_codes), ListEdition.kind == kind)
    return tx.scalars(wanted).all()


def lines_named(
    tx: Session, edition_ids: Collection[UUID], keys: Collection[str]
) -> dict[tuple[UUID, str], dict[str, Any]]:
    """The entries of these keys, by edition and key."""
    wanted = select(ListEntry.edition_id, ListEntry.key, ListEntry.data)
    rows = tx.execute(wanted.where(ListEntry.edition_id.in_(edition_ids), ListEntry.key.in_(keys)))
    return {(row.edition_id, row.key): row.data for row in rows}


def all_entries(tx: Session, edition_id: UUID) -> Iterator[tuple[str, dict[str, Any]]]:
    """Key and values of every entry, in their order."""
    yield from lines_of(tx, edition_id).items()
