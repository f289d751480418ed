"""The first administrator in the words of the first day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from backend.config import Settings
from backend.kernel.http import App
from backend.kernel.transaction import Sessions
from backend.setup import administrators
from backend.setup.administrators import Administrator
from tests.world import Caller, FrozenClock

COUNTY = {"code": "420117", "level": "county", "name": "新洲区", "name_en": "Xinzhou"}
CITY = {"code": "420100", "level": "city", "name": "武汉市", "name_en": "Wuhan"}
PROVINCE = {"code": "420000", "level": "province", "name": "湖北省", "name_en": "Hubei"}
BOX = {"west": 114.4, "south": 30.5, "east": 115.1, "north": 31.1}


def founding(**changes: Any) -> dict[str, Any]:
    """What the set-up screen sends for a county."""
    body = {
        "regions": [dict(PROVINCE), dict(CITY), dict(COUNTY)],
        "zone": "Asia/Shanghai",
        "box": dict(BOX),
        "bureau": {"code": "420117-SFJ", "name": "新洲区司法局", "name_en": "Xinzhou Justice Bureau"},
    }
    return {**body, **changes}


class FirstDay:
    """Somebody with a shell and a browser before an empty installation."""

    PASSWORD = "correct horse battery 7"

    def __init__(self, app: App, sessions: Sessions, clock: FrozenClock, settings: Settings):
        self.app, self.sessions, self.clock, self.settings = app, sessions, clock, settings

    def administrator(self, login: str = "li.fang", password: str | None = PASSWORD) -> Administrator:
        """`liangma admin create`."""
        with self.sessions() as tx:
            made = administrators.make(
                tx, login=login, name="李芳", password=password, now=self.clock.now(), memory_kib=64
            )
            tx.commit()
        return made

    def signed_in(self, login: str = "li.fang", password: str = PASSWORD) -> Caller:
        caller = Caller(self.app.test_client())
        answer = caller.post("/session", {"login": login, "password": password})
        assert answer.status_code == 200, answer.json
        return caller

    def founded(self) -> Caller:
        """The administrator after the bureau was founded."""
        self.administrator()
        caller = self.signed_in()
        answer: TestResponse = caller.post("/setup/bureau", founding())
        assert answer.status_code == 201, answer.json
        return caller

    def look(self, question: Callable[[Session], Any]) -> Any:
        with self.sessions() as tx:
            return question(tx)

    def count(self, model: type[Any]) -> int:
        return int(self.look(lambda tx: tx.scalar(select(func.count()).select_from(model))))
