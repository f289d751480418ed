"""A department that has planned far too many visits: approved tasks at one enterprise, each on a day of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from backend.certificates.keyring import init_keys
from backend.certificates.models import Card
from backend.enterprises.models import Enterprise
from backend.kernel.ids import uuid7
from backend.planning.models import Decision, Task, TaskItem, TaskOfficer
from tests.api.desk import NEVER_QUIET
from tests.world import SignedIn, World

YEAR = datetime.now(UTC).year + 1
"""Real processes go by the real clock, so everything is planned for next year."""


class Department:
    """An organ with a planner, a head, two officers with cards, an item, and keys to sign codes with."""

    def __init__(self, world: World, rules: dict[str, Any] = NEVER_QUIET):
        self.world = world
        world.rule_set(rules)
        self.organ = world.organ()
        self.planner = world.person("department", self.organ)
        self.head = world.person("head", self.organ)
        self.officers = [world.officer(self.organ, name) for name in ("周明远", "林晓")]
        self.cards = [world.look(lambda tx, who=who: _card(tx, who)) for who in self.officers]
        self.item = world.item(self.organ)
        with world.sessions() as tx:
            init_keys(tx, world.settings.data_dir / "keys", world.region.code, datetime(2026, 1, 1, tzinfo=UTC))
            tx.commit()

    def approved(self, times: int, *, tier: str | None = None) -> tuple[UUID, list[UUID]]:
        """A new enterprise of this tier, and so many approved tasks there."""
        enterprise, site = self.world.enterprise()
        ids = [uuid7() for _ in range(times)]
        rows = [self._task(task_id, enterprise.id, site.id, n) for n, task_id in enumerate(ids)]
        with self.world.sessions() as tx:
            tx.execute(update(Enterprise).where(Enterprise.id == enterprise.id).values(tier=tier))
            tx.execute(insert(Task), rows)
            tx.execute(insert(TaskItem), [{"task_id": each, "item_id": self.item.id, "position": 0} for each in ids])
            tx.execute(insert(TaskOfficer), [row for each in ids for row in self._team(each)])
            tx.execute(insert(Decision), [self._yes(each) for each in ids])
            tx.commit()
        return enterprise.id, ids

    def _task(self, task_id: UUID, enterprise_id: UUID, site_id: UUID, n: int) -> dict[str, Any]:
        return {
            "id": task_id, "organ_id": self.organ.id, "region_path": self.world.region.path, "enterprise_id": enterprise_id,
            "site_id": site_id, "state": "approved", "kind": "daily", "trigger": "plan", "ground": None,
            "evidence_id": None, "superior_document": None, "entry_reason": "现场核查", "starts_at": time(9),
            "planned_on": date(YEAR, 1, 1) + timedelta(days=n), "verdict": {}, "created_by": self.planner.person.id,
            "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        }  # fmt: skip

    def _team(self, task_id: UUID) -> list[dict[str, Any]]:
        pairs = zip(self.officers, self.cards, strict=True)
        return [
            {"task_id": task_id, "person_id": who.person.id, "card_id": card.id, "position": n}
            for n, (who, card) in enumerate(pairs)
        ]

    def _yes(self, task_id: UUID) -> dict[str, Any]:
        return {
            "id": uuid7(), "task_id": task_id, "decided_by": self.head.person.id, "decided_by_role": "head",
            "decision": "approve", "note": "", "decided_at": datetime(2026, 1, 2, tzinfo=UTC),
        }  # fmt: skip


def _card(tx: Any, who: SignedIn) -> Card:
    return tx.scalars(select(Card).where(Card.person_id == who.person.id)).one()
