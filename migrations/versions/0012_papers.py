"""Papers as they were issued, and what they are called where."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = "kind IN ('notice','record','result')"


def upgrade() -> None:
    _papers()
    _titles()
    for table in ("paper", "paper_title"):
        _insert_only(table)


def downgrade() -> None:
    """The PDFs stay in the store; nothing names them any more."""
    op.drop_table("paper_title")
    op.drop_table("paper")


def _insert_only(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _papers() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.UUID(), nullable=True),
        sa.Column("task_id", sa.UUID(), nullable=True),
        sa.Column("inspection_id", sa.UUID(), nullable=True),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.UUID(), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_paper_kind")),
        sa.CheckConstraint("edition >= 1 AND (edition = 1) = (replaces_id IS NULL)", name=op.f("ck_paper_edition")),
        sa.ForeignKeyConstraint(["replaces_id"], ["paper.id"], name=op.f("fk_paper_replaces_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_paper_task_id")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_paper_inspection_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_paper_organ_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["identity.person.id"], name=op.f("fk_paper_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("subject_id", "kind", "edition", name=op.f("uq_paper_subject_id_kind_edition")),
    )
    for column in ("task_id", "inspection_id", "organ_id", "issued_by", "replaces_id"):
        op.create_index(f"ix_paper_{column}", "paper", [column])


def _titles() -> None:
    op.create_table(
        "paper_title",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.UUID(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_paper_title_kind")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_paper_title_region_code")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_paper_title_organ_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["identity.person.id"], name=op.f("fk_paper_title_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_title")),
    )
    for column in ("region_code", "organ_id", "changed_by"):
        op.create_index(f"ix_paper_title_{column}", "paper_title", [column])
