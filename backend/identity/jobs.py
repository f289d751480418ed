"""What comes by the clock: what was counted, challenges, sessions and telephone numbers are forgotten in their time."""

from __future__ import annotations

from datetime import timedelta

from backend.identity.privacy import keeping
from backend.identity.signin import challenges
from backend.kernel import limits
from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction


@job("identity.forget_tries", every="*/10 * * * *")
def forget_tries(tools: Tools) -> None:
    """Nothing that was counted for a limit, and no challenge, stays longer than some minutes after its window."""
    with transaction(tools.sessions) as tx:
        limits.forget(tx, tools.clock.now())
        challenges.forget(tx, tools.clock.now())


@job("identity.retention", every="17 3 * * *")
def retention(tools: Tools) -> None:
    """Numbers of people who left, old sessions, browsers and invitations go when the notice says so (B-101)."""
    with transaction(tools.sessions) as tx:
        keeping.forget(tx, tools.clock.now(), contacts_for=timedelta(days=tools.settings.contact_days))
