"""What clues hold about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.clues.models import Clue, ClueAct
from backend.identity.privacy.held import Rows, held


@held("clues", zh="提出的线索", en="Clues", by="clue.raise")
def clues(me: UUID) -> Rows:
    """What one told as a volunteer, and what became of it."""
    row = Clue
    told = select(row.received_at.label("at"), row.id, row.receipt, row.about, row.place, row.text, row.hidden)
    return told.add_columns(row.state, row.answer).where(row.supervisor_id == me)


@held("clue_acts", zh="经办的线索", en="Clues that one dealt with", by="clue.answer")
def acts(me: UUID) -> Rows:
    """What one did about clues at the desk."""
    row = ClueAct
    return select(row.at, row.clue_id, row.act, row.words).where(row.person_id == me)
