"""The mapped base class, constraint names by convention, and the column types that we use everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Annotated, Any, ClassVar
from uuid import UUID

from geoalchemy2 import Geography
from sqlalchemy import DateTime, Dialect, Engine, LargeBinary, MetaData, Text, create_engine, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


RESTED = 1.0
"""Seconds after which a connection of the pool may have died unnoticed."""


class UtcTimestamp(TypeDecorator[datetime]):
    """timestamptz that takes aware moments only and gives them back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None


Utc = Annotated[datetime, mapped_column(UtcTimestamp)]
Json = Annotated[dict[str, Any], mapped_column(postgresql.JSONB)]
JsonList = Annotated[list[Any], mapped_column(postgresql.JSONB)]
Key = Annotated[UUID, mapped_column(postgresql.UUID(as_uuid=True), primary_key=True)]
Place = Annotated[Any, mapped_column(Geography("POINT", srid=4326, spatial_index=True))]


class Base(DeclarativeBase):
    """All tables; constraint names follow NAMES, so that a broken constraint can be told to a person."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        datetime: UtcTimestamp,
        str: Text,
        bytes: LargeBinary,
        UUID: postgresql.UUID(as_uuid=True),
        dict[str, Any]: postgresql.JSONB,
        list[Any]: postgresql.JSONB,
    }


def make_engine(url: str, *, size: int = 10, patience: float = 10.0) -> Engine:
    """A pool of at most twice `size` connections; one that rested is looked at before it is used again.

    Where all are in use, one is waited for as many seconds as `patience` says; then sqlalchemy.exc.TimeoutError.

    Queries are not compiled (`jit`): over a register of 10,000 rows that alone took ten times as long as running them.
    """
    options = {"options": "-c timezone=UTC -c jit=off"}
    pool = {"pool_size": size, "max_overflow": size, "pool_timeout": patience}
    engine = create_engine(url, **pool, hide_parameters=True, connect_args=options)
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", partial(_wake, engine.dialect))
    return engine


def _note_rest(connection: Any, record: Any) -> None:
    record.info["rests_since"] = monotonic()


def _wake(dialect: Dialect, connection: Any, record: Any, proxy: Any) -> None:
    """Notice a connection that died while it rested; one that worked a moment ago is not asked: that cost each request a
    round trip."""
    if monotonic() - record.info.get("rests_since", monotonic()) < RESTED:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error
