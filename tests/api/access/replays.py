"""Rule sets tried on past visits: only the bureau of the region asks, and sees what came of it."""

from __future__ import annotations

from datetime import date

from backend.identity.access.table import Thing
from backend.inspections.replay_models import Replay
from backend.kernel.ids import uuid7
from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Made, Place, Town
from tests.world import World

TRIAL = {"name": "每月 1 至 15 日", "body": {}, "since": "2026-01-01", "until": "2026-03-31"}

REPLAYS: tuple[Operation, ...] = (
    get("/replays", lists="replay"), post("/replays", body=same(TRIAL)), get("/replays/<uuid:replay_id>", on="replay"),
    get("/replays/<uuid:replay_id>/differences", on="replay"),
)  # fmt: skip


def lay_replays(town: Town) -> None:
    """One in every place, asked for by somebody there."""
    for place in town.places.values():
        place.things["replay"] = Made(_laid(town.world, place), Thing(region_path=place.region.path))


def _laid(world: World, place: Place) -> object:
    row = Replay(
        id=uuid7(), region_code=place.region.code, requested_by=place.clerk.id, requested_at=world.clock.now(), name="试算",
        body={}, since=date(2026, 1, 1), until=date(2026, 3, 31), state="waiting", total=0, done=0,
    )  # fmt: skip
    world._add(row)
    return row.id
