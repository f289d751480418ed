"""A task says which visit it follows up (B-32); an enterprise adds papers to its visit; a clue carries photos."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FOLLOWED = (("follows_id", sa.UUID()), ("followup_batch", sa.UUID()), ("followup_due", sa.Date()))
INSERT_ONLY = ("supplement", "supplement_file", "clue_photo")


def upgrade() -> None:
    _follow_ups()
    _supplements()
    _clue_photos()
    for table in INSERT_ONLY:
        _insert_only(table)


def downgrade() -> None:
    for table in reversed(INSERT_ONLY):
        op.drop_table(table)
    for name, _ in reversed(FOLLOWED):
        op.drop_column("task", name)


def _insert_only(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _follow_ups() -> None:
    for name, kind in FOLLOWED:
        op.add_column("task", sa.Column(name, kind, nullable=True))
    op.create_check_constraint(
        op.f("ck_task_followed"), "task", "num_nonnulls(follows_id, followup_batch, followup_due) IN (0, 3)"
    )
    op.create_index("ix_task_follows_id", "task", ["follows_id"], postgresql_where=sa.text("follows_id IS NOT NULL"))
    op.create_index(
        "ix_task_followup_batch", "task", ["followup_batch"], postgresql_where=sa.text("followup_batch IS NOT NULL")
    )


def _file_columns() -> list[sa.Column[object]]:
    """A file in the store: what it is, how long, and where it lies."""
    return [
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
    ]


def _supplements() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_supplement_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    op.create_index("ix_supplement_inspection_id_at", "supplement", ["inspection_id", "at"])
    op.create_table(
        "supplement_file",
        sa.Column("supplement_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *_file_columns(),
        sa.CheckConstraint("position BETWEEN 1 AND 5", name=op.f("ck_supplement_file_position")),
        sa.CheckConstraint("mime IN ('image/jpeg','application/pdf')", name=op.f("ck_supplement_file_mime")),
        sa.ForeignKeyConstraint(["supplement_id"], ["supplement.id"], name=op.f("fk_supplement_file_supplement_id")),
        sa.PrimaryKeyConstraint("supplement_id", "position", name=op.f("pk_supplement_file")),
    )


def _clue_photos() -> None:
    op.create_table(
        "clue_photo",
        sa.Column("clue_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 3", name=op.f("ck_clue_photo_position")),
        sa.ForeignKeyConstraint(["clue_id"], ["clue.id"], name=op.f("fk_clue_photo_clue_id")),
        sa.PrimaryKeyConstraint("clue_id", "position", name=op.f("pk_clue_photo")),
    )
