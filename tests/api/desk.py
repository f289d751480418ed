"""A small department with everything that a visit needs, in the words of the domain."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from backend.certificates.keyring import init_keys
from backend.kernel.ids import uuid7
from tests.world import TOWN, Api, World

NEVER_QUIET: dict[str, Any] = {"quiet": {"calendars": [{"scope": "region", "key": "*", "type": "dates", "dates": []}]}}


class Desk:
    """One organ with planner, head, two officers, an item, an enterprise, and the bureau above."""

    def __init__(self, world: World, api: Api, rules: dict[str, Any] | None = None):
        self.world, self.api = world, api
        self.rules = world.rule_set(rules)
        self.organ = world.organ()
        self.bureau_organ = world.organ("示范区司法局", kind="bureau")
        self.planner = world.person("department", self.organ, "赵经办")
        self.head = world.person("head", self.organ, "钱负责")
        self.bureau = world.person("bureau", self.bureau_organ, "孙司法")
        self.zhou, self.lin = world.officer(self.organ, "周明远"), world.officer(self.organ, "林晓")
        self.item = world.item(self.organ)
        self.enterprise, self.site = world.enterprise()
        with world.sessions() as tx:
            init_keys(tx, world.settings.data_dir / "keys", world.region.code, world.clock.now())
            tx.commit()

    def plan_body(self, day: str = "2026-04-22", **changes: Any) -> dict[str, Any]:
        body = {
            "kind": "daily", "trigger": "plan", "enterprise_id": str(self.enterprise.id), "planned_on": day,
            "starts_at": None, "item_ids": [str(self.item.id)],
            "officer_ids": [str(self.zhou.person.id), str(self.lin.person.id)],
            "entry_reason": "需现场核查冷库温度", "ground": None, "evidence_id": None, "superior_document": None,
        }  # fmt: skip
        return {**body, **changes}

    def plan(self, day: str = "2026-04-22", **changes: Any) -> Any:
        return self.api.as_(self.planner).post("/tasks", self.plan_body(day, **changes))

    def decide(self, task_id: str, decision: str = "approve", by: Any = None) -> Any:
        return self.api.as_(by or self.head).post(f"/tasks/{task_id}/decision", {"decision": decision, "note": ""})

    def issue(self, task_id: str, by: Any = None, key: UUID | None = None) -> Any:
        return self.api.as_(by or self.planner).post(f"/tasks/{task_id}/visit-code", {}, key=key)

    def coded(self, day: str = "2026-04-22", **changes: Any) -> str:
        """The id of a task that was planned, approved and coded."""
        task_id = self.approved(day, **changes)
        answer = self.issue(task_id)
        assert answer.status_code == 201, answer.json
        return task_id

    def approved(self, day: str = "2026-04-22", **changes: Any) -> str:
        answer = self.plan(day, **changes)
        assert answer.status_code == 201, answer.json
        assert self.decide(answer.json["id"]).status_code == 200
        return answer.json["id"]

    def clock_reading(self, at: datetime | None = None, quality: str = "synced") -> dict[str, Any]:
        wall = (at or self.world.clock.now()).astimezone(UTC).isoformat()
        return {
            "wall": wall,
            "mono_ms": 1000,
            "boot": "b1",
            "offset_ms": 0 if quality != "none" else None,
            "quality": quality,
        }

    def arrival(self, task_id: str | None = None, at: datetime | None = None, **changes: Any) -> dict[str, Any]:
        moment = at or self.world.clock.now()
        body = {
            "task_id": task_id, "enterprise": {"text": f"https://qr.example/?uniscid={self.enterprise.identifier}", "source": "scan"},
            "captured_at": moment.isoformat(), "clock": self.clock_reading(moment),
            "position": {"longitude": TOWN[0], "latitude": TOWN[1], "accuracy_m": 12.0, "datum": "wgs84"},
            "position_reason": None,
            "officers": [
                {"person_id": str(self.zhou.person.id), "card_id": None, "how": "self"},
                {"person_id": str(self.lin.person.id), "card_id": None, "how": "partner_scan"},
            ],
        }  # fmt: skip
        return {**body, **changes}

    def check_in(self, task_id: str | None = None, by: Any = None, key: Any = None, **changes: Any) -> Any:
        body = self.arrival(task_id, **changes)
        return self.api.as_(by or self.zhou).post("/check-ins", body, key=key or uuid7())


def codes(answer: Any) -> set[str]:
    """The findings of a check-in."""
    return {each["code"] for each in answer.json["verdict"]["findings"]}
