"""The live stream as cells of the matrix: who hears of what, from which place; what the table says is what is told."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from backend.certificates.events import CodeScanned
from backend.evidence.events import Sealed
from backend.identity.access.table import Thing, may
from backend.inspections.events import CheckedIn
from backend.journal.event import Event
from backend.kernel.ids import uuid7
from backend.monitoring import stream
from backend.notifications.events import Delivered
from backend.supervision.events import AlertTaken
from tests.api.access.town import PERSONAS, PLACES, Place, Town
from tests.api.stream.station import Line, Station

ASKED = {
    "visit": ("visit.see", "inspection"), "alert": ("alert.see", "alert"), "voiced": ("alert.voiced.see", "alert"),
    "sealed": ("visit.see", "media"), "visit code": ("code.watch", "visit code"), "card": ("code.watch", "card"),
    "inbox": ("inbox.see", "message"),
}  # fmt: skip
"""Kind of news → what its hearer must be allowed, to which thing."""

Heard = set[tuple[str, str, str]]


def expected(town: Town) -> Heard:
    """What the table lets each persona hear."""
    heard = set()
    for persona in PERSONAS:
        who = town.actor(persona)
        for place in PLACES:
            for news, (action, thing) in ASKED.items():
                owns = news == "sealed" and town.places[place].things[thing].lies.owner_id == who.person_id
                if may(who, "events.follow") and (owns or may(who, action, lies(town, thing, place))):
                    heard.add((persona, place, news))
    return heard


def lies(town: Town, thing: str, place: str) -> Thing:
    return town.places[place].things[thing].lies


def happenings(town: Town, place: Place) -> dict[str, Event]:
    """One of each kind in this place."""
    things, visit, officer = place.things, place.things["inspection"].id, place.officer.person.id
    alert = {"inspection_id": visit, "organ_id": place.organ.id, "region_path": place.region.path, "owner_id": officer}
    scan = {"number": 47, "step": 119, "organ_id": place.organ.id, "region": place.region.code}
    return {
        "visit": arrived(town, place),
        "alert": AlertTaken(alert_id=uuid7(), bureau_only=False, **alert),
        "voiced": AlertTaken(alert_id=uuid7(), bureau_only=True, **alert),
        "sealed": Sealed(things["media"].id, visit, place.organ.id, uuid7(), officer, 0, "00" * 32),
        "visit code": CodeScanned("visit", things["visit code"].id, **scan),
        "card": CodeScanned("card", things["card"].id, **scan),
        "inbox": Delivered(things["message"].id, things["message"].lies.owner_id or UUID(int=0)),
    }  # fmt: skip


def arrived(town: Town, place: Place) -> CheckedIn:
    """The visit of this place has come."""
    visit, now = place.things["inspection"].id, town.world.clock.now()
    return CheckedIn(visit, place.organ.id, place.region.code, place.enterprise.id, None, now, "clean", None, None)


def mark(event: Event) -> str:
    """The id by which a hearer knows this event again."""
    names = ("alert_id", "media_id", "subject_id", "message_id", "inspection_id")
    return next(str(getattr(event, name)) for name in names if hasattr(event, name))


async def listen(town: Town) -> Heard:
    """Everybody follows, everything happens everywhere; who heard what."""
    station, marks, lines, events = Station(town.world), {}, {}, []
    for place in PLACES:
        for news, event in happenings(town, town.places[place]).items():
            marks[mark(event)] = (place, news)
            events.append(event)
    opened = {persona: station.line(town.personas[persona]) for persona in PERSONAS}
    for persona, line in opened.items():
        lines[persona] = await line.__aenter__()
    await station.happen(*events, *(Delivered(uuid7(), each.person.id) for each in town.personas.values()))
    for persona, line in lines.items():
        if may(town.actor(persona), "inbox.see"):
            await line.until(lambda it: it.kinds()[-1:] == ["inbox"] and not known(it.events[-1]["data"], marks))
    for line in opened.values():
        await line.__aexit__(None, None, None)
    await station.close()
    return {(persona, *found) for persona, line in lines.items() for found in heard_on(line, marks)}


def known(data: dict[str, Any], marks: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    names = (data.get("media_id"), data.get("subject_id"), data.get("id"))
    return next((marks[name] for name in names if name in marks), None)


def heard_on(line: Line, marks: dict[str, tuple[str, str]]) -> set[tuple[str, str]]:
    return {found for each in line.events if (found := known(each["data"], marks))}


def test_everybody_hears_what_the_table_says_and_nothing_else(served: Town) -> None:
    heard = asyncio.run(listen(served))

    assert heard ^ expected(served) == set()
    assert len(PERSONAS) * len(PLACES) * len(ASKED) >= 250


def test_a_stream_that_asks_nobody_is_caught(served: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The defect that these cells are for."""
    monkeypatch.setattr(stream, "may_hear", lambda *_: True)

    assert asyncio.run(listen(served)) - expected(served)
