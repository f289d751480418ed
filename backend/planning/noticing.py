"""What the notice of a visit names: one subject, or all that go together (B-22, B-29)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from backend.planning.judging import Case
from backend.planning.models import Task
from backend.planning.notice import NoticeFacts, text_of
from backend.planning.service import in_force_items
from backend.policy.sentences import word

Guest = tuple[Task, Case]
"""A task that goes, with its case; the lead comes first."""


def notice_of(tx: Session, party: Sequence[Guest]) -> str:
    """The canonical text of the one notice. Raises what `in_force_items` raises."""
    task, case = party[0]
    organs = [each.row.organ_name for _, each in party]
    return text_of(NoticeFacts(
        organs=organs, enterprise=case.row.enterprise_name, identifier=case.row.identifier,
        address=case.row.address, planned_on=task.planned_on, starts_at=task.starts_at,
        further_days=task.further_days, items=_items(tx, party), officers=_officers(party),
        grounds=_grounds(party), rights=case.rules.rights["zh"],
    ))  # fmt: skip


def _items(tx: Session, party: Sequence[Guest]) -> list[tuple[str, str, str]]:
    return [
        (item.code, item.name + _of(case, party), item.basis)
        for task, case in party for item in in_force_items(tx, task)
    ]  # fmt: skip


def _officers(party: Sequence[Guest]) -> list[tuple[str, str]]:
    cards = [(case.cards[each], case) for _, case in party for each in case.people]
    return [(card.holder_name + _of(case, party), card.number) for card, case in cards]


def _grounds(party: Sequence[Guest]) -> list[str]:
    return [word("ground", task.ground, "zh") + _of(case, party) for task, case in party if task.ground]


def _of(case: Case, party: Sequence[Guest]) -> str:
    """Whose it is, where several go."""
    return f"（{case.row.organ_name}）" if len(party) > 1 else ""
