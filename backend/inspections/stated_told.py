"""How far a violation of the quiet period is: nothing stated, stated, confirmed, excused, reclassified (B-42)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.inspections.models import CheckIn, Inspection, VerdictRow
from backend.inspections.stated_models import StatedGround
from backend.kernel.schema import rfc3339
from backend.policy.quiet import QuietCode, explain_until
from backend.policy.ruleset import RuleSet
from backend.rulesets import service as rulesets

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """A visit that broke the quiet period, until when a ground may be stated, and what was stated, if anything was."""

    visit: Inspection
    rules: RuleSet
    until: datetime
    """From this moment on nothing is taken any more; counted from when the server heard of the arrival."""
    stated: StatedGround | None

    @property
    def state(self) -> str:
        """unstated, stated, confirmed, excused or reclassified."""
        if self.stated is None:
            return "unstated"
        return self.stated.decision or "stated"


def standings(tx: Session, inspection_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Those of these visits that broke the quiet period, reclassified ones included; one question for all."""
    if not inspection_ids:
        return {}
    rows = tx.execute(_about().where(Inspection.id.in_(inspection_ids)))
    return {each.visit.id: each for row in rows if (each := _standing(tx, row)) is not None}


def standing(tx: Session, inspection_id: UUID) -> Standing | None:
    """The same of one visit; None where it broke nothing."""
    return standings(tx, [inspection_id]).get(inspection_id)


def term(tx: Session, inspection_id: UUID) -> datetime | None:
    """Until when a ground may be stated for a visit, whatever its verdict; None where there is no such visit."""
    row = tx.execute(_about().where(Inspection.id == inspection_id)).one_or_none()
    return _term(row, _rules(tx, row)) if row is not None else None


def of_visit(tx: Session, inspection_id: UUID) -> dict[str, Any] | None:
    """The same for desk and phone."""
    found = standing(tx, inspection_id)
    return answers(tx, [found])[0] if found is not None else None


def waits(tx: Session, inspection_id: UUID) -> bool:
    """Whether a ground was stated that nobody has decided about."""
    undecided = StatedGround.inspection_id == inspection_id, StatedGround.decision.is_(None)
    return tx.scalar(select(StatedGround.id).where(*undecided)) is not None


def listed(tx: Session, actor: Actor, *, open_only: bool) -> list[dict[str, Any]]:
    """What was stated and the actor may see: the newest, or what has waited longest of those that nobody decided."""
    wanted = _about().where(StatedGround.id.is_not(None)).limit(MOST_LISTED)
    sides: dict[str, Any] = {"organ": Inspection.organ_id, "region_path": Inspection.region_path}
    seen = visible(wanted, actor, "ground.see", **sides)
    waiting = seen.where(StatedGround.decision.is_(None)).order_by(StatedGround.received_at)
    rows = tx.execute(waiting if open_only else seen.order_by(StatedGround.received_at.desc()))
    return answers(tx, [each for row in rows if (each := _standing(tx, row)) is not None])


def answers(tx: Session, found: Sequence[Standing]) -> list[dict[str, Any]]:
    """They as the wire shows them, with the grounds that the rules of the arrival know."""
    rows = [each.stated for each in found if each.stated is not None]
    names = identity.names(tx, [one for row in rows for one in (row.told_by, row.decided_by) if one is not None])
    return [_told(each, names) for each in found]


def _told(found: Standing, names: Mapping[UUID, str]) -> dict[str, Any]:
    visit, row = found.visit, found.stated
    return {
        "inspection_id": str(visit.id), "enterprise_name": visit.enterprise_name, "organ_name": visit.organ_name,
        "arrived_at": rfc3339(visit.arrived_at), "state": found.state, "until": rfc3339(found.until),
        "grounds": [
            {"code": each.code, "evidence": each.needs_evidence, "prior": each.needs_prior_approval}
            for each in found.rules.grounds.values()
        ],
        "stated": _as_stated(row, names) if row is not None else None,
    }  # fmt: skip


def _as_stated(row: StatedGround, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "ground": row.ground, "evidence_id": row.evidence_id, "words": row.words, "at": rfc3339(row.at),
        "received_at": rfc3339(row.received_at), "by": names.get(row.told_by), "note": row.note,
        "decided_at": rfc3339(row.decided_at) if row.decided_at else None,
        "decided_by": names.get(row.decided_by) if row.decided_by else None,
    }  # fmt: skip


_NEWEST = (
    select(VerdictRow.id).where(VerdictRow.inspection_id == Inspection.id)
    .order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc()).limit(1).correlate(Inspection).scalar_subquery()
)  # fmt: skip


def _about() -> Select[Any]:
    quiet = VerdictRow.body["quiet"]["code"].as_string().label("quiet")
    return (
        select(Inspection, StatedGround, CheckIn.received_at, VerdictRow.rule_set_id, quiet)
        .join(CheckIn, CheckIn.inspection_id == Inspection.id).join(VerdictRow, VerdictRow.id == _NEWEST)
        .outerjoin(StatedGround, StatedGround.inspection_id == Inspection.id)
    )  # fmt: skip


def _standing(tx: Session, row: Row[Any]) -> Standing | None:
    if row.StatedGround is None and row.quiet != QuietCode.VIOLATION:
        return None
    rules = _rules(tx, row)
    return Standing(row.Inspection, rules, _term(row, rules), row.StatedGround)


def _rules(tx: Session, row: Row[Any]) -> RuleSet:
    return rulesets.judged_by(tx, row.rule_set_id, row.Inspection.region_code)


def _term(row: Row[Any], rules: RuleSet) -> datetime:
    return explain_until(row.received_at, rules)
