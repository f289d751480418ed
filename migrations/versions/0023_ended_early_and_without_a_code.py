"""A visit that ends early says why, and its leader explains the second in a row; visits without a code; visits over days."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("result", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("further_days", ARRAY(sa.Date()), server_default=sa.text("'{}'"), nullable=False))
    _abort_notes()
    _without_a_code()


def downgrade() -> None:
    op.drop_table("codeless")
    op.drop_table("abort_note")
    op.drop_column("task", "further_days")
    op.drop_column("result", "reason")


def _abort_notes() -> None:
    op.create_table(
        "abort_note",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("noted_by", sa.UUID(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("num_nonnulls(note, noted_by, noted_at) IN (0, 3)", name=op.f("ck_abort_note_noted")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_abort_note_inspection_id")
        ),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_abort_note_organ_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["identity.person.id"], name=op.f("fk_abort_note_noted_by")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_abort_note")),
    )  # fmt: skip
    op.create_index("ix_abort_note_organ_id_asked_at", "abort_note", ["organ_id", "asked_at"])
    op.create_index("ix_abort_note_noted_by", "abort_note", ["noted_by"])


def _without_a_code() -> None:
    op.create_table(
        "codeless",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.UUID(), nullable=True),
        sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(id, reason, words, at, received_at, told_by) IN (0, 6)", name=op.f("ck_codeless_told")
        ),
        sa.CheckConstraint(
            "reason IN ('emergency','evidence','special','network')", name=op.f("ck_codeless_reason")
        ),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_codeless_inspection_id")),
        sa.ForeignKeyConstraint(["told_by"], ["identity.person.id"], name=op.f("fk_codeless_told_by")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_codeless")),
        sa.UniqueConstraint("id", name=op.f("uq_codeless_id")),
    )  # fmt: skip
    op.create_index("ix_codeless_told_by", "codeless", ["told_by"])
