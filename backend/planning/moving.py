"""A task moves from state to state, or says why it cannot; the slot that it held is freed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.kernel.problems import ProblemRaised
from backend.planning.models import Slot, Task
from backend.planning.problems import WRONG_STATE
from backend.planning.states import after
from backend.policy.sentences import LANGUAGES, word


def not_now(state: str) -> ProblemRaised:
    """The problem that a task in this state does not allow what was asked."""
    return WRONG_STATE(state=state, **{f"state_{lang}": word("task", state, lang) for lang in LANGUAGES})


def state_after(task: Task, name: str) -> str:
    """Where a move leads from the task's state. Raises WRONG_STATE."""
    state = after(task.state, name)
    if state is None:
        raise not_now(task.state)
    return state


def release_slot(tx: Session, task_id: UUID, *, reason: str, now: datetime) -> None:
    """Free the slot that a task holds; the row stays and says why (B-33)."""
    held = update(Slot).where(Slot.task_id == task_id, Slot.released_at.is_(None))
    tx.execute(held.values(released_at=now, release_reason=reason))
