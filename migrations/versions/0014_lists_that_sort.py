"""Views that somebody keeps of the desk's lists, and the indexes by which the register of enterprises is sorted."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("person_id", "list", "name", name=op.f("uq_saved_view_person_id_list_name")),
        schema="identity",
    )
    op.create_index(
        "uq_saved_view_opening", "saved_view", ["person_id", "list"], unique=True, schema="identity",
        postgresql_where=sa.text("opens"),
    )  # fmt: skip
    for column in ("pinyin", "identifier"):
        op.create_index(f"ix_enterprise_by_{column}", "enterprise", [column, "id", "region_path"])


def downgrade() -> None:
    for column in ("pinyin", "identifier"):
        op.drop_index(f"ix_enterprise_by_{column}", "enterprise")
    op.drop_table("saved_view", schema="identity")
