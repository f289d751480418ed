"""What an enterprise said of a visit and confirmed, for its own page."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.inspections import said
from backend.inspections.models import Inspection
from backend.papers.receipts import last_received
from backend.policy.ruleset import RuleSet
from backend.policy.workdays import term_of_workdays
from backend.public.facts import RecusalFacts, SaidFacts
from backend.rulesets import service as rulesets


def said_of(tx: Session, visit: Inspection) -> SaidFacts:
    """Everything that was said of a visit, in the order in which it was."""
    rules = rulesets.or_default(tx, visit.region_code, visit.arrived_at)
    confirmed = [(paper.kind, at) for paper, at in last_received(tx, visit)]
    return SaidFacts(
        present=said.present(tx, visit.id),
        statements=tuple((each.at, each.words) for each in said.statements(tx, visit.id)),
        recusals=_recusals(tx, visit),
        received=dict(reversed(confirmed)),
        result_workdays=rules.result.workdays,
        result_due=_due(visit, rules),
    )


def _recusals(tx: Session, visit: Inspection) -> tuple[RecusalFacts, ...]:
    rows = said.requests(tx, visit.id)
    names = identity.names(tx, [each.person_id for each in rows])
    return tuple(
        RecusalFacts(
            each.person_id, names[each.person_id], each.reason, each.requested_at, each.decision, each.note or "",
            each.decided_at,
        )
        for each in rows
    )  # fmt: skip


def _due(visit: Inspection, rules: RuleSet) -> date | None:
    """The last day on which the result may come (B-66)."""
    if not visit.over:
        return None
    left = (visit.left_at or visit.arrived_at).astimezone(rules.zone).date()
    return term_of_workdays(left, rules.result.workdays, rules.holiday_table).last_day
