"""What comes by the clock: every morning the bureau of each region is told what was looked at the day before."""

from __future__ import annotations

from backend.audit import daily
from backend.identity import queries as identity
from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction


@job("audit.digest", every="12 * * * *")
def sum_up_yesterday(tools: Tools) -> None:
    """Sum up yesterday for each region with a bureau, once its own night is over; run again, it changes nothing."""
    now = tools.clock.now()
    with transaction(tools.sessions, read_only=True) as tx:
        regions = identity.regions_with_bureau(tx)
    for region in regions:
        if day := daily.due(region, now):
            with transaction(tools.sessions) as tx:
                daily.make(tx, region, day, now)
