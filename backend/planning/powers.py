"""By what right an organ inspects: published as a subject, of a kind that may, inside its letters of entrustment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.models import Organ
from backend.identity.publishing import SUBJECTS
from backend.planning.models import Item
from backend.planning.problems import ENTRUSTMENT_MISSING, ENTRUSTMENT_OUTSIDE, SUBJECT_BARRED, SUBJECT_UNPUBLISHED
from backend.registers.entrustments import letters_on
from backend.registers.models import Entrustment


def check_subject(organ: Organ, day: date) -> None:
    """Raise SUBJECT_BARRED for a body that may never own an inspection (B-08), SUBJECT_UNPUBLISHED before its day (B-07)."""
    if organ.kind not in SUBJECTS:
        raise SUBJECT_BARRED(organ=organ.name)
    if organ.published_on is None or organ.published_on > day:
        raise SUBJECT_UNPUBLISHED(organ=organ.name, reason="SUBJECT_NOT_PUBLISHED")


def check_entrusted(tx: Session, organ: Organ, items: Sequence[Item], day: date) -> None:
    """An entrusted organisation acts inside the matters and the term of its letters (B-09).

    Raises ENTRUSTMENT_MISSING, ENTRUSTMENT_OUTSIDE.
    """
    if organ.kind != "entrusted":
        return
    letters = letters_on(tx, organ.id, day)
    if not letters:
        raise _missing(tx, organ, day)
    entrusted = _codes_of(tx, letters)
    for item in items:
        if item.code not in entrusted:
            raise ENTRUSTMENT_OUTSIDE(field="item_ids", item=item.name, organ=organ.name)


def _codes_of(tx: Session, letters: Sequence[Entrustment]) -> set[str]:
    """The codes that the letters name; a letter that names none means all of the principal's items."""
    named = {code for letter in letters for code in letter.item_codes}
    whole = [letter.principal_id for letter in letters if not letter.item_codes]
    return named | set(tx.scalars(select(Item.code).where(Item.organ_id.in_(whole))))


def _missing(tx: Session, organ: Organ, day: date) -> Exception:
    """The refusal, with the end of the last letter where there was one."""
    past = select(Entrustment).where(Entrustment.agent_id == organ.id, Entrustment.from_on <= day)
    last = tx.scalars(past.order_by(Entrustment.to_on.desc()).limit(1)).first()
    ended = None if last is None else min(last.to_on, last.ended_on or last.to_on)
    until_zh, until_en = (f"（已于 {ended} 到期）", f" (it ended on {ended})") if ended else ("", "")
    return ENTRUSTMENT_MISSING(organ=organ.name, day=day, until_zh=until_zh, until_en=until_en, ended_on=ended)
