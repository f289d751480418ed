"""What comes by the clock: tasks whose day has passed without a visit lapse."""

from __future__ import annotations

from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction
from backend.planning import queries, service


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
