"""/setup: how far the installation is; the founding of its bureau."""

from __future__ import annotations

from typing import Any

from backend.identity.founding import BureauName, Ground, Place
from backend.kernel.geo import Box
from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, settings, tx
from backend.rulesets.presets import presets
from backend.setup import acts, queries, service
from backend.setup.schemas import (
    DepartmentBody,
    FoundingBody,
    ItemsBody,
    PeopleAtHand,
    PresetLines,
    PublicationBody,
    RulesBody,
    SetupAnswer,
)

blueprint = Blueprint("setup", __name__, url_prefix="/api/v1")


@blueprint.route("/setup", methods=["GET"])
@access("setup.see")
@blueprint.response(200, SetupAnswer)
def see_setup() -> service.Progress:
    """What stands, and what is still missing before the first visit can be made."""
    return _progress()


@blueprint.route("/setup/bureau", methods=["POST"])
@access("setup.act")
@idempotent
@blueprint.arguments(FoundingBody)
@blueprint.response(201, SetupAnswer)
def found_bureau(body: dict[str, Any]) -> service.Progress:
    """Found the bureau: its region with all above it, the keys, the administrator's place. Once per installation."""
    tree = [Place(each["code"], each["level"], *_names(each)) for each in body["regions"]]
    ground = Ground(body["zone"], Box(**body["box"]))
    bureau = BureauName(body["bureau"]["code"], *_names(body["bureau"]))
    keys = settings().data_dir / "keys"
    organ = service.found_bureau(tx(), actor=actor(), now=now(), tree=tree, ground=ground, bureau=bureau, keys=keys)
    return service.progress(tx(), region=organ.region_code, organ_id=organ.id, now=now())


@blueprint.route("/setup/people", methods=["GET"])
@access("setup.see")
@blueprint.response(200, PeopleAtHand)
def people_at_hand() -> dict[str, Any]:
    """Who of the department at hand could plan, approve or make the first visit."""
    organ = _progress().organ
    return {"items": queries.people_at_hand(tx(), organ.id, now()) if organ else []}


@blueprint.route("/setup/presets", methods=["GET"])
@access("setup.see")
@blueprint.response(200, PresetLines)
def see_presets() -> dict[str, Any]:
    """Ready rule sets to begin with."""
    return {"items": [*presets().values()]}


@blueprint.route("/setup/rules", methods=["POST"])
@access("setup.act")
@idempotent
@blueprint.arguments(RulesBody)
@blueprint.response(201, SetupAnswer)
def first_rules(body: dict[str, Any]) -> service.Progress:
    """Adopt the region's first rule set; until the first visit is planned."""
    acts.first_rules(tx(), actor=actor(), now=now(), rule_set_id=idempotency_key(), preset=body["preset"])
    return _progress()


@blueprint.route("/setup/department", methods=["POST"])
@access("setup.act")
@idempotent
@blueprint.arguments(DepartmentBody)
@blueprint.response(201, SetupAnswer)
def first_department(body: dict[str, Any]) -> service.Progress:
    """A department, published as a subject at once; until the first visit is planned."""
    acts.first_department(tx(), actor=actor(), now=now(), organ_id=idempotency_key(), values=body)
    return _progress()


@blueprint.route("/setup/items", methods=["POST"])
@access("setup.act")
@idempotent
@blueprint.arguments(ItemsBody)
@blueprint.response(201, SetupAnswer)
def first_items(body: dict[str, Any]) -> service.Progress:
    """Items of a department, published at once; until the first visit is planned."""
    acts.first_items(tx(), actor=actor(), now=now(), organ_id=body["organ_id"], wanted=body["items"])
    return _progress()


@blueprint.route("/setup/publication", methods=["POST"])
@access("setup.act")
@idempotent
@blueprint.arguments(PublicationBody)
@blueprint.response(201, SetupAnswer)
def publish(body: dict[str, Any]) -> service.Progress:
    """Publish subjects or items as they stand; until the first visit is planned."""
    acts.publish(tx(), actor=actor(), now=now(), kind=body["kind"])
    return _progress()


def _progress() -> service.Progress:
    tx().flush()
    return service.progress(tx(), region=actor().region, organ_id=actor().organ_id, now=now())


def _names(body: dict[str, str]) -> tuple[str, str]:
    return body["name"], body["name_en"] or body["name"]
