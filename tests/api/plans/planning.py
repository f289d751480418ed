"""A department that has not planned its year yet, with the bureau that files plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete

from backend.identity.models import Organ
from backend.planning.plans.models import InspectionPlan, PlanEdition
from backend.worker import followers, run_journal_once
from tests.api.desk import NEVER_QUIET, Desk
from tests.world import Api, World


class PlanDesk(Desk):
    """A desk without an annual plan."""

    def __init__(self, world: World, api: Api, rules: dict[str, Any] | None = None):
        super().__init__(world, api, {**NEVER_QUIET, **(rules or {})})
        self.forget_plans(self.organ)

    def forget_plans(self, organ: Organ) -> None:
        mine = InspectionPlan.organ_id == organ.id
        with self.world.sessions() as tx:
            plans = [each.id for each in tx.query(InspectionPlan).filter(mine)]
            tx.execute(delete(PlanEdition).where(PlanEdition.plan_id.in_(plans)))
            tx.execute(delete(InspectionPlan).where(mine))
            tx.commit()

    def line(self, **changes: Any) -> dict[str, Any]:
        usual = {
            "name": "食品生产企业", "method": "on_site", "item_ids": [str(self.item.id)], "number": 12, "total": 40,
            "first_on": "2026-04-01", "last_on": "2026-10-31", "responsible": "食品科",
        }  # fmt: skip
        return {**usual, **changes}

    def draws_up(self, *lines: dict[str, Any], by: Any = None, key: Any = None, **changes: Any) -> Any:
        body = {"kind": "annual", "year": 2026, "lines": [*lines] or [self.line()], **changes}
        return self.api.as_(by or self.planner).post("/plans", body, key=key)

    def drawn_up(self, *lines: dict[str, Any], **changes: Any) -> str:
        answer = self.draws_up(*lines, **changes)
        assert answer.status_code == 201, answer.json
        return answer.json["id"]

    def special(self, document: str = "示范政〔2026〕7号", **changes: Any) -> Any:
        about = {
            "kind": "special", "year": None, "title": "燃气安全专项检查", "document": document, "approver": "示范区人民政府",
            "approved_on": "2026-04-20",
        }  # fmt: skip
        return self.draws_up(**{**about, **changes})

    def does(self, act: str, plan_id: str, body: Any = None, by: Any = None, **extra: Any) -> Any:
        return self.api.as_(by or self.planner).post(f"/plans/{plan_id}/{act}", body, **extra)

    def submitted(self, *lines: dict[str, Any], **changes: Any) -> str:
        plan_id = self.drawn_up(*lines, **changes)
        assert self.does("submit", plan_id).status_code == 200
        return plan_id

    def files(self, plan_id: str, by: Any = None, number: str = "司备〔2026〕3号") -> Any:
        return self.does("file", plan_id, {"number": number}, by or self.bureau)

    def filed(self, *lines: dict[str, Any], **changes: Any) -> str:
        plan_id = self.submitted(*lines, **changes)
        answer = self.files(plan_id)
        assert answer.status_code == 200, answer.json
        return plan_id

    def publishes(self, day: str | None = None) -> Any:
        bureau = self.api.as_(self.bureau)
        day = day or self.today().isoformat()
        draft = bureau.get(f"/lists/plans/draft?effective_from={day}").json
        body = {"effective_from": day, "document": "示范司〔2026〕5号", "note": "", "draft": draft["digest"]}
        return bureau.post("/lists/plans/editions", body)

    def published(self, *lines: dict[str, Any], day: str | None = None) -> str:
        plan_id = self.filed(*lines)
        answer = self.publishes(day)
        assert answer.status_code == 201, answer.json
        return plan_id

    def plan_page(self, plan_id: str, by: Any = None, question: str = "") -> dict[str, Any]:
        return self.api.as_(by or self.planner).get(f"/plans/{plan_id}{question}").json

    def register(self, question: str = "", by: Any = None) -> dict[str, Any]:
        answer = self.api.as_(by or self.bureau).get(f"/plans{question}")
        assert answer.status_code == 200, answer.json
        return answer.json

    def today(self) -> date:
        return self.world.clock.now().date()

    def let_all_read(self) -> None:
        run_journal_once(self.world.sessions, followers(), self.world.clock)
