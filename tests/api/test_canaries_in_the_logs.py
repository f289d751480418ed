"""The whole house as it is served: marks in everything that is sent, faults in its parts, and no log holds a mark.

Lines of nginx, web, upload, stream, worker and the private PostgreSQL, after searches, purposes, refused bodies, files that
are not there, and a table that refuses every row that is written to it. On the way: whom nginx sends a film.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.orm import sessionmaker

from backend.identity.access.table import may
from backend.kernel.clock import SystemClock
from backend.kernel.db import make_engine
from backend.kernel.ids import uuid7
from script.parts import cluster
from tests.api.access.things import furnish
from tests.api.access.town import PERSONAS, Town
from tests.api.aviary import Aviary
from tests.browser.stack import Stack, start
from tests.conftest import settings_for
from tests.world import FrozenClock, World

PARTS = {"access", "nginx", "web", "upload", "stream", "worker", "postgres"}
BROKEN = """
    CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'broken on purpose' USING ERRCODE = '22000', DETAIL = NEW.name; END $$;
    CREATE TRIGGER refuses BEFORE INSERT ON identity.person FOR EACH ROW EXECUTE FUNCTION refuses()
"""


class House:
    """A served installation with a town in it."""

    def __init__(self, stack: Stack, url: str):
        self.engine = make_engine(url)
        world = World(sessionmaker(self.engine, expire_on_commit=False), FrozenClock(SystemClock().now()),
                      settings_for(url, stack.data_dir))  # fmt: skip
        self.stack, self.town, self.birds = stack, Town(world), Aviary()
        furnish(self.town)

    def send(self, persona: str, method: str, path: str, **content: Any) -> httpx.Response:
        """Through the real nginx."""
        headers = {"Idempotency-Key": str(uuid7()), **content.pop("headers", {})}
        cookies = {"lm_session": self.town.token(persona)}
        return httpx.request(
            method, f"{self.stack.base}/api/v1{path}", headers=headers, cookies=cookies, timeout=60, trust_env=False, **content
        )  # fmt: skip

    def person(self) -> dict[str, Any]:
        organ, birds = str(self.town.places["own"].organ.id), self.birds
        return {"organ_id": organ, "name": birds.words("name"), "role": "officer", "login": birds.login(),
                "number": birds.words("number"), "post": birds.words("post")}  # fmt: skip

    def table(self) -> bytes:
        code, birds = self.town.places["own"].organ.code, self.birds
        rows = [f"{code},{birds.words('name')},officer,{birds.words('number')}" for _ in range(5)]
        rows += [f"{code},{birds.words('name')},{birds.words('role')},{birds.identity_number()}"]
        return "\r\n".join(["单位编码,姓名,角色,工号", *rows]).encode()

    def brings(self) -> str:
        """A table comes in; how its run ended."""
        answer = self.send("admin", "POST", "/imports?kind=people&dry_run=1", content=self.table())
        assert answer.status_code == 202, answer.text
        return self._outcome(answer.json()["id"])

    def _outcome(self, run: str) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            state: str = self.send("admin", "GET", f"/imports/{run}").json()["state"]
            if state not in ("waiting", "running") or "job_failed" in self.log("worker"):
                return state
            time.sleep(0.2)
        raise AssertionError("nobody read the table")

    def log(self, part: str) -> str:
        return (self._logs() / f"{part}.log").read_text(errors="replace")

    def logs(self) -> dict[str, str]:
        return {path.stem: self.log(path.stem) for path in self._logs().glob("*.log")} | {
            "terminal": self.stack.log.read_text(errors="replace")
        }

    def _logs(self) -> Path:
        return self.stack.data_dir / "run" / "log"

    def kept(self, folder: str) -> list[str]:
        """What lies in a folder of evidence, by its path there."""
        top = self.stack.data_dir / folder
        return [str(path.relative_to(top)) for path in top.rglob("*") if path.is_file()]

    def break_tables(self) -> None:
        with self.town.world.sessions() as tx:
            tx.execute(text(BROKEN))
            tx.commit()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    stack = start("", tmp_path / "var", empty=True)
    try:
        made = House(stack, cluster.plan(stack.data_dir / "postgres", stack.data_dir / "run", print).url())
        yield made
        made.engine.dispose()
    finally:
        stack.stop()


def searches(house: House) -> None:
    """What somebody looks for stands in the address; some of it is never answered."""
    mark = house.birds.words
    for path in ("people", "enterprises", "cards", "audit", "hours"):
        assert house.send("bureau", "GET", f"/{path}?q={mark('searched')}").status_code == 200
    film = house.town.places["own"].things["media"].id
    assert house.send("bureau", "GET", f"/media/{film}/play?purpose={mark('purpose')}").status_code in (200, 206)
    for copy in (house.stack.data_dir / "playable").rglob("*.webm"):
        copy.unlink()
    assert house.send("bureau", "GET", f"/media/{film}/play?purpose={mark('purpose')}").status_code == 404
    large = house.send("admin", "POST", f"/people?q={mark('searched')}", content=b" " * 3_000_000)
    assert large.status_code == 413
    house.send("officer", "HEAD", f"/uploads/{uuid7()}?q={mark('searched')}", headers={"Tus-Resumable": "1.0.0"})
    assert house.send("maintenance", "GET", f"/events?after={mark('searched')}").status_code == 403


def films(house: House) -> None:
    """nginx sends a film to those to whom the table shows it, and to nobody who goes around the gate."""
    for persona in PERSONAS:
        for place, there in house.town.places.items():
            film = there.things["media"]
            told = house.send(persona, "GET", f"/media/{film.id}/play?purpose=复核")
            assert (told.content == b"film") == may(house.town.actor(persona), "evidence.play", film.lies), (
                persona,
                place,
            )
    for file in (*house.kept("playable"), *house.kept("blobs")):
        for door in ("_play", "_sealed", "playable", "blobs", "assets/../../var/playable"):
            around = httpx.get(f"{house.stack.base}/{door}/{file}", trust_env=False)
            assert around.status_code == 404 and b"film" not in around.content, door


def faults(house: House) -> None:
    """The web and the worker each run into a database that refuses what they write."""
    known = house.person()
    assert house.send("admin", "POST", "/people", json=known).status_code == 201
    assert house.send("admin", "POST", "/people", json=known).status_code in (409, 422)
    wrong = {"login": known["login"], "password": house.birds.words("password")}
    assert house.send("officer", "POST", "/session", json=wrong).status_code == 401
    assert house.brings() == "checked"
    house.break_tables()
    assert house.send("admin", "POST", "/people", json=house.person()).status_code == 500
    house.brings()


def test_no_log_of_the_house_holds_a_mark(house: House) -> None:
    films(house)
    searches(house)
    faults(house)

    logs = house.logs()
    assert logs.keys() >= PARTS
    assert "/api/v1/people" in logs["access"] and "job_failed" in logs["worker"] and "Traceback" in logs["web"]
    assert "broken on purpose" in logs["postgres"]
    found = {name: house.birds.seen_in(words) for name, words in logs.items()}
    assert {name: fields for name, fields in found.items() if fields} == {}
