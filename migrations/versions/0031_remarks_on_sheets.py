"""What supervisors add to a sheet after it was handed in (B-78)."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE = "observation_remark"


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("id", "observation_id")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("at", "received_at")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_remark_observation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_remark")),
    )
    op.create_index("ix_observation_remark_observation_id", TABLE, ["observation_id"])
    for name, event, each in (("insert_only", "UPDATE OR DELETE", "ROW"), ("no_truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table(TABLE)
