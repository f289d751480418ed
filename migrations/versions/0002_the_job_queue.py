"""The job queue's tables, as procrastinate brings them.

The SQL is read from the installed package when the migration runs. A later version of procrastinate that changes its
tables needs a migration of ours that runs the package's own `sql/migrations` files.
"""

from importlib.resources import files

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DROP = """
DO $$ DECLARE each record; BEGIN
  DROP TABLE IF EXISTS procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers CASCADE;
  FOR each IN SELECT oid::regprocedure AS name FROM pg_proc WHERE proname LIKE 'procrastinate\\_%' LOOP
    EXECUTE 'DROP FUNCTION ' || each.name || ' CASCADE';
  END LOOP;
  FOR each IN SELECT typname FROM pg_type WHERE typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c') LOOP
    EXECUTE 'DROP TYPE IF EXISTS ' || each.typname || ' CASCADE';
  END LOOP;
END $$
"""


def upgrade() -> None:
    _run((files("procrastinate.sql") / "schema.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    _run(DROP)


def _run(sql: str) -> None:
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(sql)
