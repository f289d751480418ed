"""Operations of clues, and a clue for each place: one that the organ of the place is to answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from backend.certificates.short_codes import new_short_code
from backend.clues.models import Clue, CluePhoto
from backend.identity.access.table import Thing
from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Made, Place, Town
from tests.world import World

WHY = {"reason": "不属于行政检查"}


def to_somebody(town: Town, place: Place) -> dict[str, Any]:
    return {"organ_id": str(town.places["sibling"].organ.id)}


CLUES: tuple[Operation, ...] = (
    post("/clues", body=same({"text": "检查人员没有亮证。"})), get("/clues", lists="clue"), get("/clues/<uuid:clue_id>", on="clue"),
    get("/clues/<uuid:clue_id>/photos/<int:position>", on="clue", fills={"position": "1"}),
    post("/clues/<uuid:clue_id>/acceptance", on="clue"), post("/clues/<uuid:clue_id>/refusal", on="clue", body=same(WHY)),
    post("/clues/<uuid:clue_id>/referral", on="clue", body=to_somebody),
    post("/clues/<uuid:clue_id>/extension", on="clue", body=same(WHY)),
    post("/clues/<uuid:clue_id>/contact/unsealing", on="clue", body=same(WHY)),
    post("/contact-unsealings/<uuid:request_id>/openings", on="own contact unsealing"),
    post("/clues/<uuid:clue_id>/reply", on="clue", body=same({"text": "已核实。"})),
)  # fmt: skip


def lay_clues(town: Town) -> None:
    """A clue in each place, told by somebody there; one more that the supervisor of the town told."""
    for place in town.places.values():
        place.things["clue"] = _clue(town.world, place, town.world.person("supervisor", place.organ, "何静").person.id)
    town.mine["clue", "supervisor"] = _clue(town.world, town.places["own"], town.personas["supervisor"].person.id)


def _clue(world: World, place: Place, who: UUID) -> Made:
    row = Clue(
        id=uuid4(), receipt=new_short_code(), door="supervisor", kind="other", region_code=place.region.code,
        region_path=place.region.path, received_at=world.clock.now(), about="", place="", text=f"没有亮证：{place.name}", hidden=True,
        supervisor_id=who, handler_id=place.organ.id, state="referred", due_at=world.clock.now(), extended=False,
        overdue_told=True,
    )  # fmt: skip
    world._add(row)
    world._add(CluePhoto(clue_id=row.id, position=1, sha256=bytes(32), jpeg=b"photo"))
    return Made(row.id, Thing(place.organ.id, place.region.path, who))
