"""What a planner and a phone choose from: officers, an enterprise's page and calendar, the snapshot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.certificates import queries as certificates
from backend.identity import queries as identity
from backend.identity.access.table import Thing, may
from backend.identity.models import Organ, Person
from backend.kernel.http import Blueprint, access, actor, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.planning import crew, enterprise_page, forecasts, queries
from backend.planning.answers import card_answer, task_answers
from backend.planning.items import queries as item_queries
from backend.planning.items.schemas import ItemChoices
from backend.planning.schemas import (
    CalendarAnswer,
    EnterpriseAnswer,
    LentArgs,
    OfficerChoices,
    OrganArgs,
    PlannedDayArgs,
    SnapshotAnswer,
    YearArgs,
)
from backend.registers.searching import found
from backend.rulesets import service as rulesets

blueprint = Blueprint("planning", __name__, url_prefix="/api/v1")

LENT_MOST = 20
ITEMS_MOST = 50
BEFORE, AFTER = timedelta(days=1), timedelta(days=7)


@blueprint.route("/officers", methods=["GET"])
@access("officer.list")
@blueprint.arguments(OrganArgs, location="query")
@blueprint.response(200, OfficerChoices)
def officers(args: dict[str, Any]) -> dict[str, Any]:
    """The officers of an organ with their cards as they stand now."""
    people = identity.officers_named(tx(), _organ("officer.list", args["organ_id"]), args["q"])
    cards = certificates.cards_of_people(tx(), [each.id for each in people], now())
    listed = [
        {"person_id": str(each.id), "name": each.name, "card": card_answer(cards.get(each.id))} for each in people
    ]
    return {"items": listed}


@blueprint.route("/items/choices", methods=["GET"])
@access("item.list")
@blueprint.arguments(OrganArgs, location="query")
@blueprint.response(200, ItemChoices)
def item_choices(args: dict[str, Any]) -> dict[str, Any]:
    """The items of an organ that a visit may be planned for, now or later (B-15), by name, pinyin or code."""
    organ_id = _organ("item.list", args["organ_id"])
    today = now().astimezone(ZoneInfo(identity.region(tx(), actor().region).zone)).date()
    chosen, total = item_queries.choices(tx(), organ_id, today, args["q"], ITEMS_MOST)
    return {"items": chosen, "total": total}


@blueprint.route("/officers/lent", methods=["GET"])
@access("task.plan")
@blueprint.arguments(LentArgs, location="query")
@blueprint.response(200, OfficerChoices)
def lent_officers(args: dict[str, Any]) -> dict[str, Any]:
    """Officers of other organs of the city by name, whom a superior's order may send along (B-11)."""
    named = found(args["q"], name=Person.name, pinyin=Person.pinyin)
    rows = tx().execute(crew.lent_officers(actor()).add_columns(Organ.name).where(named).limit(LENT_MOST)).all()
    cards = certificates.cards_of_people(tx(), [each.id for each, _ in rows], now())
    listed = [
        {"person_id": str(each.id), "name": each.name, "organ": organ, "card": card_answer(cards.get(each.id))}
        for each, organ in rows
    ]
    return {"items": listed}


@blueprint.route("/enterprises/<uuid:enterprise_id>", methods=["GET"])
@access("enterprise.see")
@blueprint.arguments(PlannedDayArgs, location="query")
@blueprint.response(200, EnterpriseAnswer)
def enterprise(args: dict[str, Any], enterprise_id: UUID) -> dict[str, Any]:
    """An enterprise, what the caller's organ may still do there (B-46), and on which grounds on a day (B-40)."""
    return enterprise_page.page(tx(), actor(), enterprise_id, args["day"], now())


@blueprint.route("/enterprises/<uuid:enterprise_id>/calendar", methods=["GET"])
@access("enterprise.see")
@blueprint.arguments(YearArgs, location="query")
@blueprint.response(200, CalendarAnswer)
def calendar(args: dict[str, Any], enterprise_id: UUID) -> dict[str, Any]:
    """A year at an enterprise: quiet days and visits."""
    return enterprise_page.calendar(tx(), actor(), enterprise_id, args["year"], now())


@blueprint.route("/snapshot", methods=["GET"])
@access("snapshot.take")
@blueprint.response(200, SnapshotAnswer)
def snapshot() -> dict[str, Any]:
    """What the phone takes along: yesterday's to next week's tasks, the rules, and what it judges them by beforehand (B-42)."""
    me = actor()
    rules = rulesets.in_force(tx(), me.region, now())
    today = now().astimezone(rules.zone).date()
    mine = queries.tasks_of_officer(tx(), me.person_id, today - BEFORE, today + AFTER)
    card = certificates.cards_of_people(tx(), [me.person_id], now()).get(me.person_id)
    return {
        "taken_at": now(), "server_time": now(),
        "person": {"id": str(me.person_id), "name": me.name, "role": me.role, "card": card_answer(card)},
        "tasks": task_answers(tx(), mine, now(), settings().public_url),
        "rule_set": {"id": rules.id, "body": rulesets.body_of(tx(), UUID(rules.id)), "holidays": rules.holidays},
        **forecasts.signed(tx(), me, mine, rules, settings().data_dir / "keys", now()),
    }  # fmt: skip


def _organ(action: str, organ_id: UUID | None) -> UUID:
    """The caller's own organ, or another one to which the table opens this. Raises NOT_FOUND for others."""
    wanted = organ_id or actor().organ_id
    region_path = identity.region_path_of(tx(), wanted)
    if not may(actor(), action, Thing(organ_id=wanted, region_path=region_path)):
        raise NOT_FOUND(field="organ_id")
    return wanted
