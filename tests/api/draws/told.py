"""A town with a draw list and a pool to draw from, in the words of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.enterprises.models import Enterprise
from backend.inspections.models import PastVisit
from backend.kernel.ids import uuid7
from backend.lists.models import ListEdition, ListEntry
from backend.planning.models import Item
from tests.api.desk import NEVER_QUIET, Desk
from tests.world import Api, SignedIn, World

FIXED = datetime(2026, 4, 23, 13, 15, tzinfo=UTC)
VALUE = "03 07 12 19 25 31 + 08"
SOURCE = "福彩双色球第2026045期开奖号码"


class DrawDesk(Desk):
    """A department with eight enterprises, four officers and a draw list on which its item stands."""

    def __init__(self, world: World, api: Api, rules: dict[str, Any] | None = None):
        super().__init__(world, api, {**NEVER_QUIET, **(rules or {})})
        self.more = [world.officer(self.organ, name) for name in ("王立新", "何雨晴")]
        self.enterprises = [self.enterprise, *(world.enterprise(f"样例企业{n}号")[0] for n in range(7))]
        self.list_item(self.item)

    def list_item(self, item: Item) -> None:
        """Put an item on a draw list that is in force from the beginning of the year."""
        edition = ListEdition(
            id=uuid7(), kind="draw", region_code="420117", n=self.world.number(), effective_from=date(2026, 1, 1),
            published_at=self.world.clock.now(), published_by=self.bureau.person.id, publisher="示范区司法局",
            document="示范司〔2026〕1号", note="", columns=[], entries=1, changes={}, digest=bytes(32),
        )  # fmt: skip
        self.world._add(edition)
        key = f"{self.organ.code}/{item.code}"
        self.world._add(
            ListEntry(edition_id=edition.id, position=1, key=key, data={"name": item.name}, words=item.name)
        )

    def visited(self, enterprise: Enterprise, days_ago: int, **known: Any) -> None:
        """A visit of the organ that many days ago, as another system recorded it."""
        row = {
            "kind": "daily", "trigger": "plan", "cap_exempt": "no", "organ_id": self.organ.id, "arrived_at": None, **known,
        }  # fmt: skip
        day = date(2026, 4, 22) - timedelta(days=days_ago)
        self.world._add(PastVisit(
            region_code="420117", enterprise_id=enterprise.id, source_key=str(uuid7()), day=day, ground=None,
            outcome=None, counts=True, needs_review=False, inspector=None, purpose="", result=None, **row,
        ))  # fmt: skip

    def body(self, **changes: Any) -> dict[str, Any]:
        return {
            "item_id": str(self.item.id), "wanted": 3, "first_day": "2026-04-24", "last_day": "2026-05-31", "industry": "",
            "source": SOURCE, "fixed_at": FIXED.isoformat(), **changes,
        }  # fmt: skip

    def drafted(self, **changes: Any) -> str:
        answer = self.act("", self.body(**changes))
        assert answer.status_code == 201, answer.json
        return answer.json["id"]

    def committed(self, **changes: Any) -> str:
        draw_id = self.drafted(**changes)
        answer = self.act(f"/{draw_id}/commitment")
        assert answer.status_code == 200, answer.json
        return draw_id

    def drawn(self, value: str = VALUE, **changes: Any) -> str:
        draw_id = self.committed(**changes)
        self.world.clock.moment = FIXED
        answer = self.run(draw_id, value)
        assert answer.status_code == 200, answer.json
        return draw_id

    def published(self, **changes: Any) -> str:
        draw_id = self.drawn(**changes)
        assert self.act(f"/{draw_id}/publication").status_code == 200
        return draw_id

    def run(self, draw_id: str, value: str = VALUE, by: SignedIn | None = None, key: UUID | None = None) -> Any:
        return self.act(f"/{draw_id}/run", {"public_value": value}, by=by or self.head, key=key)

    def act(
        self, path: str, body: Mapping[str, Any] | None = None, by: SignedIn | None = None, key: UUID | None = None
    ) -> Any:
        return self.api.as_(by or self.planner).post(f"/draws{path}", body, key=key)

    def see(self, path: str, by: SignedIn | None = None) -> Any:
        answer = self.api.as_(by or self.planner).get(f"/draws{path}")
        assert answer.status_code == 200, answer.json
        return answer.json

    def outcome(self, draw_id: str) -> list[dict[str, Any]]:
        return self.see(f"/{draw_id}/outcome")["items"]

    def file(self, draw_id: str) -> Any:
        """What the public downloads."""
        return self.api.as_(None).client.get(f"/p/draws/{draw_id}.json")
