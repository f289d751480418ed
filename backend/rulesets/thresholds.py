"""Tells the registers how many class hours a year the rule set in force asks (B-14)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from backend.policy.ruleset import RuleSet
from backend.registers.hours import asked_by
from backend.rulesets import service
from backend.rulesets.queries import id_in_force


@asked_by
def hours_in_force(tx: Session, region_code: str, at: datetime) -> dict[str, int]:
    """Role → hours; before a region has rules, those of the papers."""
    rule_set_id = tx.scalar(id_in_force(region_code, at))
    rules = service.by_id(tx, rule_set_id) if rule_set_id is not None else RuleSet.default()
    return {"officer": rules.hours.officer, "reviewer": rules.hours.legal_reviewer}
