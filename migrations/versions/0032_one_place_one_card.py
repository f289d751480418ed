"""A card's place in the status list is its own in the whole installation: the list of a region tells of those below it, too (B-95)."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SHARED = "SELECT status_index FROM card GROUP BY status_index HAVING count(*) > 1 LIMIT 1"


def upgrade() -> None:
    shared = op.get_bind().execute(sa.text(SHARED)).scalar()
    if shared is not None:
        raise RuntimeError(f"two cards of different regions share place {shared}; nothing was changed")
    op.drop_constraint("uq_card_region_code_status_index", "card")
    op.create_unique_constraint("uq_card_status_index", "card", ["status_index"])


def downgrade() -> None:
    op.drop_constraint("uq_card_status_index", "card")
    op.create_unique_constraint("uq_card_region_code_status_index", "card", ["region_code", "status_index"])
