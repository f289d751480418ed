"""Enterprises and their premises."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geography
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key
from backend.kernel.spelled import Spelled


class Enterprise(Spelled, Base):
    """Somebody who is visited; found by (scheme, identifier), e.g. ('uscc', '91420117MA0DEM001C') (B-06)."""

    __tablename__ = "enterprise"
    __table_args__ = (
        UniqueConstraint("scheme", "identifier"),
        Index("ix_enterprise_region_path", "region_path", postgresql_ops={"region_path": "text_pattern_ops"}),
        Index("ix_enterprise_region_code", "region_code"),
        Index("ix_enterprise_name_trgm", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
        Index("ix_enterprise_name_grams", func.grams(text("name")), postgresql_using="gin"),
        Index("ix_enterprise_id_region_path", "id", "region_path"),
        Index("ix_enterprise_identifier", "identifier", postgresql_ops={"identifier": "text_pattern_ops"}),
        Index("ix_enterprise_by_pinyin", "pinyin", "id", "region_path"),
        Index("ix_enterprise_by_identifier", "identifier", "id", "region_path"),
        Index("ix_enterprise_pinyin_trgm", "pinyin", postgresql_using="gin", postgresql_ops={"pinyin": "gin_trgm_ops"}),
    )

    id: Mapped[Key]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    region_path: Mapped[str]
    scheme: Mapped[str]
    identifier: Mapped[str]
    identifier_ok: Mapped[bool]
    """False where the check digit fails: kept and marked, never refused (B-49)."""
    name: Mapped[str]
    industry: Mapped[str | None]
    classes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    """Protected classes that rule sets name, e.g. 'above_scale' (B-38)."""
    tier: Mapped[str | None]
    source: Mapped[dict[str, Any]]
    """Columns of the imported row that have no column of their own, as they were."""
    imported_at: Mapped[datetime | None]


class Site(Base):
    """Premises of an enterprise; a missing position stays missing."""

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint("place_type IN ('urban','rural','mine_farm')", name="place_type"),
        Index("ix_site_enterprise_id", "enterprise_id"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"))
    address: Mapped[str]
    place_type: Mapped[str]
    location: Mapped[Any | None] = mapped_column(Geography("POINT", srid=4326, spatial_index=True))
