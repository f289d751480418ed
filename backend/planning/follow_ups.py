"""A follow-up 复查 is planned for an open finding, and for what was found alone (B-32)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.planning.happened import OpenFinding, happened
from backend.planning.models import Item, Task
from backend.planning.problems import FOLLOWUP_NEW_ITEM, NOTHING_TO_FOLLOW


def followed(
    tx: Session, actor: Actor, follows_id: UUID | None, enterprise_id: UUID, items: Sequence[Item]
) -> OpenFinding | None:
    """The finding that a plan follows up, if it follows one.

    Raises NOTHING_TO_FOLLOW for what is closed, unknown, or another's alike, and FOLLOWUP_NEW_ITEM.
    """
    if follows_id is None:
        return None
    finding = happened().finding(tx, follows_id)
    if finding is None or (finding.organ_id, finding.enterprise_id) != (actor.organ_id, enterprise_id):
        raise NOTHING_TO_FOLLOW(field="follows_id")
    _check_items(finding, items)
    return finding


def _check_items(finding: OpenFinding, items: Sequence[Item]) -> None:
    """A new item is an inspection of its own and wants its own approval."""
    new = [each.name for each in items if finding.item_ids and each.id not in finding.item_ids]
    if new:
        raise FOLLOWUP_NEW_ITEM(field="item_ids", items=new, named="、".join(new), named_en=", ".join(new))


def follow(task: Task, finding: OpenFinding | None) -> None:
    """Note on the task what it follows: a check-in reads nothing more."""
    if finding is not None:
        task.follows_id, task.followup_batch, task.followup_due = finding.visit_id, finding.batch, finding.due
