"""Loads the demo step by step, each in a transaction of its own."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.certificates import codes
from backend.certificates.models import Card
from backend.certificates.queries import visit_codes_of
from backend.config import Settings
from backend.demo import acting, base, cards, clues, draws, endings, handover, history, lists, peace, plans, sheets
from backend.demo.accounts import PEOPLE, one
from backend.demo.day import Day
from backend.demo.names import BUREAU, REGION
from backend.demo.today import ANSWERED, Today, waiting_task
from backend.identity.models import Person
from backend.identity.signin.passwords import hash_password, password_fits
from backend.kernel.clock import Clock
from backend.kernel.transaction import Sessions, transaction
from backend.monitoring.cells import recount
from backend.supervision import queries as supervision
from backend.supervision import service as alerts
from backend.worker import followers, run_journal_once

PATIENCE_SECONDS = 5.0


def load_demo(settings: Settings, sessions: Sessions, clock: Clock) -> Path:
    """Bring the demo up to date; returns the path of demo.json. Twice is once, on another day it renews that day."""
    password, keys = handover.password(settings.data_dir), settings.data_dir / "keys"
    with transaction(sessions) as tx:
        base.lay(tx, _password_hash(tx, password, settings.argon2_memory_kib))
        since = cards.keys_since(tx, keys, clock.now())
        cards.issue(tx, keys, clock.now())
        plans.draw_up(tx, clock.now())
        lists.publish(tx, clock.now(), plans.published_at(clock.now()))
        plans.add_special(tx, clock.now())
        recount(tx, REGION)
    history.write(sessions, clock.now())
    day = Day.of(clock.now(), since)
    enterprise = Today(sessions, day, keys).renew()
    with transaction(sessions) as tx:
        clues.tell(tx, day)
        sheets.hand_in(tx, day)
        peace.leave(tx, day)
        endings.leave(tx, day)
        draws.hold(tx, day, keys)
        plans.carry_out(tx, clock.now())
    _answer_the_old_alert(sessions, clock)
    with transaction(sessions, read_only=True) as tx:
        links = _links(tx, settings, day, enterprise)
    return handover.write(settings.data_dir, base=settings.app_url, password=password, links=links)


def _password_hash(tx: Session, password: str, memory_kib: int) -> str:
    """One hash for all demo accounts, which share their password; a lost demo.json gives all a new one."""
    ids = [each.id for each in PEOPLE]
    stored = tx.scalars(select(Person.password_hash).where(Person.id.in_(ids)).distinct()).all()
    if len(stored) == 1 and (same := stored[0]) and password_fits(same, password, memory_kib):
        return same
    encoded = hash_password(password, memory_kib)
    tx.execute(update(Person).where(Person.id.in_(ids)).values(password_hash=encoded, one_time_until=None))
    return encoded


def _answer_the_old_alert(sessions: Sessions, clock: Clock) -> None:
    """Let the followers read today's events; then the bureau closes the alert of the visit of some weeks ago.

    A worker that runs already may be reading them: it is waited for.
    """
    bureau, until = acting.actor(one("bureau", BUREAU.code)), time.monotonic() + PATIENCE_SECONDS
    while True:
        while run_journal_once(sessions, followers(), clock):
            pass
        with transaction(sessions) as tx:
            found = supervision.alerts_of(tx, bureau, ANSWERED)
            for alert in found:
                if alert.state != "closed":
                    reason = "已约谈带队人员，确认为排期失误，已向企业说明，并调整计划。"
                    alerts.close(tx, actor=bureau, now=clock.now(), alert_id=alert.id, reason=reason)
        if found or time.monotonic() > until:
            return
        time.sleep(0.1)


def _links(tx: Session, settings: Settings, day: Day, enterprise: int) -> handover.Links:
    card = tx.scalars(select(Card).where(Card.person_id == PEOPLE[0].id)).one()
    task = waiting_task(tx, day)
    code = visit_codes_of(tx, [task])[task]
    return handover.Links(
        certificate_url=f"{settings.public_url}/c/{codes.to_text(card.cose)}",
        visit_url=f"{settings.public_url}/i/{codes.to_text(code.cose)}",
        short_code=code.short_code,
        enterprise=enterprise,
    )
