"""What officers state afterwards to a visit on a quiet day, and what the bureau makes of it (B-42)."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE = "stated_ground"


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("inspection_id", "id", "organ_id")),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("at", "received_at")),
        sa.Column("told_by", sa.UUID(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("decision", "note")),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _check("decided", "num_nonnulls(decision, note, decided_by, decided_at) IN (0, 4)"),
        _check("decision", "decision IN ('confirmed','excused','reclassified')"),
        _to("inspection_id", "inspection.id"),
        _to("organ_id", "organ.id"),
        _to("told_by", "identity.person.id"),
        _to("decided_by", "identity.person.id"),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_stated_ground")),
        sa.UniqueConstraint("id", name=op.f("uq_stated_ground_id")),
    )
    for column in ("organ_id", "told_by", "decided_by"):
        op.create_index(f"ix_stated_ground_{column}", TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{TABLE}_{name}"))


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))
