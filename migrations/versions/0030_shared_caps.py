"""The rows that admission locks where bodies share a cap over levels (B-25); records of assistance outside a region (B-21)."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE, ASSISTANCE = "admission_shared", "assistance"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("object_key", sa.UUID(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("field", "levels", "period")),
        sa.PrimaryKeyConstraint("object_key", "field", "levels", "period", name=op.f(f"pk_{TABLE}")),
    )
    _assistance()


def _assistance() -> None:
    op.create_table(
        ASSISTANCE,
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("id", "organ_id", "recorded_by")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("region_code", "local_organ", "document")),
        *(sa.Column(name, sa.Date(), nullable=name == "ended_on") for name in ("from_on", "to_on", "ended_on")),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_on <= to_on", name=op.f(f"ck_{ASSISTANCE}_span")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f(f"fk_{ASSISTANCE}_organ_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f(f"fk_{ASSISTANCE}_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ASSISTANCE}")),
    )
    for column in ("organ_id", "region_code"):
        op.create_index(f"ix_{ASSISTANCE}_{column}", ASSISTANCE, [column])
    op.execute(
        f"CREATE TRIGGER keep_history AFTER INSERT OR UPDATE OR DELETE ON {ASSISTANCE} "
        f"FOR EACH ROW EXECUTE FUNCTION keep_history('assistance', 'id', '')"
    )


def downgrade() -> None:
    op.drop_table(ASSISTANCE)
    op.drop_table(TABLE)
