"""A department whose visit has come to its end, and its papers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from backend.certificates.models import VisitCode
from tests.api.desk import NEVER_QUIET, Desk


class Office(Desk):
    """Desk with a visit from plan to result."""

    def visited(
        self, summary: str = "冷库温度记录完整，未发现问题。", outcome: str = "none_found", **result: Any
    ) -> tuple[str, str]:
        """(task, visit): arrived, told, filed, left. Each step takes three minutes."""
        task = self.coded()
        visit = self.check_in(task).json["inspection_id"]
        for kind, note in (("show_certificate", None), ("notice_delivered", None), ("note", "查看二号冷库台账")):
            self.note(visit, kind, note)
        self.file(visit, summary, outcome, **result)
        self.leave(visit)
        return task, visit

    def note(self, visit: str, kind: str, note: str | None = None) -> None:
        self.world.clock.advance(minutes=3)
        at = self.world.clock.now()
        step = {"kind": kind, "at": at.isoformat(), "clock": self.clock_reading(at), "note": note}
        assert self.api.as_(self.zhou).post(f"/inspections/{visit}/steps", step).status_code == 201

    def file(self, visit: str, summary: str, outcome: str, **result: Any) -> None:
        body = {"outcome": outcome, "summary": summary, "at": self.world.clock.now().isoformat(), **result}
        answer = self.api.as_(self.zhou).post(f"/inspections/{visit}/result", body)
        assert answer.status_code == 201, answer.json

    def leave(self, visit: str) -> None:
        self.world.clock.advance(minutes=3)
        at = self.world.clock.now()
        body = {"captured_at": at.isoformat(), "clock": self.clock_reading(at), "position": None}
        assert self.api.as_(self.zhou).post(f"/inspections/{visit}/check-out", body).status_code == 201

    def notice(self, task: str, by: Any = None, query: str = "") -> Any:
        return self.api.as_(by or self.zhou).get(f"/tasks/{task}/papers/notice{query}")

    def paper(self, visit: str, kind: str, by: Any = None) -> Any:
        return self.api.as_(by or self.zhou).get(f"/inspections/{visit}/papers/{kind}")

    def lines(self, visit: str, by: Any = None) -> dict[str, Any]:
        answer = self.api.as_(by or self.zhou).get(f"/inspections/{visit}/papers")
        assert answer.status_code == 200, answer.json
        return {each["kind"]: each for each in answer.json["items"]}


@pytest.fixture
def page(office: Office) -> Any:
    """The page of a visit by its spoken number; with a tail, what hangs on it."""

    def of(task: str, tail: str = "", query: str = "") -> Any:
        code = office.world.look(lambda tx: tx.scalars(select(VisitCode).where(VisitCode.task_id == task)).one())
        return office.api.app.test_client().get(f"/i/{code.short_code}{tail}{query}")

    return of


@pytest.fixture
def office(world, api):
    return Office(world, api, NEVER_QUIET)
