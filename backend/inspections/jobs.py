"""What comes by the clock: orders to correct whose day has passed, visits whose result is missing."""

from __future__ import annotations

from backend.inspections import corrections, results_due
from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction


@job("inspections.corrections_overdue", every="40 * * * *")
def tell_overdue_corrections(tools: Tools) -> None:
    """Tell supervision, within the hour, of orders that ran out without another look (B-66)."""
    more = True
    while more:
        with transaction(tools.sessions) as tx:
            more = corrections.tell_overdue(tx, now=tools.clock.now()) > 0


@job("inspections.results_overdue", every="20 * * * *")
def tell_missing_results(tools: Tools) -> None:
    """Tell supervision, within the hour, of visits whose result did not come in its working days (B-66)."""
    more = True
    while more:
        with transaction(tools.sessions) as tx:
            more = results_due.tell_missing(tx, now=tools.clock.now()) > 0
