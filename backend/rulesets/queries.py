"""Which rule set is in force where and when (B-03)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from backend.approvals.models import ApprovalRequest
from backend.identity.models import Region
from backend.rulesets.models import RuleSetRow


def id_in_force(region: str | InstrumentedAttribute[str], at: Any) -> Select[UUID]:
    """The id of the rule set that holds in a region at a moment: its own, else that of the nearest region above it.

    A town follows its county until it has rules of its own. Of two that begin together the newest holds.
    """
    wanted, above = _holding(region)
    standing = wanted.where(RuleSetRow.effective_from <= at).where(
        or_(RuleSetRow.effective_to.is_(None), RuleSetRow.effective_to > at)
    )
    return standing.order_by(func.length(above.path).desc(), RuleSetRow.effective_from.desc()).limit(1)


def unchanged_around(tx: Session, region: str, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Between which moments around one no rule set of the region, or of one above it, begins or ends; None: none is known."""
    held, _ = _holding(region)
    spans = tx.execute(held.with_only_columns(RuleSetRow.effective_from, RuleSetRow.effective_to))
    turns = [moment for span in spans for moment in span if moment is not None]
    return max((each for each in turns if each <= at), default=None), min(
        (each for each in turns if each > at), default=None
    )


def oldest_id(region: str) -> Select[UUID]:
    """The id of the first rule set that ever held in a region, of its own before those from above."""
    wanted, above = _holding(region)
    return wanted.order_by(func.length(above.path).desc(), RuleSetRow.effective_from).limit(1)


def _holding(region: str | InstrumentedAttribute[str]) -> tuple[Select[UUID], type[Region]]:
    """The rule sets of a region and of those above it, and whose they are. Parents are told by the tree (B-38)."""
    here, above = aliased(Region), aliased(Region)
    inside = or_(here.path == above.path, func.starts_with(here.path, above.path.concat("/")))
    owned = select(RuleSetRow.id).join(above, above.code == RuleSetRow.region_code).join(here, inside)
    return owned.where(here.code == region), above


def of_region(tx: Session, region: str) -> Sequence[RuleSetRow]:
    """Every rule set of a region, the newest first."""
    wanted = select(RuleSetRow).where(RuleSetRow.region_code == region)
    return tx.scalars(wanted.order_by(RuleSetRow.effective_from.desc())).all()


def has_any(tx: Session, region: str) -> bool:
    """Whether the region ever had a rule set of its own. Waits for whoever is proposing its first one at this moment."""
    tx.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"rule set of {region}"))))
    return tx.scalar(select(RuleSetRow.id).where(RuleSetRow.region_code == region).limit(1)) is not None


def begins_at_or_after(tx: Session, region: str, moment: datetime) -> bool:
    """Whether a rule set of the region begins then or later."""
    later = select(RuleSetRow.id).where(RuleSetRow.region_code == region, RuleSetRow.effective_from >= moment)
    return tx.scalar(later.limit(1)) is not None


def end_at(tx: Session, region: str, moment: datetime) -> None:
    """End the rule set that would be in force at the moment: its successor begins there."""
    standing = update(RuleSetRow).where(RuleSetRow.region_code == region, RuleSetRow.effective_from < moment)
    open_then = or_(RuleSetRow.effective_to.is_(None), RuleSetRow.effective_to > moment)
    tx.execute(standing.where(open_then).values(effective_to=moment))


def waiting(tx: Session, region_path: str, kind: str, now: datetime) -> Sequence[ApprovalRequest]:
    """The proposals of a region that a second person may still decide, the oldest first."""
    wanted = select(ApprovalRequest).where(ApprovalRequest.kind == kind, ApprovalRequest.region_path == region_path)
    still = wanted.where(ApprovalRequest.state == "waiting", ApprovalRequest.expires_at > now)
    return tx.scalars(still.order_by(ApprovalRequest.requested_at)).all()
