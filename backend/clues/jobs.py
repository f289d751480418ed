"""What comes by the clock: clues whose term has passed."""

from __future__ import annotations

from backend.clues import service
from backend.kernel.jobs import Tools, job


@job("clues.overdue", every="10 * * * *")
def tell_overdue_clues(tools: Tools) -> None:
    """Tell supervision, within the hour, of clues that nobody took up or answered in time (B-71)."""
    tools.until_done(service.tell_overdue)
