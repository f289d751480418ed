"""What an enterprise itself says of a visit: it asks for recusal, states its view, confirms papers; supervisors are invited."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INSERT_ONLY = ("statement", "paper_receipt")


def upgrade() -> None:
    op.alter_column("recusal", "recorded_by", nullable=True)
    _statements()
    _receipts()
    for table in INSERT_ONLY:
        _insert_only(table)
    _attendances()


def downgrade() -> None:
    """A request that the enterprise sent itself becomes one that the officer who arrived wrote down."""
    op.drop_table("attendance")
    for table in reversed(INSERT_ONLY):
        op.drop_table(table)
    op.execute(
        "UPDATE recusal SET recorded_by = inspection.checked_in_by FROM inspection "
        "WHERE inspection.id = recusal.inspection_id AND recorded_by IS NULL"
    )
    op.alter_column("recusal", "recorded_by", nullable=False)


def _insert_only(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_statement_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index("ix_statement_inspection_id_at", "statement", ["inspection_id", "at"])


def _receipts() -> None:
    op.create_table(
        "paper_receipt",
        sa.Column("paper_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_receipt_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_receipt")),
    )


def _attendances() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("supervisor_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.UUID(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('invited','accepted','declined','withdrawn')", name=op.f("ck_attendance_state")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_attendance_task_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["identity.person.id"], name=op.f("fk_attendance_supervisor_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["identity.person.id"], name=op.f("fk_attendance_invited_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index("ix_attendance_task_id", "attendance", ["task_id"])
    op.create_index("ix_attendance_supervisor_id", "attendance", ["supervisor_id", "invited_at"])
    op.create_index("ix_attendance_invited_by", "attendance", ["invited_by"])
    op.create_index(
        "uq_attendance_standing", "attendance", ["task_id", "supervisor_id"], unique=True,
        postgresql_where=sa.text("state IN ('invited','accepted')"),
    )  # fmt: skip
