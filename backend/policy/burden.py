"""The burden ledger: how often somebody came to an enterprise's door, exempt or not (B-24, B-28, B-29, B-30)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from backend.policy.facts import Id, Visit
from backend.policy.kinds import entered
from backend.policy.ruleset import RuleSet


def burden(visits: Iterable[Visit], rules: RuleSet) -> int:
    """Entries of all subjects at one enterprise: a joint visit is one, so is a subject's day at a door (B-29, B-30).

    Visits where nobody was let in are no burden; all others are shown, whether they use up a cap or not (B-33).
    """
    came = [each for each in visits if entered(each)]
    alone = {
        (each.organ_id, each.site_id, each.arrived.days(rules.zone)[0]) for each in came if each.joint_group is None
    }
    return len(alone) + sum(_joint_entries(group, rules) for group in _groups(came))


def _groups(visits: Sequence[Visit]) -> list[list[datetime]]:
    groups: dict[tuple[Id, Id, Id | None], list[datetime]] = {}
    for each in visits:
        if each.joint_group is not None:
            key = (each.joint_group, each.enterprise_id, each.site_id)
            groups.setdefault(key, []).append(each.arrived.earliest)
    return list(groups.values())


def _joint_entries(arrivals: list[datetime], rules: RuleSet) -> int:
    """Arrivals within the window after the first are one entry; the next one after it opens a new window (B-29)."""
    window, entries, opened = timedelta(minutes=rules.joint.window_min), 0, None
    for arrival in sorted(arrivals):
        if opened is None or arrival - opened > window:
            entries, opened = entries + 1, arrival
    return entries
