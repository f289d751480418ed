"""Certificates of the demo's officers, made by the same service as all, with drawn portraits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import service
from backend.certificates.keyring import code_key, init_keys
from backend.certificates.models import Card, SigningKey
from backend.certificates.portraits import portrait
from backend.certificates.service import CardDraft
from backend.demo import base, names
from backend.demo.accounts import PEOPLE, Account
from backend.demo.day import REACH
from backend.kernel.signing import key_id, public_point

FIRST_NUMBER = 17010100237


def keys_since(tx: Session, keys: Path, now: datetime) -> datetime:
    """Make the region's keys where there are none, old enough for today's codes; returns since when they may sign."""
    init_keys(tx, keys, names.REGION, now - REACH)
    key = code_key(tx, keys, names.REGION, now)
    return tx.get_one(SigningKey, key_id(public_point(key))).not_before


def issue(tx: Session, keys: Path, now: datetime) -> None:
    """A card for every officer who has none; active since the demo began, so that past visits had valid cards."""
    officers = [each for each in PEOPLE if each.role == "officer"]
    holders = set(tx.scalars(select(Card.person_id).where(Card.person_id.in_([each.id for each in officers]))))
    began = datetime.combine(base.BEGINS, datetime.min.time(), base.ZONE).astimezone(UTC)
    for n, officer in enumerate(officers):
        if officer.id not in holders:
            service.issue_card(tx, _draft(officer, n, now), active_from=began, now=now, keys=keys)


def _draft(officer: Account, n: int, now: datetime) -> CardDraft:
    organ = next(each for each in names.DEPARTMENTS if each.code == officer.organ)
    return CardDraft(
        person_id=officer.id, organ_id=base.organ_id(organ.code), region=names.REGION, number=str(FIRST_NUMBER + 4 * n),
        holder_name=officer.name, organ_name=organ.name, field=organ.field, issued_on=base.BEGINS,
        expires_on=date(now.year + 4, 12, 31), photo=portrait(officer.login), area="示范区（样例）", issuer=names.BUREAU.name,
    )  # fmt: skip
