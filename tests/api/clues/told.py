"""Telling a clue on the public page, as somebody with a browser and no account does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from backend.certificates.keyring import init_keys
from backend.clues.models import Clue, ClueAct
from backend.journal.models import JournalInbox
from tests.world import Api, World

HERE = "203.0.113.9"
FULL = {
    "kind": "no_scan", "when": "2026-04-22T09:30", "people": "3", "about": "示范区某局", "place": "云川食品",
    "text": "来了三个人，没有亮证，也没有扫码。", "contact": "",
}  # fmt: skip


class Teller:
    """A browser at the public page of a county with a justice bureau."""

    def __init__(self, app: Any, world: World, address: str = HERE):
        self.world, self.client = world, app.test_client()
        self.headers = {"X-Forwarded-For": address}

    def get(self, path: str = "/clue", **query: str) -> Any:
        return self.client.get(path, query_string=query, headers=self.headers)

    def send(self, path: str = "/clue", token: str | None = None, **changes: str) -> Any:
        """The form as it was filled, with what this test is about changed."""
        form = {**FULL, "token": token if token is not None else token_of(self.get(path)), **changes}
        return self.client.post(path, data=form, headers=self.headers)

    def look(self, number: str) -> Any:
        return self.client.post("/clue/receipt", data={"no": number}, headers=self.headers)


class Office:
    """A bureau with two people, a department that is told of and another one, and a lay supervisor."""

    def __init__(self, world: World, api: Api):
        self.world, self.api = world, api
        bureau = world.organ("示范区司法局", kind="bureau")
        self.accused, self.other = world.organ(), world.organ("示范区应急管理局")
        self.bureau, self.second = world.person("bureau", bureau, "孙司法"), world.person("bureau", bureau, "李闻")
        self.bureau_organ = bureau
        self.head, self.other_head = (
            world.person("head", self.accused, "钱负责"),
            world.person("head", self.other, "吴应急"),
        )
        self.department = world.person("department", self.other, "赵经办")
        self.supervisor = world.person("supervisor", bureau, "田守望")
        self.neighbour = world.person("supervisor", bureau, "何静")

    def act(
        self, what: str, clue_id: Any, body: dict[str, Any] | None = None, *, by: Any = None, key: Any = None
    ) -> Any:
        return self.api.as_(by or self.bureau).post(f"/clues/{clue_id}/{what}", body or {}, key=key)

    def raised(self, **changes: Any) -> Any:
        """What a supervisor told, as the server answered."""
        body = {"text": "检查人员没有亮证。", "place": "平安里农贸市场", **changes}
        return self.api.as_(self.supervisor).post("/clues", body)


def give_keys(world: World) -> None:
    """The bureau has its keys: what is sealed can be sealed."""
    with world.sessions() as tx:
        init_keys(tx, world.settings.data_dir / "keys", world.region.code, world.clock.now() - timedelta(days=1))
        tx.commit()


def token_of(page: Any) -> str:
    return re.search(r'name="token" value="([0-9a-f]{32})"', page.text)[1]


def number_of(page: Any) -> str:
    """The number on a receipt."""
    return re.search(r"<b>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</b>", page.text)[1]


def clues(world: World) -> list[Clue]:
    return world.look(lambda tx: tx.query(Clue).order_by(Clue.received_at, Clue.id).all())


def acts(world: World) -> list[str]:
    return world.look(lambda tx: [each.act for each in tx.query(ClueAct).order_by(ClueAct.at, ClueAct.id)])


def events(world: World, name: str) -> list[dict[str, Any]]:
    return world.look(lambda tx: [row.data for row in tx.query(JournalInbox) if row.name == name])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
