"""Ids of the demo are made from what they name, so that loading twice finds the same rows."""

from __future__ import annotations

from functools import cache
from uuid import UUID, uuid5

_DEMO = UUID("9b1c2f52-7f0e-4d59-9d5c-420117000000")


@cache
def demo_id(*parts: object) -> UUID:
    """The id of the demo thing that these words name."""
    return uuid5(_DEMO, "/".join(str(part) for part in parts))
