"""What comes by the clock: visits that nobody left, orders whose day has passed, missing results, too many exceptions."""

from __future__ import annotations

from backend.inspections import (
    abort_notes_due,
    backfills_due,
    closing,
    codeless_due,
    corrections,
    exempt_shares,
    replays,
    results_due,
)
from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction


@job("inspections.close_forgotten", every="*/5 * * * *")
def close_forgotten(tools: Tools) -> None:
    """Close, within five minutes, visits that nobody checked out of (B-53)."""
    tools.until_done(closing.close_forgotten)


@job("inspections.corrections_overdue", every="40 * * * *")
def tell_overdue_corrections(tools: Tools) -> None:
    """Tell supervision, within the hour, of orders that ran out without another look (B-66)."""
    tools.until_done(corrections.tell_overdue)


@job("inspections.results_overdue", every="20 * * * *")
def tell_missing_results(tools: Tools) -> None:
    """Tell supervision, within the hour, of visits whose result did not come in its working days (B-66)."""
    tools.until_done(results_due.tell_missing)


@job("inspections.abort_notes_overdue", every="30 * * * *")
def tell_missing_notes(tools: Tools) -> None:
    """Tell supervision, within the hour, of visits broken off in a row that no leader explained (B-33)."""
    tools.until_done(abort_notes_due.tell_missing)


@job("inspections.backfills_overdue", every="15 * * * *")
def tell_missing_approvals(tools: Tools) -> None:
    """Tell supervision, within the hour, of emergency visits whose approval nobody made up in time (B-19)."""
    tools.until_done(backfills_due.tell_missing)


@job("inspections.codeless_overdue", every="10 * * * *")
def tell_unreported_codeless(tools: Tools) -> None:
    """Tell supervision, within the hour, of visits without a code that nobody reported in time (B-54)."""
    tools.until_done(codeless_due.tell_unreported)


@job("inspections.exempt_shares", every="5 * * * *")
def tell_exempt_shares(tools: Tools) -> None:
    """Tell supervision, within the hour, of subjects whose visits of a month stood on exceptions too often (B-45)."""
    with transaction(tools.sessions) as tx:
        exempt_shares.tell_high(tx, now=tools.clock.now())


@job(replays.JOB, tries=3)
def try_rules(tools: Tools, replay_id: str) -> None:
    """Judge the visits of a period by a rule set that is tried (B-03)."""
    replays.run(tools, replay_id)


@job("inspections.forget_replays", every="35 2 * * *")
def forget_replays(tools: Tools) -> None:
    """Trials of more than 30 days ago leave."""
    with transaction(tools.sessions) as tx:
        replays.forget(tx, tools.clock.now())
