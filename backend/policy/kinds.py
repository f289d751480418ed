"""Words for visits: kinds, triggers and outcomes, and what follows from them (B-23, B-24, B-33)."""

from __future__ import annotations

from backend.policy.facts import Visit

INSPECTIONS = frozenset({"daily", "case", "special", "followup"})
NON_INSPECTIONS = frozenset({"noninspection_service", "noninspection_survey", "noninspection_liaison", "supervision"})
TRIGGERS = frozenset(
    {
        "plan", "draw", "complaint", "hotline_12345", "transfer", "assignment", "monitoring", "enterprise_request",
        "licence", "deadline", "emergency", "superior", "media",
    }
)  # fmt: skip
OUTCOMES = frozenset(
    {
        "none_found", "corrected_on_spot", "order_to_correct", "case_opened", "referred", "aborted_before_entry",
        "aborted_on_site", "refused_lawful", "refused_other",
    }
)  # fmt: skip
NOBODY_ENTERED = frozenset({"aborted_before_entry", "refused_lawful", "refused_other"})


def is_inspection(visit: Visit) -> bool:
    """Whether it is an inspection; an unknown kind is taken for one until somebody decides (B-24)."""
    return visit.kind not in NON_INSPECTIONS


def is_understood(visit: Visit) -> bool:
    """Whether kind and trigger are words that we know; what is not is kept and reviewed."""
    return visit.kind in INSPECTIONS | NON_INSPECTIONS and visit.trigger in TRIGGERS


def entered(visit: Visit) -> bool:
    """Whether somebody got in; nothing known against it counts as yes (B-30, B-33)."""
    return visit.outcome not in NOBODY_ENTERED
