"""Operations on invitations of lay supervisors, and one invitation laid into every place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.identity.access.table import Thing
from backend.kernel.ids import uuid7
from backend.supervision.attendance_models import Attendance
from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Made, Place, Town
from tests.world import World


def somebody(town: Town, place: Place) -> dict[str, Any]:
    """A supervisor of the place whose visit it is."""
    return {"person_id": str(place.things["volunteer"].id), "words": ""}


ATTENDANCES: tuple[Operation, ...] = (
    post("/tasks/<uuid:task_id>/attendances", on="task approved", body=somebody),
    get("/attendances", lists="attendance"),
    post("/attendances/<uuid:attendance_id>/answer", on="attendance", body=same({"answer": "accepted", "reason": ""})),
    post("/attendances/<uuid:attendance_id>/withdrawal", on="attendance"),
)


def lay_attendances(town: Town) -> None:
    """One of a stranger in every place, and one of the persona who is a supervisor."""
    for place in town.places.values():
        stranger = town.world.person("supervisor", place.organ, "何静").person.id
        place.things["attendance"] = _laid(town.world, place, stranger)
    mine = town.personas["supervisor"].person.id
    town.mine["attendance", "supervisor"] = _laid(town.world, town.places["own"], mine)


def _laid(world: World, place: Place, supervisor: UUID) -> Made:
    row = Attendance(
        id=uuid7(), task_id=place.things["task approved"].id, supervisor_id=supervisor, region_path=place.region.path,
        words="", state="invited", reason="", invited_by=place.clerk.id, invited_at=world.clock.now(),
    )  # fmt: skip
    world._add(row)
    return Made(row.id, Thing(region_path=place.region.path, owner_id=supervisor))
