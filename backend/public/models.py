"""What the public pages remember: how often a network asked for codes that do not exist."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, UtcTimestamp


class UnknownLookUp(Base):
    """Look-ups of one network that found nothing, within the last minute (B-96); forgotten soon after."""

    __tablename__ = "unknown_look_up"

    network: Mapped[bytes] = mapped_column(primary_key=True)
    """HMAC of the truncated address with the key of the day; no address is kept."""
    moments: Mapped[list[datetime]] = mapped_column(ARRAY(UtcTimestamp))
    last_at: Mapped[datetime] = mapped_column(index=True)
