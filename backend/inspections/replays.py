"""Trying a rule set on visits that happened: asked for by the bureau, worked off by a job that tells how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.inspections import replay_visits
from backend.inspections.comparing import Compared, Totals, compare, verdict_data
from backend.inspections.problems import REPLAY_SPAN, REPLAY_TOO_LARGE
from backend.inspections.replay_models import Replay, ReplayDifference
from backend.kernel.jobs import Tools, defer
from backend.kernel.limits import Limit, insist
from backend.kernel.transaction import transaction
from backend.policy.ruleset import RuleSet
from backend.rulesets.adopting import preview
from backend.rulesets.timeline import in_force_below

JOB = "inspections.replay"
MOST_VISITS = 300_000
"""What one worker reads into memory at once."""

LONGEST = timedelta(days=1100)
"""Three years."""

KEPT = timedelta(days=30)
ASKED = Limit("replay", 30, timedelta(hours=1))
TELL_EVERY = 1000
"""Visits between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried, as its asker calls it, and on the visits of which local days, both included."""

    name: str
    body: dict[str, Any]
    since: date
    until: date


def ask(tx: Session, *, actor: Actor, now: datetime, key: UUID, trial: Trial) -> Replay:
    """Queue a replay over the actor's region. Raises BODY_WRONG, REPLAY_SPAN, REPLAY_TOO_LARGE, TOO_OFTEN."""
    rules = preview(tx, actor.region, trial.body)
    if not trial.since <= trial.until <= trial.since + LONGEST:
        raise REPLAY_SPAN(field="until")
    total = replay_visits.size(tx, actor.region_path, trial.since, trial.until)
    if total > MOST_VISITS:
        raise REPLAY_TOO_LARGE(field="since", counted=f"{total:,}", most=f"{MOST_VISITS:,}")
    insist(tx, [ASKED.of(actor.person_id)], now)
    row = Replay(
        id=key, region_code=actor.region, requested_by=actor.person_id, requested_at=now, name=trial.name,
        body=rules.as_data(), since=trial.since, until=trial.until, state="waiting", total=total, done=0,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    defer(tx, JOB, once=f"{JOB}:{key}", replay_id=str(key))
    return row


def run(tools: Tools, replay_id: str) -> None:
    """Judge every visit of the span twice and keep what differs. A second run begins anew; a done one stays done."""
    key = UUID(replay_id)
    with transaction(tools.sessions) as tx:
        if not _begin(tx, key):
            return
    try:
        totals, differences = _compared(tools, key)
    except Exception:
        with transaction(tools.sessions) as tx:
            tx.execute(update(Replay).where(Replay.id == key).values(state="failed", finished_at=tools.clock.now()))
        raise
    with transaction(tools.sessions) as tx:
        _settle(tx, key, totals, differences, tools.clock.now())


def forget(tx: Session, now: datetime) -> None:
    """Replays of more than 30 days ago leave, with what they told."""
    tx.execute(delete(Replay).where(Replay.requested_at < now - KEPT))


def _begin(tx: Session, key: UUID) -> bool:
    started = update(Replay).where(Replay.id == key, Replay.state != "done").values(state="running", done=0)
    return tx.execute(started.returning(Replay.id)).first() is not None


def _compared(tools: Tools, key: UUID) -> tuple[Totals, list[Compared]]:
    totals, differences = Totals(), []
    with transaction(tools.sessions, read_only=True) as tx:
        for n, each in enumerate(_pairs(tx, tx.get_one(Replay, key)), 1):
            totals.add(each)
            differences += [each] if each.differs else []
            if n % TELL_EVERY == 0:
                _tell(tools, key, n)
    return totals, sorted(differences, key=lambda each: (each.day, each.arrived.visit.arrived.earliest))


def _pairs(tx: Session, asked: Replay) -> Iterator[Compared]:
    path = identity.region(tx, asked.region_code).path
    visits = replay_visits.visits(tx, path, asked.since, asked.until)
    tried = RuleSet.from_data(f"replay {asked.id}", asked.body)
    return compare(visits, in_force_below(tx, path), tried, asked.since, asked.until)


def _tell(tools: Tools, key: UUID, done: int) -> None:
    with transaction(tools.sessions) as tx:
        tx.execute(update(Replay).where(Replay.id == key).values(done=done))


def _settle(tx: Session, key: UUID, totals: Totals, differences: Iterable[Compared], now: datetime) -> None:
    row = tx.scalars(select(Replay).where(Replay.id == key).with_for_update()).one_or_none()
    if row is None or row.state == "done":
        return
    tx.execute(delete(ReplayDifference).where(ReplayDifference.replay_id == key))
    rows = [_row(key, n, each) for n, each in enumerate(differences, 1)]
    for start in range(0, len(rows), 1000):
        tx.execute(insert(ReplayDifference), rows[start : start + 1000])
    row.result, row.state, row.finished_at = totals.as_data(), "done", now
    row.done = row.total = sum(totals.before.quiet.values())


def _row(key: UUID, n: int, each: Compared) -> dict[str, Any]:
    visit, real = each.arrived.visit, each.arrived.inspection_id
    known = each.arrived.site is not None or real is None
    return {
        "replay_id": key, "n": n, "day": each.day, "becomes": each.becomes, "organ_id": visit.organ_id,
        "enterprise_id": visit.enterprise_id if known else None, "inspection_id": real,
        "before": verdict_data(each.before), "after": verdict_data(each.after),
    }  # fmt: skip
