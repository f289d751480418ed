"""The script that keeps drafts on phones, and the names under which it keeps them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from uuid import UUID

SCRIPT = (Path(__file__).parent / "draft.js").read_bytes()
DRAFT_SCRIPT = f"/p/draft.js?v={sha256(SCRIPT).hexdigest()[:8]}"
"""Another script has another address, so that phones may keep this one."""


def draft_name(form: str, visit: UUID | None = None) -> str:
    """The same for every scan of a visit; it tells nobody which visit that is."""
    return form if visit is None else f"{form} {sha256(visit.bytes).hexdigest()[:16]}"
