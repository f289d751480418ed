"""/replays: trying a rule set on visits that happened before anybody adopts it (B-03)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from backend.enterprises.models import Enterprise
from backend.identity import queries as identity
from backend.identity.models import Organ
from backend.inspections import replays
from backend.inspections.recusal_api import blueprint
from backend.inspections.replay_models import Replay, ReplayDifference
from backend.inspections.replay_schemas import (
    DifferenceArgs,
    ReplayAnswer,
    ReplayDifferencePage,
    ReplaysAnswer,
    TrialSchema,
)
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import page_of
from backend.policy.sentences import both
from backend.registers.searching import page

__all__ = ["blueprint"]
NEWEST = 50

_LINES = (
    select(
        ReplayDifference, Organ.name.label("organ_name"), Enterprise.name.label("enterprise_name"),
    )
    .join(Organ, Organ.id == ReplayDifference.organ_id)
    .outerjoin(Enterprise, Enterprise.id == ReplayDifference.enterprise_id)
)  # fmt: skip


@blueprint.route("/replays", methods=["POST"])
@access("ruleset.replay")
@idempotent
@blueprint.arguments(TrialSchema)
@blueprint.response(202, ReplayAnswer)
def try_rules(trial: replays.Trial) -> dict[str, Any]:
    """Try a rule set on the visits of a period; a job works it off, and nothing that was judged changes."""
    row = replays.ask(tx(), actor=actor(), now=now(), key=idempotency_key(), trial=trial)
    return _shown([row])[0]


@blueprint.route("/replays", methods=["GET"])
@access("ruleset.replay")
@blueprint.response(200, ReplaysAnswer)
def list_replays() -> dict[str, Any]:
    """The newest trials of the caller's region."""
    wanted = select(Replay).where(Replay.region_code == actor().region).order_by(Replay.requested_at.desc())
    return {"items": _shown(tx().scalars(wanted.limit(NEWEST)).all())}


@blueprint.route("/replays/<uuid:replay_id>", methods=["GET"])
@access("ruleset.replay")
@blueprint.response(200, ReplayAnswer)
def see_replay(replay_id: UUID) -> dict[str, Any]:
    """How far it is, and what it came to."""
    return _shown([_own(replay_id)])[0]


@blueprint.route("/replays/<uuid:replay_id>/differences", methods=["GET"])
@access("ruleset.replay")
@blueprint.arguments(DifferenceArgs, location="query")
@blueprint.response(200, ReplayDifferencePage)
def differences(args: dict[str, Any], replay_id: UUID) -> dict[str, Any]:
    """The visits that are judged otherwise, by day, each with both verdicts in words."""
    wanted = _LINES.where(ReplayDifference.replay_id == _own(replay_id).id)
    if args["becomes"]:
        wanted = wanted.where(ReplayDifference.becomes == args["becomes"])
    rows, total = page(tx(), wanted, (ReplayDifference.n,), args["page"], args["page_size"])
    return page_of([_line(row) for row in rows], total, args["page"], args["page_size"])


def _own(replay_id: UUID) -> Replay:
    row = tx().get(Replay, replay_id)
    if row is None or row.region_code != actor().region:
        raise NOT_FOUND()
    return row


def _shown(rows: Collection[Replay]) -> list[dict[str, Any]]:
    names = identity.names(tx(), [each.requested_by for each in rows])
    shown = ("id", "name", "since", "until", "state", "total", "done", "requested_at", "finished_at", "result")
    return [
        {name: getattr(each, name) for name in shown}
        | {"requested_by": {"id": str(each.requested_by), "name": names.get(each.requested_by, "")}}
        for each in rows
    ]


def _line(row: Row[Any]) -> dict[str, Any]:
    told: ReplayDifference = row.ReplayDifference
    enterprise = {"id": str(told.enterprise_id), "name": row.enterprise_name} if row.enterprise_name else None
    return {
        "n": told.n, "day": told.day.isoformat(), "becomes": told.becomes,
        "organ": {"id": str(told.organ_id), "name": row.organ_name}, "enterprise": enterprise,
        "inspection_id": str(told.inspection_id) if told.inspection_id else None,
        "before": _verdict(told.before), "after": _verdict(told.after),
    }  # fmt: skip


def _verdict(kept: dict[str, Any]) -> dict[str, Any]:
    said = {name: {"code": kept[name]["code"], "sentence": _said(kept[name])} for name in ("quiet", "cap")}
    return {**said, "findings": kept["findings"]}


def _said(half: dict[str, Any]) -> dict[str, Any]:
    return both(half["reason"], half["facts"])
