"""Which of many arrivals of one day need not be looked at one by one: a thousand of them must not delay the next."""

from __future__ import annotations

from backend.policy.counting import Tally, weigh
from backend.policy.facts import Visit
from backend.policy.ruleset import RuleSet


def stands_for_all(first: Visit, visit: Visit, rules: RuleSet) -> bool:
    """Whether a visit is judged the same beside `first` alone as beside it and all that came after it, alike, that day.

    Alike are visits of one task, kind, trigger, ground and premises, of which nobody said yet how they ended, and that
    share no officer with the visit. Of those the first counts, or is part of one that counts, and the others belong to
    it (B-30, B-31). Of exempt visits and non-inspections the number matters (B-24, B-27), of those that ended the order
    (B-33), and on the day of the visit itself how many came under other tasks (B-30): none of them stands for others.
    """
    days = first.arrived.days(rules.zone)
    same_task = first.task_id is not None and first.task_id == visit.task_id
    return (
        len(days) == 1
        and visit.outcome is None
        and first.followup_batch is None
        and weigh(first, Tally(), rules).uses_cap
        and (same_task or days[0] not in visit.arrived.days(rules.zone))
    )
