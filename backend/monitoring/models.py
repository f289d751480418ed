"""Projections for the map, kept by a follower; they can be rebuilt from the journal and the rows."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class PlaceCell(Base):
    """How many enterprises lie in a cell of a quarter tile: what low zooms draw instead of points."""

    __tablename__ = "place_cell"
    __table_args__ = (Index("ix_place_cell_region_code", "region_code"),)

    zoom: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[int] = mapped_column(primary_key=True)
    y: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
