"""The table of saved views. Each is one person's alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class SavedView(Base):
    """A list of the desk as somebody wants to find it again; at most one of a list is what it opens with."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("person_id", "list", "name"),
        Index("uq_saved_view_opening", "person_id", "list", unique=True, postgresql_where=text("opens")),
        {"schema": "identity"},
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    list: Mapped[str]
    name: Mapped[str]
    address: Mapped[str]
    """What stands behind the question mark, canonical: `q=云川&sort=-name`, percent-encoded."""
    opens: Mapped[bool]
    made_at: Mapped[datetime]
