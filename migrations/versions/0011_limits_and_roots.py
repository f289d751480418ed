"""One place for all limits; roots over the record of access, which is kept three years; openings of identity numbers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

THREE_YEARS = """
CREATE FUNCTION keep_three_years() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '3 years'
     AND EXISTS (SELECT FROM audit_root WHERE OLD.id BETWEEN first_id AND last_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_entry is insert-only: a line goes after three years, when a root stands for it';
END $$
"""
"""Whoever asks: the clock is the database's own, and what goes leaves the root that it was under."""


def upgrade() -> None:
    _counted()
    _roots()
    _openings()
    op.execute(THREE_YEARS)
    _guard("audit_entry", "keep_three_years")
    for table in ("audit_root", "identity.number_opening"):
        _insert_only(table)


def downgrade() -> None:
    """What was counted is forgotten; the record keeps its lines and loses its roots."""
    _guard("audit_entry", "refuse_change")
    op.execute("DROP FUNCTION keep_three_years()")
    op.drop_table("number_opening", schema="identity")
    op.drop_column("sealed_number", "region_code", schema="identity")
    op.drop_table("audit_root")
    op.drop_table("counted")
    _old_counters()


def _counted() -> None:
    op.drop_table("unknown_look_up")
    op.drop_table("sign_in_tries", schema="identity")
    op.create_table(
        "counted",
        sa.Column("bucket", sa.LargeBinary(), nullable=False),
        sa.Column("moments", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        _moment("until"),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_counted")),
    )
    op.create_index("ix_counted_until", "counted", ["until"])


def _roots() -> None:
    op.create_table(
        "audit_root",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        _moment("newest_at"),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit_root")),
    )
    op.create_index("ix_audit_root_first_id", "audit_root", ["first_id"])


def _openings() -> None:
    op.add_column("sealed_number", sa.Column("region_code", sa.Text(), nullable=True), schema="identity")
    op.create_table(
        "number_opening",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("opened_by", sa.UUID(), nullable=False),
        _moment("at"),
        sa.ForeignKeyConstraint(["request_id"], ["approval_request.id"], name=op.f("fk_number_opening_request_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_number_opening_person_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["identity.person.id"], name=op.f("fk_number_opening_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_opening")),
        schema="identity",
    )
    for column in ("request_id", "person_id"):
        op.create_index(f"ix_number_opening_{column}", "number_opening", [column], schema="identity")


def _insert_only(table: str) -> None:
    name = table.replace(".", "_")
    _guard(table, "refuse_change")
    op.execute(
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _guard(table: str, function: str) -> None:
    name = f"{table.replace('.', '_')}_insert_only"
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")


def _old_counters() -> None:
    for table, key, schema in (("unknown_look_up", "network", None), ("sign_in_tries", "bucket", "identity")):
        op.create_table(
            table,
            sa.Column(key, sa.LargeBinary(), nullable=False),
            sa.Column("moments", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=False),
            _moment("last_at"),
            sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
            schema=schema,
        )
        op.create_index(f"ix_{table}_last_at", table, ["last_at"], schema=schema)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
