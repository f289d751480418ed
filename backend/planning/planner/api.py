"""/planner: every enterprise of an organ's region with what the organ may still do there; the next slot of one (B-46)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.enterprises import queries as enterprises
from backend.identity import queries as identity
from backend.identity.access.table import Thing
from backend.identity.models import Organ
from backend.kernel.http import access, actor, insist, now, tx
from backend.kernel.schema import page_of
from backend.planning.items.api import blueprint
from backend.planning.next_slots import Wish, slot_for
from backend.planning.planner import service as planner
from backend.planning.planner.answers import line_answer, slot_answer
from backend.planning.planner.filters import conditions
from backend.planning.planner.schemas import PlannerArgs, PlannerPage, SlotAnswer, SlotArgs

__all__ = ["blueprint"]


@blueprint.route("/planner", methods=["GET"])
@access("planner.see")
@blueprint.arguments(PlannerArgs, location="query")
@blueprint.response(200, PlannerPage)
def see_planner(args: dict[str, Any]) -> dict[str, Any]:
    """A page of enterprises: visits used and left this period, quiet or not and until when, the next lawful slot."""
    organ, path = _organ(args.pop("organ_id"))
    q, quiet, left = args.pop("q").strip(), args.pop("quiet"), args.pop("left")
    also = conditions(tx(), organ.id, path, now(), quiet=quiet, left=left)
    rows, total = enterprises.narrowed(tx(), path, also, q=q, **args)
    lines = [line_answer(each) for each in planner.standings(tx(), organ.id, rows, now())]
    told = {
        "organ": {"id": str(organ.id), "name": organ.name},
        "total_capped": bool(q) and total == enterprises.MOST_HITS,
    }
    return page_of(lines, total, args["page"], args["page_size"]) | told


@blueprint.route("/enterprises/<uuid:enterprise_id>/next-slot", methods=["GET"])
@access("task.plan")
@blueprint.arguments(SlotArgs, location="query")
@blueprint.response(200, SlotAnswer)
def see_next_slot(wish: Wish, enterprise_id: UUID) -> dict[str, Any]:
    """When these officers may go there next (B-46): outside quiet, under the cap, all of them free, with others if near."""
    return slot_answer(slot_for(tx(), actor(), enterprise_id, wish, now()))


def _organ(organ_id: UUID | None) -> tuple[Organ, str]:
    """The organ whose planner is asked for, the caller's own unless one is named, and where it lies. Raises NOT_FOUND."""
    wanted = organ_id or actor().organ_id
    path = identity.region_path_of(tx(), wanted)
    insist("planner.see", Thing(organ_id=wanted, region_path=path))
    return identity.organ(tx(), wanted), str(path)
