"""Tables as people bring them, and a worker that reads them now."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.registers.tables.imports import run_import
from backend.registers.tables.undoing import undo
from tests.api.registers.office import Office
from tests.world import SignedIn


def csv_of(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(*rows: list[Any]) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


class Desk:
    """Somebody at the desk who brings tables, and the worker beside them."""

    def __init__(self, office: Office, who: SignedIn | None = None):
        self.office, self.who = office, who or office.admin

    def bring(self, kind: str, table: bytes, *, dry_run: int = 1, key: Any = None) -> Any:
        client = self.office.api.as_(self.who).client
        headers = {"Idempotency-Key": str(key or uuid7())}
        return client.post(f"/api/v1/imports?kind={kind}&dry_run={dry_run}", data=table, headers=headers)

    def work(self, run_id: str) -> dict[str, Any]:
        """The worker reads the table now; how the run stands then."""
        world = self.office.world
        run_import(Tools(world.settings, world.sessions, world.clock), run_id)
        return self.see(run_id)

    def see(self, run_id: str) -> dict[str, Any]:
        answer = self.office.api.as_(self.who).get(f"/imports/{run_id}")
        assert answer.status_code == 200, answer.json
        return answer.json

    def checked(self, kind: str, table: bytes) -> dict[str, Any]:
        answer = self.bring(kind, table)
        assert answer.status_code == 202, answer.json
        return self.work(answer.json["id"])

    def applied(self, kind: str, table: bytes, *, update: bool = False) -> dict[str, Any]:
        run = self.checked(kind, table)
        answer = self.office.send(self.who, "POST", f"/imports/{run['id']}/apply", {"update_known": update})
        assert answer.status_code == 202, answer.json
        return self.work(run["id"])

    def rows(self, run_id: str, outcome: str = "") -> list[dict[str, Any]]:
        answer = self.office.api.as_(self.who).get(
            f"/imports/{run_id}/rows?outcome={outcome}" if outcome else f"/imports/{run_id}/rows"
        )
        assert answer.status_code == 200, answer.json
        return answer.json["items"]

    def undone(self, run_id: str) -> dict[str, Any]:
        """Asked to be undone, and the worker does it now."""
        answer = self.office.send(self.who, "POST", f"/imports/{run_id}/undo")
        assert answer.status_code == 202, answer.json
        return self.unwind(run_id)

    def unwind(self, run_id: str) -> dict[str, Any]:
        world = self.office.world
        undo(Tools(world.settings, world.sessions, world.clock), run_id)
        return self.see(run_id)
