"""The rows that admission locks where bodies of one field share a cap over several levels (B-25)."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE = "admission_shared"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("object_key", sa.UUID(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("field", "levels", "period")),
        sa.PrimaryKeyConstraint("object_key", "field", "levels", "period", name=op.f(f"pk_{TABLE}")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
