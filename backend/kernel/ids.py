"""Identifiers: time-ordered for rows (RFC 9562 version 7), random where order would tell something (version 4)."""

from __future__ import annotations

import secrets
import time
from uuid import UUID, uuid4

random_id = uuid4


def uuid7() -> UUID:
    """A new time-ordered identifier: 48 bits of milliseconds, then 74 random bits (RFC 9562 section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return UUID(int=value)
