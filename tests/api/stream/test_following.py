"""The live stream: each viewer hears what they may see, misses nothing over a reconnect, and learns nothing from cursors."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from backend.app import create_app
from backend.audit.models import AuditEntry
from backend.certificates.events import CodeScanned
from backend.evidence.events import Sealed
from backend.identity.actor import Actor
from backend.identity.models import Person, SignIn
from backend.journal.models import Journal
from backend.kernel.clock import SystemClock
from backend.kernel.ids import uuid7
from backend.monitoring import stream as streaming
from backend.monitoring.cursor import Cursors
from backend.monitoring.live import Live, may_hear
from tests.api.stream.station import SOON, Station, checked_in
from tests.arrivals import arrival, break_rule
from tests.world import SignedIn, World


def test_an_arrival_reaches_those_who_may_see_it_and_nobody_else(world, people, run):
    visit_id = arrival(world, people["organ"], people["officer"])

    async def story(station: Station) -> None:
        async with (
            station.line(people["bureau"]) as bureau, station.line(people["department"]) as department,
            station.line(people["foreign"]) as foreign, station.line(people["neighbour"]) as neighbour,
            station.line(people["officer"]) as officer,
        ):  # fmt: skip
            await station.happen(checked_in(people, visit_id))
            for line in (bureau, department):
                await line.until(lambda it: it.events)
                assert line.events[0]["kind"] == "visit"
                assert line.events[0]["data"]["id"] == str(visit_id) and line.events[0]["data"]["mark"] == "ongoing"
                assert line.events[0]["data"]["point"] == {"longitude": 114.8, "latitude": 30.84}
            assert foreign.events == neighbour.events == officer.events == []

    run(story)


def test_an_alert_and_the_message_about_it_are_told(world, people, run):
    visit_id = arrival(world, people["organ"], people["officer"], mark="violation")

    async def story(station: Station) -> None:
        async with station.line(people["head"]) as head, station.line(people["foreign"]) as foreign:
            await asyncio.to_thread(break_rule, world, visit_id, people["organ"])
            await station.happen()
            await head.until(lambda it: {"visit", "alert", "inbox"} <= set(it.kinds()))
            assert foreign.events == []

    run(story)


def test_the_number_of_a_scan_goes_to_the_cards_holder_alone(world, people, run):
    card = world.card(people["officer"].person, people["organ"])

    async def story(station: Station) -> None:
        async with station.line(people["officer"]) as holder, station.line(people["second"]) as other:
            scanned = CodeScanned("card", card.code_id.hex(), 47, 119, people["organ"].id, people["organ"].region_code)
            await station.happen(scanned)
            await holder.until(lambda it: it.events)
            assert holder.events[0]["kind"] == "code" and holder.events[0]["data"]["number"] == 47
            assert other.events == []

    run(story)


def test_a_sealed_file_is_told_to_its_owner_and_the_desk(world, people, run):
    visit_id = arrival(world, people["organ"], people["officer"])
    sealed = Sealed(uuid7(), visit_id, people["organ"].id, uuid7(), people["officer"].person.id, 3, "00" * 32)

    async def story(station: Station) -> None:
        async with (
            station.line(people["officer"]) as owner, station.line(people["second"]) as other,
            station.line(people["bureau"]) as bureau,
        ):  # fmt: skip
            await station.happen(sealed)
            for line in (owner, bureau):
                await line.until(lambda it: it.events)
                assert line.events[0]["kind"] == "sealed" and line.events[0]["data"]["segment"] == 3
            assert other.events == []

    run(story)


def test_a_session_follows_on_one_line_and_the_older_one_is_told(world, people, run):
    """Also where another process holds it; what happens then is told to the new line alone."""
    visit_id = arrival(world, people["organ"], people["officer"])

    async def story(station: Station) -> None:
        neighbour = Station(world)
        async with station.line(people["bureau"]) as first, station.line(people["head"]) as other:
            async with station.line(people["bureau"]) as second:
                await first.until(lambda it: it.ended)
                async with neighbour.line(people["bureau"]) as third:
                    await second.until(lambda it: it.ended)
                    await station.happen(checked_in(people, visit_id))
                    await third.until(lambda it: it.events)
                    await other.until(lambda it: it.events)
            assert first.elsewhere and second.elsewhere and not third.elsewhere and not other.elsewhere
            assert first.events == second.events == []
        await neighbour.close()

    run(story)


def test_what_was_missed_comes_first_after_a_reconnect_and_nothing_twice(world, people, run):
    visits = [arrival(world, people["organ"], people["officer"], name=f"企业 {n}") for n in range(4)]

    async def story(station: Station) -> None:
        async with station.line(people["bureau"]) as line:
            await station.happen(checked_in(people, visits[0]))
            await line.until(lambda it: it.events)
        for visit_id in visits[1:3]:
            await station.happen(checked_in(people, visit_id))
        async with station.line(people["bureau"], cursor=line.events[-1]["id"]) as again:
            await station.happen(checked_in(people, visits[3]))
            await again.until(lambda it: len(it.events) == 3)
            assert [event["data"]["id"] for event in again.events] == [str(each) for each in visits[1:]]

    run(story)


def test_a_page_follows_from_the_moment_of_its_list(world, people, run):
    first, second = (arrival(world, people["organ"], people["officer"], name=f"企业 {n}") for n in range(2))
    client = create_app(world.settings, sessions=world.sessions, clock=world.clock).test_client()
    client.set_cookie("lm_session", people["bureau"].token, domain="localhost")

    async def story(station: Station) -> None:
        await station.happen(checked_in(people, first))
        as_of = client.get("/api/v1/visits").json["as_of"]
        await station.happen(checked_in(people, second))
        async with station.line(people["bureau"], query=f"after={as_of}") as line:
            await line.until(lambda it: it.events)
            assert [event["data"]["id"] for event in line.events] == [str(second)]

    run(story)


@pytest.mark.parametrize("cursor", ["", "nonsense", "é", "A" * 48, "42"])
def test_a_cursor_that_is_not_ours_begins_now(world, people, run, cursor):
    visit_id = arrival(world, people["organ"], people["officer"])

    async def story(station: Station) -> None:
        await station.happen(checked_in(people, visit_id))
        async with station.line(people["bureau"], query=f"after={cursor}") as line:
            assert line.status == 200 and line.events == []

    run(story)


def test_somebody_elses_cursor_is_no_cursor(world, people, run):
    visit_id = arrival(world, people["organ"], people["officer"])

    async def story(station: Station) -> None:
        async with station.line(people["bureau"]) as line:
            await station.happen(checked_in(people, visit_id))
            await line.until(lambda it: it.events)
        await station.happen(checked_in(people, visit_id))
        async with station.line(people["department"], cursor=line.events[0]["id"]) as other:
            assert other.events == []

    run(story)


def test_a_cursor_tells_nothing_and_fits_one_session():
    cursors = Cursors(bytes(32))
    one, two = cursors.seal(7, b"a"), cursors.seal(7, b"a")

    assert one != two and len(one) == 48
    assert cursors.read(one, b"a") == 7
    assert cursors.read(one, b"b") is None and Cursors(bytes(31) + b"x").read(one, b"a") is None


def test_strangers_are_refused(world, run):
    async def story(station: Station) -> None:
        async with station.line(None) as nobody:
            assert nobody.status == 401 and nobody.ended
        async with station.line(SignedIn(None, "made-up")) as stranger:  # type: ignore[arg-type]
            assert stranger.status == 401

    run(story)


def test_signing_out_ends_the_line(world, people, run):
    async def story(station: Station) -> None:
        async with station.line(people["bureau"]) as line, station.line(people["head"]) as other:
            with world.sessions() as tx:
                tx.execute(update(SignIn).where(SignIn.person_id == people["bureau"].person.id).values(
                    ended_at=SystemClock().now() - timedelta(seconds=1)))  # fmt: skip
                tx.commit()
            await station.app._hub.end_finished_sessions()
            await line.until(lambda it: it.ended)
            assert not other.ended

    run(story)


def test_following_and_being_refused_stand_in_the_record(world, people, run):
    keeper = world.person("maintenance", world.organ(kind="bureau"))

    async def story(station: Station) -> None:
        async with station.line(people["head"]), station.line(keeper) as refused:
            assert refused.status == 403

    run(story)
    lines = world.look(lambda tx: tx.scalars(select(AuditEntry).order_by(AuditEntry.id)).all())
    assert [(line.person_id, line.action, line.result, line.code) for line in lines] == [
        (people["head"].person.id, "events.follow", "allowed", None),
        (keeper.person.id, "events.follow", "refused", "kernel.not_allowed"),
    ]


def test_a_line_is_for_what_somebody_has_become(world, people, run):
    """B-76, B-106: a changed role counts on lines that are open, too."""

    async def story(station: Station) -> None:
        async with station.line(people["bureau"]) as line, station.line(people["head"]) as other:
            with world.sessions() as tx:
                for who, role in (("bureau", "maintenance"), ("head", "officer")):
                    person_id = people[who].person.id
                    tx.execute(update(Person).where(Person.id == person_id).values(role=role))
                tx.commit()
            await station.app._hub.end_finished_sessions()
            await line.until(lambda it: it.ended)
            assert not other.ended
            assert {viewer.actor.role for viewer in station.app._hub.viewers if not viewer.ended} == {"officer"}

    run(story)


def test_a_quiet_line_shows_signs_of_life(world, people, run, monkeypatch):
    monkeypatch.setattr(streaming, "PING_SECONDS", 0.05)

    async def story(station: Station) -> None:
        async with station.line(people["bureau"]) as line:
            await line.until(lambda it: it.pings >= 3)
            assert not line.ended

    run(story)


def test_one_who_does_not_read_is_let_go(world, people, run, monkeypatch):
    monkeypatch.setattr(streaming, "QUEUE_MOST", 2)
    visits = [arrival(world, people["organ"], people["officer"], name=f"企业 {n}") for n in range(4)]

    async def story(station: Station) -> None:
        async with station.line(people["bureau"]):
            (viewer,) = station.app._hub.viewers
            lives = await station.app._hub.ask(lambda tx: [])
            assert lives == []
            await station.happen(*(checked_in(people, each) for each in visits))
            for _ in range(3):
                viewer.tell(Live(1, "inbox", {}, people=frozenset({people["bureau"].person.id})))
            assert viewer.ended

    run(story)


def test_an_entry_that_cannot_be_read_silences_nobody(world, people, run):
    visit_id = arrival(world, people["organ"], people["officer"])

    async def story(station: Station) -> None:
        async with station.line(people["bureau"]) as line:
            await asyncio.to_thread(_add_broken_entry, world)
            async with asyncio.timeout(SOON):
                while station.app._hub.last < 1:
                    await asyncio.sleep(0.01)
            await station.happen(checked_in(people, visit_id))
            await line.until(lambda it: it.events)
            assert line.events[0]["data"]["id"] == str(visit_id)

    run(story)


def _add_broken_entry(world: World) -> None:
    with world.sessions() as tx:
        tx.add(
            Journal(
                seq=1, name="inspections.step_recorded.v1", at=SystemClock().now(), data={"inspection_id": "broken"}
            )
        )
        tx.execute(text("SELECT pg_notify('journal', '1')"))
        tx.commit()


@pytest.mark.parametrize(
    ("role", "hears"), [("bureau", True), ("admin", False), ("head", False), ("department", False)]
)
def test_what_an_enterprise_said_is_told_to_the_bureau_alone(role, hears):
    organ = uuid7()
    actor = Actor(uuid7(), organ, role, "某人", "420117", "42/4201/420117", "zh")
    live = Live(1, "alert", {}, str(organ), "42/4201/420117", asks="alert.voiced.see")

    assert may_hear(actor, live) is hears
