"""What is taken away in the middle of something longer: an upload between two pieces, a film between two ranges, a stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from backend.app import create_app
from backend.identity.models import SignIn
from backend.identity.queries import token_hash
from backend.identity.signin.sessions import named
from backend.inspections.events import CheckedIn
from backend.kernel.clock import SystemClock
from backend.kernel.http import App
from backend.kernel.ids import uuid7
from tests.api.access.cells import taken_back
from tests.api.access.town import Town
from tests.api.stream.station import Line, Station
from tests.world import FrozenClock, SignedIn

PIECE = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
AT_ONCE = 1.0


def client_of(app: App, token: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("lm_session", token, domain="localhost")
    return client


def order(app: App, by: str, method: str, path: str, body: Any = None) -> int:
    """Somebody takes something away."""
    headers = {"Idempotency-Key": str(uuid7())}
    answer = client_of(app, by).open(f"/api/v1{path}", method=method, headers=headers, json=body or {})
    return answer.status_code


def uses(town: Town, token: str, device: Any) -> None:
    with town.world.sessions() as tx:
        tx.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(device_id=device))
        tx.commit()


@pytest.mark.parametrize(
    "taken",
    ["/people/{who}/devices/{device}", "/people/{who}/sessions", "/people/{who}/sessions/{session}"],
)  # fmt: skip
def test_the_next_piece_of_an_upload_is_refused_and_leaves_no_byte(app: App, town: Town, taken: str) -> None:
    who, device = town.personas["officer"], town.mine["device", "officer"].id
    upload = town.mine["upload", "officer"].id
    file = town.world.settings.data_dir / "staging" / upload.hex
    phone = client_of(app, who.token)
    with taken_back(town):
        uses(town, who.token, device)
        first = phone.patch(f"/api/v1/uploads/{upload}", data=b"fi", headers=PIECE | {"Upload-Offset": "0"})
        assert (first.status_code, file.read_bytes()) == (204, b"fi")
        session = town.world.look(lambda tx: named(tx.get_one(SignIn, token_hash(who.token))))
        path = taken.format(who=who.person.id, device=device, session=session)
        assert order(app, town.token("admin"), "DELETE", path) in (200, 204)
        then = phone.patch(f"/api/v1/uploads/{upload}", data=b"lm", headers=PIECE | {"Upload-Offset": "2"})
        assert (then.status_code, file.read_bytes()) == (401, b"fi")
    file.write_bytes(b"")


@pytest.mark.parametrize("kind", ["play", "original/0"])
def test_the_next_range_of_a_film_is_refused_once_the_grant_has_ended(app: App, town: Town, kind: str) -> None:
    film = town.places["own"].things["media"].id
    player = client_of(app, town.token("granted"))
    path = f"/api/v1/media/{film}/{kind}?purpose=排查"
    with taken_back(town):
        for first in (0, 2):
            with player.get(path, headers={"Range": f"bytes={first}-{first + 1}"}) as answer:
                assert answer.status_code in (200, 206)
        assert order(app, town.token("bureau"), "POST", f"/maintenance-grants/{town.grant}/end") == 200
        then = player.get(path, headers={"Range": "bytes=2-3"})
        assert then.status_code == 403 and "X-Accel-Redirect" not in then.headers and b"lm" not in then.data


class Follower:
    """Somebody new in the served town who follows the stream, and everything of theirs that can be taken away."""

    def __init__(self, town: Town, role: str = "bureau"):
        world = town.world
        self.town, self.station = town, Station(world)
        self.app = create_app(world.settings, sessions=world.sessions, clock=SystemClock())
        self.who: SignedIn = world.person(role, town.bureau if role == "bureau" else town.places["own"].organ, "孙司法")

    @asynccontextmanager
    async def following(self) -> AsyncIterator[Line]:
        async with self.station.line(self.who) as line:
            yield line
        await self.station.close()

    async def something_happens(self) -> None:
        own, now = self.town.places["own"], SystemClock().now()
        visit = own.things["inspection"].id
        await self.station.happen(
            CheckedIn(visit, own.organ.id, own.region.code, own.enterprise.id, None, now, "clean", None, None)
        )

    async def order(self, by: str, method: str, path: str, body: Any = None) -> None:
        told = await asyncio.to_thread(order, self.app, self.town.token(by), method, path, body)
        assert told in (200, 201, 204), path


Taking = Callable[[Follower], tuple[str, str, str, Any]]
TAKEN: dict[str, Taking] = {
    "session": lambda it: ("admin", "DELETE", f"/people/{it.who.person.id}/sessions", None),
    "account": lambda it: ("admin", "POST", f"/people/{it.who.person.id}/end", {"reason": "离岗"}),
}


@pytest.mark.parametrize("taken", TAKEN)
def test_a_stream_tells_nothing_after_its_session_was_ended_and_closes_with_the_next_event(
    served: Town, taken: str
) -> None:
    """Nothing is told in between; where nothing happens, the line closes with its next sign of life (15 s)."""
    follower = Follower(served, "head" if taken == "account" else "bureau")

    async def story() -> float:
        async with follower.following() as line:
            await follower.something_happens()
            await line.until(lambda it: it.events)
            heard = len(line.events)
            await follower.order(*TAKEN[taken](follower))
            begun = monotonic()
            await follower.something_happens()
            await line.until(lambda it: it.ended)
            assert len(line.events) == heard
            return monotonic() - begun

    assert asyncio.run(story()) < AT_ONCE


def test_a_revoked_device_hears_no_more(served: Town) -> None:
    follower = Follower(served, "head")
    device = served.places["own"].things["their device"].id

    async def story() -> None:
        async with follower.following() as line:
            await asyncio.to_thread(uses, served, follower.who.token, device)
            clerk = served.places["own"].clerk.id
            await follower.order("admin", "DELETE", f"/people/{clerk}/devices/{device}")
            await follower.something_happens()
            await line.until(lambda it: it.ended)
            assert line.events == []

    asyncio.run(story())


def test_a_grant_that_runs_out_on_its_own_ends_the_stream_too(served: Town) -> None:
    """Nobody has to end it: it is asked of the clock."""
    station = Station(served.world)

    async def story() -> None:
        async with (
            station.line(served.personas["bureau"]) as staying,
            station.line(served.personas["granted"]) as leaving,
        ):
            hub = station.app._hub
            assert hub is not None and not leaving.ended
            hub.clock = FrozenClock(SystemClock().now() + timedelta(hours=5))
            await hub.end_finished_sessions()
            await leaving.until(lambda it: it.ended)
            assert not staying.ended
        await station.close()

    asyncio.run(story())


def test_a_stream_of_maintenance_ends_with_its_grant(served: Town) -> None:
    follower = Follower(served)
    follower.who = served.personas["granted"]

    async def story() -> None:
        async with follower.following() as line:
            await follower.something_happens()
            await line.until(lambda it: it.events)
            await follower.order("bureau", "POST", f"/maintenance-grants/{served.grant}/end")
            heard = len(line.events)
            await follower.something_happens()
            await line.until(lambda it: it.ended)
            assert len(line.events) == heard

    asyncio.run(story())


def test_a_role_that_was_taken_hears_nothing_of_the_next_event(served: Town) -> None:
    follower = Follower(served, "head")

    async def story() -> None:
        async with follower.following() as line:
            order_ = {"role": "officer", "reason": "岗位调整"}
            await follower.order("admin", "POST", f"/people/{follower.who.person.id}/role", order_)
            await follower.something_happens()
            await follower.station.app._hub.end_finished_sessions()
            assert line.events == []

    asyncio.run(story())
