"""Rule sets as the rules want them: values. A row is never edited, so a value built from it never grows old (B-03).

Where a rule set does not name its zone (B-01) or its box (B-50), those of its region are meant: they belong to the
region, not to the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.policy.ruleset import RuleSet
from backend.rulesets.models import RuleSetRow
from backend.rulesets.problems import NONE_IN_FORCE
from backend.rulesets.queries import id_in_force, oldest_id

DEFAULT = "default"
"""The id of the rule set that judges where a region never adopted one."""

_built: dict[UUID, RuleSet] = {}
"""By row id; a few per region and year, so nothing needs to leave."""


def in_force(tx: Session, region_code: str, at: datetime) -> RuleSet:
    """The rule set of a region at a moment. Raises NONE_IN_FORCE."""
    rule_set_id = tx.scalar(id_in_force(region_code, at))
    if rule_set_id is None:
        raise NONE_IN_FORCE(region=region_code)
    return by_id(tx, rule_set_id)


def or_default(tx: Session, region_code: str, at: datetime) -> RuleSet:
    """The rule set in force, else the oldest of the region: an arrival is judged whatever its clock says.

    Where the region never had one: the default with the region's own zone and box; its id is 'default'.
    """
    rule_set_id = tx.scalar(id_in_force(region_code, at)) or tx.scalar(oldest_id(region_code))
    return by_id(tx, rule_set_id) if rule_set_id is not None else default_for(tx, region_code)


def judged_by(tx: Session, rule_set_id: UUID | None, region_code: str) -> RuleSet:
    """The rule set that a stored verdict names; None names the default of its region."""
    return by_id(tx, rule_set_id) if rule_set_id is not None else default_for(tx, region_code)


def default_for(tx: Session, region_code: str) -> RuleSet:
    """The default rule set as it would be in this region; its id is 'default'."""
    return RuleSet.from_data(DEFAULT, with_place(tx, region_code, {}))


def rights(tx: Session, region_code: str, at: datetime) -> dict[str, list[str]]:
    """What an enterprise is told (B-47), zh and en; where no rule set is in force, the default: a code is always answered."""
    return rights_of(tx, tx.scalar(id_in_force(region_code, at)))


def rights_of(tx: Session, rule_set_id: UUID | None) -> dict[str, list[str]]:
    """What this rule set tells an enterprise; None is the default."""
    return by_id(tx, rule_set_id).rights if rule_set_id is not None else RuleSet.default().rights


def known(rule_set_id: UUID | None) -> RuleSet | None:
    """The rule set of a row where this process has read it before."""
    return _built.get(rule_set_id) if rule_set_id is not None else None


def by_id(tx: Session, rule_set_id: UUID) -> RuleSet:
    """The rule set of a row that exists."""
    if rule_set_id not in _built:
        _built[rule_set_id] = RuleSet.from_data(rule_set_id, body_of(tx, rule_set_id))
    return _built[rule_set_id]


def body_of(tx: Session, rule_set_id: UUID) -> dict[str, Any]:
    """The parameters of a rule set as they were adopted, all of them; one that the code learned since has its default."""
    row = tx.get_one(RuleSetRow, rule_set_id)
    return with_place(tx, row.region_code, row.body)


def complete(tx: Session, region_code: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with a value for every parameter: what is adopted, so that no later default changes it (B-03)."""
    return RuleSet.from_data("complete", with_place(tx, region_code, body)).as_data()


def with_place(tx: Session, region_code: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body with its region's zone and box where it names none of its own."""
    region = identity.region(tx, region_code)
    box = [region.west, region.south, region.east, region.north]
    return {"tz": region.zone, **body, "geo": {"bbox": box, **body.get("geo", {})}}
