"""/whitelist and /enterprises/{id}/quiet-days: who is left in peace, and when (B-36, B-37)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.enterprises import chosen_days, queries, whitelist, whitelist_queries
from backend.enterprises.whitelist import Proposal
from backend.enterprises.whitelist_models import ChosenQuietDay, WhitelistEntry
from backend.enterprises.whitelist_schemas import (
    EntryDecisionBody,
    EntryEndBody,
    ProposalBody,
    QuietDaysAnswer,
    QuietDaysBody,
    WhitelistAnswer,
    WhitelistArgs,
    WhitelistPage,
)
from backend.identity import queries as identity
from backend.identity.access.table import Thing, may
from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import page_of, rfc3339
from backend.rulesets import service as rulesets

blueprint = Blueprint("enterprises", __name__, url_prefix="/api/v1")


@blueprint.route("/whitelist", methods=["GET"])
@access("whitelist.see")
@blueprint.arguments(WhitelistArgs, location="query")
@blueprint.response(200, WhitelistPage)
def list_whitelist(args: dict[str, Any]) -> dict[str, Any]:
    """A page of the white list (B-36)."""
    sort, number, size = args.pop("sort"), args.pop("page"), args.pop("page_size")
    rows, total = whitelist_queries.page(tx(), whitelist_queries.listed(actor(), **args), sort, number, size)
    asked = rulesets.or_default(tx(), actor().region, now()).whitelist.conditions
    return {**page_of(_answers(rows), total, number, size), "conditions": asked}


@blueprint.route("/enterprises/<uuid:enterprise_id>/whitelist", methods=["POST"])
@access("whitelist.propose")
@idempotent
@blueprint.arguments(ProposalBody)
@blueprint.response(201, WhitelistAnswer)
def propose(told: Proposal, enterprise_id: UUID) -> dict[str, Any]:
    """Ask that an enterprise come on the white list; another person of the bureau decides."""
    key = idempotency_key()
    row = whitelist.propose(tx(), actor=actor(), entry_id=key, enterprise_id=enterprise_id, told=told, now=now())
    return _answer(row)


@blueprint.route("/whitelist/<uuid:entry_id>/decision", methods=["POST"])
@access("whitelist.decide")
@idempotent
@blueprint.arguments(EntryDecisionBody)
@blueprint.response(200, WhitelistAnswer)
def decide(body: dict[str, str], entry_id: UUID) -> dict[str, Any]:
    """Put the enterprise on the list, or not."""
    return _answer(whitelist.decide(tx(), actor=actor(), entry_id=entry_id, now=now(), **body))


@blueprint.route("/whitelist/<uuid:entry_id>/review", methods=["POST"])
@access("whitelist.keep")
@idempotent
@blueprint.response(200, WhitelistAnswer)
def review(entry_id: UUID) -> dict[str, Any]:
    """Note that the conditions were looked at again and hold."""
    return _answer(whitelist.review(tx(), actor=actor(), entry_id=entry_id, now=now()))


@blueprint.route("/whitelist/<uuid:entry_id>/end", methods=["POST"])
@access("whitelist.keep")
@idempotent
@blueprint.arguments(EntryEndBody)
@blueprint.response(200, WhitelistAnswer)
def end(body: dict[str, str], entry_id: UUID) -> dict[str, Any]:
    """Take the enterprise off the list from today on."""
    return _answer(whitelist.end(tx(), actor=actor(), entry_id=entry_id, now=now(), **body))


@blueprint.route("/enterprises/<uuid:enterprise_id>/quiet-days", methods=["GET"])
@access("quiet_day.see")
@blueprint.response(200, QuietDaysAnswer)
def list_quiet_days(enterprise_id: UUID) -> dict[str, Any]:
    """The quiet days that the enterprise chose, withdrawn ones too (B-37)."""
    return _chosen(enterprise_id)


@blueprint.route("/enterprises/<uuid:enterprise_id>/quiet-days", methods=["POST"])
@access("quiet_day.write")
@idempotent
@blueprint.arguments(QuietDaysBody)
@blueprint.response(201, QuietDaysAnswer)
def enter_quiet_days(body: dict[str, Any], enterprise_id: UUID) -> dict[str, Any]:
    """Enter the quiet days of an enterprise's application: all of them, or none."""
    chosen_days.enter(tx(), actor=actor(), enterprise_id=enterprise_id, now=now(), **body)
    return _chosen(enterprise_id)


