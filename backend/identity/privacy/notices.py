"""The privacy notice: its versions are files, and who was given which is on record (B-101)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity.privacy.private import NoticeAccepted
from backend.identity.problems import NOTICE_UNKNOWN

_FOLDER = Path(__file__).with_name("notice")
VERSIONS = tuple(sorted(path.name.removesuffix(".zh.md") for path in _FOLDER.glob("*.zh.md")))
CURRENT = VERSIONS[-1]


@cache
def words(version: str, language: str) -> str:
    """The notice of a version in 'zh' or 'en', in Markdown."""
    return (_FOLDER / f"{version}.{language}.md").read_text(encoding="utf-8")


def was_given(tx: Session, person_id: UUID, version: str) -> bool:
    """Whether this person confirmed having been given this version."""
    return given_at(tx, person_id, version) is not None


def given_at(tx: Session, person_id: UUID, version: str) -> datetime | None:
    """When the person confirmed it first."""
    row = tx.get(NoticeAccepted, (person_id, version))
    return row.at if row else None


def given(tx: Session, person_id: UUID) -> Sequence[NoticeAccepted]:
    """All versions that the person confirmed, the newest first."""
    wanted = select(NoticeAccepted).where(NoticeAccepted.person_id == person_id)
    return tx.scalars(wanted.order_by(NoticeAccepted.at.desc())).all()


def confirm(tx: Session, person_id: UUID, version: str, now: datetime) -> None:
    """Note that the person was given this version; the first time stays. Raises NOTICE_UNKNOWN."""
    if version not in VERSIONS:
        raise NOTICE_UNKNOWN(field="version")
    row = insert(NoticeAccepted).values(person_id=person_id, version=version, at=now)
    tx.execute(row.on_conflict_do_nothing())
