"""Opening what was sealed to a region's key, which may since have moved, or been given a key of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from backend.approvals.problems import CANNOT_OPEN
from backend.certificates.keyring import seal_keys
from backend.kernel.signing import PrivateKey


def unsealed(tx: Session, folder: Path, region: str, open_with: Callable[[PrivateKey], str]) -> str:
    """What one of the keys opens that the region's words may be sealed to; asked for only after two people said yes.

    Raises NO_KEY, CANNOT_OPEN.
    """
    for key in seal_keys(tx, folder, region):
        with suppress(InvalidTag, ValueError):
            return open_with(key)
    raise CANNOT_OPEN()