@blueprint.route("/quiet-days/<uuid:day_id>/withdrawal", methods=["POST"])
@access("quiet_day.write")
@idempotent
@blueprint.response(200, QuietDaysAnswer)
def withdraw_quiet_day(day_id: UUID) -> dict[str, Any]:
    """Take back a chosen day that still lies ahead."""
    return _chosen(chosen_days.withdraw(tx(), actor=actor(), day_id=day_id, now=now()))


def _answer(row: WhitelistEntry) -> dict[str, Any]:
    tx().flush()
    found = tx().execute(whitelist_queries.listed(actor()).where(WhitelistEntry.id == row.id)).all()
    return _answers(found)[0]


def _answers(rows: Sequence[Any]) -> list[dict[str, Any]]:
    people = {each for row in rows for each in (row[0].proposed_by, row[0].decided_by) if each}
    names, dues = identity.names(tx(), [*people]), whitelist.dues_of(tx(), [row[0] for row in rows], now())
    return [_entry(row, names, dues.get(row[0].id)) for row in rows]


def _entry(found: Any, names: dict[UUID, str], due: date | None) -> dict[str, Any]:
    row: WhitelistEntry = found[0]
    thing = Thing(organ_id=row.organ_id, region_path=row.region_path, owner_id=row.proposed_by)
    another = row.proposed_by != actor().person_id
    return {
        "id": str(row.id), "state": row.state, "organ": {"id": str(row.organ_id), "name": found.organ, "name_en": found.organ_en},
        "enterprise": {"id": str(row.enterprise_id), "name": found.enterprise, "identifier": found.identifier},
        "conditions": row.conditions, "reason": row.reason, "document": row.document, "from_on": _day(row.from_on),
        "to_on": _day(row.to_on), "proposed_by": _named(row.proposed_by, names),
        "proposed_at": rfc3339(row.proposed_at), "decided_by": _named(row.decided_by, names), "note": row.note,
        "reviewed_on": _day(row.reviewed_on), "review_due": _day(due), "ended_on": _day(row.ended_on),
        "end_reason": row.end_reason, "end_words": row.end_words,
        "may_decide": row.state == "proposed" and another and may(actor(), "whitelist.decide", thing),
        "may_keep": row.state == "listed" and may(actor(), "whitelist.keep", thing),
    }  # fmt: skip


def _named(person_id: UUID | None, names: dict[UUID, str]) -> dict[str, str] | None:
    return {"id": str(person_id), "name": names[person_id]} if person_id else None


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _chosen(enterprise_id: UUID) -> dict[str, Any]:
    row = queries.one(tx(), actor().region_path, enterprise_id)
    if row is None:
        raise NOT_FOUND()
    days = chosen_days.standing(tx(), enterprise_id)
    names = identity.names(tx(), [who for each in days for who in (each.recorded_by, each.withdrawn_by) if who])
    rules = rulesets.or_default(tx(), row.enterprise_region, now())
    return {"most": chosen_days.most_of(row, rules), "items": [_chosen_day(each, names) for each in days]}


def _chosen_day(each: ChosenQuietDay, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "id": str(each.id), "day": each.day.isoformat(), "document": each.document,
        "recorded_by": names[each.recorded_by], "recorded_at": rfc3339(each.recorded_at),
        "withdrawn_by": names[each.withdrawn_by] if each.withdrawn_by else None,
        "withdrawn_at": rfc3339(each.withdrawn_at) if each.withdrawn_at else None,
    }  # fmt: skip
