"""Supervision is told once of a subject's month with too many exceptions (B-45)."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exempt_share_told",
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_exempt_share_told_organ_id")),
        sa.PrimaryKeyConstraint("organ_id", "month", name=op.f("pk_exempt_share_told")),
    )


def downgrade() -> None:
    op.drop_table("exempt_share_told")
