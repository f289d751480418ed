"""Runs migrations beside a running site: one at a time, never queueing in front of an officer."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import create_engine, text

import backend.model_index  # noqa: F401 – registers every table, for autogenerate and `check`
from backend.kernel.db import Base

LOCK = 7_240_000


def include(thing, name, type_, reflected, compare_to):
    """Leave PostGIS's and the job queue's own tables alone."""
    if type_ == "table" and (name or "").startswith("procrastinate"):
        return False
    return alembic_helpers.include_object(thing, name, type_, reflected, compare_to)


def run() -> None:
    engine = create_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=include,
            include_schemas=True,
            include_name=lambda name, type_, parents: type_ != "schema" or name in (None, "identity", "feedback"),
            process_revision_directives=alembic_helpers.writer,
            render_item=alembic_helpers.render_item,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
