"""What comes by the clock: the counter of unknown look-ups forgets."""

from __future__ import annotations

from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction
from backend.public import limits


@job("public.forget_look_ups", every="*/10 * * * *")
def forget_look_ups(tools: Tools) -> None:
    """No disguised network stays longer than some minutes."""
    with transaction(tools.sessions) as tx:
        limits.forget(tx, tools.clock.now())
