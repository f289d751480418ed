"""What comes by the clock: tasks whose day has passed lapse; overdue items and unanswered proposals are told of."""

from __future__ import annotations

from backend.identity import queries as identity
from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction
from backend.planning import queries, service
from backend.planning.items import queries as item_queries
from backend.planning.items import service as items
from backend.planning.joint import due as joint_due
from backend.planning.plans import due as plan_due


@job("planning.lapse", every="* * * * *")
def lapse_overdue(tools: Tools) -> None:
    """Lapse what is overdue, each region by its own midnight; killed and run again, it goes on where it stopped."""
    now = tools.clock.now()
    with transaction(tools.sessions, read_only=True) as tx:
        regions = queries.regions_with_overdue(tx, now)
    for code in regions:
        more = True
        while more:
            with transaction(tools.sessions) as tx:
                more = service.lapse(tx, region_code=code, now=now) > 0


@job("planning.items_overdue", every="20 * * * *")
def tell_overdue_items(tools: Tools) -> None:
    """Tell supervision, within the hour, of items that stand too long after their basis was repealed (B-16)."""
    with transaction(tools.sessions, read_only=True) as tx:
        regions = item_queries.regions_with_repealed(tx)
    for code in regions:
        with transaction(tools.sessions) as tx:
            items.tell_overdue(tx, region_code=code, now=tools.clock.now())


@job("planning.joint_unanswered", every="50 * * * *")
def tell_unanswered_proposals(tools: Tools) -> None:
    """Tell supervision, within the hour, of joint visits that were proposed and that nobody answered (B-88)."""
    tools.until_done(joint_due.tell_unanswered)


@job("planning.plans_due", every="25 * * * *")
def tell_of_plans(tools: Tools) -> None:
    """Remind organs, and tell supervision, within the hour, of plans that are not published in time (B-17, B-18)."""
    with transaction(tools.sessions, read_only=True) as tx:
        regions = identity.region_codes(tx)
    for code in regions:
        with transaction(tools.sessions) as tx:
            plan_due.tell(tx, region_code=code, now=tools.clock.now())
