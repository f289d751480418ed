"""Rule sets: never edited, only succeeded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class RuleSetRow(Base):
    """All parameters of a region during [effective_from, effective_to); spans of a region never overlap (B-03)."""

    __tablename__ = "rule_set"
    __table_args__ = (Index("ix_rule_set_region_code", "region_code"),)

    id: Mapped[Key]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    effective_from: Mapped[datetime]
    effective_to: Mapped[datetime | None]
    approved_by: Mapped[str]
    source_document: Mapped[str]
    body: Mapped[dict[str, Any]]
    """Every parameter with its value as it was adopted: a later default reaches none of them."""
    examples: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    """Its own examples: case and expected verdict; every one passed when it was adopted."""
    preset: Mapped[str | None]
    """The preset that it was made from, if one was."""
    adopted_at: Mapped[datetime | None]
