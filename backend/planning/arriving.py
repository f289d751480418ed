"""A visit came under a task: written in one statement with the arrival, whose hot path spares the round trip."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from backend.certificates import service as certificates
from backend.planning.models import Task
from backend.planning.states import MOVES

_TASK = cast(Table, Task.__table__)
_MAY_COME = or_(
    _TASK.c.state.in_(list(MOVES["arrive"])),
    and_(_TASK.c.state.in_(list(MOVES["arrive_at_once"])), _TASK.c.ground == "emergency"),
)
_BEFORE = (
    select(_TASK.c.id, _TASK.c.state)
    .where(_TASK.c.id == bindparam("came_task_id"), _MAY_COME)
    .with_for_update(key_share=True)  # others may write rows under the task meanwhile
    .cte("task_before")
)

CAME = update(_TASK).where(_TASK.c.id == _BEFORE.c.id).values(state="visited").cte("came")
"""The task becomes visited wherever that is possible; else the visit is a fact all the same. Parameter `came_task_id`."""

CAME_FROM = select(_BEFORE.c.state).scalar_subquery()
"""In the same statement: the state that the task was in; none where it stays as it was."""


def settle(tx: Session, code_task_id: UUID, came_from: str | None) -> None:
    """An arrival that reaches us after its task lapsed happened all the same: nobody had withdrawn its code."""
    if came_from == "lapsed":
        certificates.revive_visit_code(tx, code_task_id)
