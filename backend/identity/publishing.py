"""Which organs a bureau publishes for, and the day on which an organ was published as a subject (B-07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, literal, select, update
from sqlalchemy.orm import Session, aliased

from backend.identity.models import Organ, Region

SUBJECTS = ("administrative", "authorised", "entrusted")
"""The three kinds of body that may own an inspection; no other ever may (B-07, B-08)."""


def supervised(tx: Session, region_path: str, day: date) -> Sequence[Organ]:
    """The subjects of a region and below it that no nearer bureau supervises and that exist on the day, by code."""
    bureau, nearer = aliased(Organ), aliased(Region)
    has_nearer = (
        select(bureau.id).join(nearer, nearer.code == bureau.region_code)
        .where(bureau.kind == "bureau", nearer.path.startswith(region_path + "/"))
        .where((Region.path == nearer.path) | Region.path.startswith(nearer.path.concat("/")))
    ).exists()  # fmt: skip
    inside = (Region.path == region_path) | Region.path.startswith(region_path + "/")
    stands = Organ.ended_on.is_(None) | (Organ.ended_on > literal(day))
    wanted = select(Organ).join(Region, Region.code == Organ.region_code)
    return tx.scalars(
        wanted.where(and_(inside, stands, Organ.kind.in_(SUBJECTS), ~has_nearer)).order_by(Organ.code)
    ).all()


def publish_subjects(tx: Session, organ_ids: Sequence[UUID], day: date) -> None:
    """Note the day from which these organs are published; those that were published before keep their day."""
    tx.execute(update(Organ).where(Organ.id.in_(organ_ids), Organ.published_on.is_(None)).values(published_on=day))
