"""The secret half of a draw's seed: kept apart from the database until the draw is made, then told to everybody (B-85)."""

from __future__ import annotations

import hmac
from functools import cache
from pathlib import Path
from uuid import UUID

from backend.kernel.signing import load_or_make_secret


@cache
def _key(folder: Path) -> bytes:
    return load_or_make_secret(folder, "draws.secret")


def secret_of(folder: Path, draw_id: UUID) -> bytes:
    """32 bytes that nobody can know before the draw who does not hold the key; always the same for one draw."""
    return hmac.digest(_key(folder), b"seed " + draw_id.bytes, "sha256")


def salting_of(folder: Path, draw_id: UUID) -> bytes:
    """What hides the pairs that keep apart; never told."""
    return hmac.digest(_key(folder), b"pairs " + draw_id.bytes, "sha256")
