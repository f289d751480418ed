"""Operations on random draws, and draws of every state laid into each place, committed to by its clerk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from backend.draws.models import Draw, DrawAct, DrawObject, DrawOfficer, DrawPick
from backend.kernel.ids import uuid7
from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Made, Place, Town
from tests.world import World

FIRST = {"n": "1"}
NUMBER = "17010109999"
VALUE = {"public_value": "03 07 12"}
REPLACED = {"number": NUMBER, "reason": "leave"}
WHEN = {"planned_on": "2026-04-22", "entry_reason": "双随机抽查"}


def order(town: Town, place: Place) -> dict[str, Any]:
    """A draw for an item of the place."""
    return {
        "item_id": str(place.things["item"].id), "wanted": 1, "first_day": "2026-04-22", "last_day": "2026-05-31",
        "source": "福彩双色球开奖号码", "fixed_at": "2026-04-23T13:15:00Z",
    }  # fmt: skip


DRAWS: tuple[Operation, ...] = (
    post("/draws", on="item", body=order), get("/draws", lists="draw drafted"),
    get("/draws/<uuid:draw_id>", on="draw drafted"), get("/draws/<uuid:draw_id>/pool", on="draw drafted"),
    get("/draws/<uuid:draw_id>/outcome", on="draw drawn"),
    post("/draws/<uuid:draw_id>/commitment", on="draw drafted"),
    post("/draws/<uuid:draw_id>/run", on="draw committed", body=same(VALUE)),
    post("/draws/<uuid:draw_id>/publication", on="draw drawn"),
    post("/draws/<uuid:draw_id>/abandonment", on="draw drafted", body=same({"reason": "事项暂停"})),
    post("/draws/<uuid:draw_id>/objects/<int:n>/replacements", on="draw drawn", fills=FIRST, body=same(REPLACED)),
    post("/draws/<uuid:draw_id>/objects/<int:n>/tasks", on="draw drawn", fills=FIRST, body=same(WHEN)),
)  # fmt: skip


def lay_draws(town: Town) -> None:
    """One draw of each state in every place."""
    for place in town.places.values():
        for state in ("drafted", "committed", "drawn"):
            place.things[f"draw {state}"] = _laid(town.world, place, state)


def _laid(world: World, place: Place, state: str) -> Made:
    now, by = world.clock.now(), place.clerk.id if state != "drafted" else None
    row = Draw(
        id=uuid7(), organ_id=place.organ.id, region_path=place.region.path, item_id=place.things["item"].id, industry="",
        wanted=1, first_day=date(2026, 4, 22), last_day=date(2026, 5, 31), source="福彩双色球开奖号码",
        fixed_at=now + timedelta(hours=1 if state == "drafted" else -1), state=state, created_by=place.clerk.id,
        created_at=now, committed_by=by,
    )  # fmt: skip
    world._add(row)
    if by is not None:
        _settled(world, place, row)
    if state == "drawn":
        pick = DrawPick(draw_id=row.id, n=1, object=_name(place), officers=[NUMBER], passed_over=[])
        world._add(_act(world, place, row, "drawn", {"secret": "00" * 32, "public_value": "1"}), pick)
    return Made(row.id, place.lies(owner=by))


def _settled(world: World, place: Place, row: Draw) -> None:
    terms = {"wanted": 1, "seats": 2, "reserves": 4}
    data = {"commitment": "liangma-draw-1\nobjects 1 x\nofficers 1 x\n", "excluded": {}, "terms": terms}
    listed = DrawObject(
        draw_id=row.id, name=_name(place), weight=1, enterprise_id=place.enterprise.id, enterprise_name="企业"
    )
    officer = DrawOfficer(draw_id=row.id, number=NUMBER, person_id=place.officer.person.id)
    world._add(_act(world, place, row, "committed", data), listed, officer)


def _act(world: World, place: Place, row: Draw, act: str, data: dict[str, Any]) -> DrawAct:
    return DrawAct(id=uuid7(), draw_id=row.id, act=act, at=world.clock.now(), person_id=place.clerk.id, data=data)


def _name(place: Place) -> str:
    return f"uscc:{place.enterprise.identifier}"
