"""What comes by the clock: orders to correct whose day has passed, visits whose result is missing."""

from __future__ import annotations

from backend.inspections import corrections, replays, results_due
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


@job(replays.JOB, tries=3)
def try_rules(tools: Tools, replay_id: str) -> None:
    """Judge the visits of a period by a rule set that is tried (B-03)."""
    replays.run(tools, replay_id)


@job("inspections.forget_replays", every="35 2 * * *")
def forget_replays(tools: Tools) -> None:
    """Trials of more than 30 days ago leave."""
    with transaction(tools.sessions) as tx:
        replays.forget(tx, tools.clock.now())
