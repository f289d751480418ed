"""What comes by the clock: roots every hour, the figures of yesterday every morning, and lines whose time is over."""

from __future__ import annotations

from backend.audit import daily, roots
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


@job("audit.roots", every="7 * * * *")
def close_the_hour(tools: Tools) -> None:
    """Close what was written since the last time; run again, it finds nothing left to close."""
    roots.close_spans(tools.sessions, tools.clock.now())


@job("audit.retention", every="47 3 * * *")
def let_go(tools: Tools) -> None:
    """Delete lines whose three years are over; the database refuses any other."""
    with transaction(tools.sessions) as tx:
        roots.let_go(tx, tools.clock.now())
