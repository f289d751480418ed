"""What comes by the clock: reviews of the white list that nobody made."""

from __future__ import annotations

from backend.enterprises import whitelist
from backend.kernel.jobs import Tools, job


@job("enterprises.whitelist_reviews", every="15 * * * *")
def tell_reviews_due(tools: Tools) -> None:
    """Tell supervision, within the hour, of entries whose review is overdue (B-36)."""
    tools.until_done(whitelist.tell_reviews_due)
