"""Registers that bite: what the card at the door was for, and how long somebody is lent to another organ's task (B-11)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("officer_present", sa.Column("card_field", sa.Text(), nullable=False, server_default=""))
    op.add_column("officer_present", sa.Column("card_area", sa.Text(), nullable=False, server_default=""))
    op.add_column("officer_present", sa.Column("in_area", sa.Boolean))
    op.add_column("task_officer", sa.Column("lent_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("task_officer", "lent_until")
    for name in ("in_area", "card_area", "card_field"):
        op.drop_column("officer_present", name)
