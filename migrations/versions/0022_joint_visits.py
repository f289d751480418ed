"""Joint visits are proposed and answered; an unanswered proposal becomes an alert (B-88)."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ABOUT = "num_nonnulls(inspection_id, item_id, clue_id{}) = 1"


def upgrade() -> None:
    _proposals()
    op.add_column("alert", sa.Column("joint_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_alert_joint_id"), "alert", "joint_proposal", ["joint_id"], ["id"])
    op.create_unique_constraint(op.f("uq_alert_joint_id_code"), "alert", ["joint_id", "code"])
    _alerts_about(", joint_id")


def downgrade() -> None:
    """Alerts about proposals have nothing left that they are about."""
    op.execute("DELETE FROM alert WHERE joint_id IS NOT NULL")
    _alerts_about("")
    op.drop_constraint(op.f("uq_alert_joint_id_code"), "alert")
    op.drop_column("alert", "joint_id")
    op.drop_table("joint_proposal")


def _alerts_about(more: str) -> None:
    """Checked while others go on writing: NOT VALID takes its lock for a moment only."""
    op.execute("ALTER TABLE alert DROP CONSTRAINT ck_alert_about")
    op.execute(f"ALTER TABLE alert ADD CONSTRAINT ck_alert_about CHECK ({ABOUT.format(more)}) NOT VALID")
    op.execute("ALTER TABLE alert VALIDATE CONSTRAINT ck_alert_about")


def _to(*columns: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    targets = {
        "task_id": "task.id", "lead_task_id": "task.id", "organ_id": "organ.id", "lead_organ_id": "organ.id",
        "enterprise_id": "enterprise.id", "answered_by": "identity.person.id",
    }  # fmt: skip
    return tuple(
        sa.ForeignKeyConstraint([each], [targets[each]], name=op.f(f"fk_joint_proposal_{each}")) for each in columns
    )


def _proposals() -> None:
    op.create_table(
        "joint_proposal",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("lead_task_id", sa.UUID(), nullable=False),
        sa.Column("lead_organ_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.UUID(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("was_on", sa.Date(), nullable=False),
        sa.Column("was_at", sa.Time(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open','accepted','refused')", name=op.f("ck_joint_proposal_state")),
        sa.CheckConstraint("organ_id <> lead_organ_id", name=op.f("ck_joint_proposal_two_subjects")),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_joint_proposal_answered"),
        ),
        sa.CheckConstraint("state <> 'refused' OR reason <> ''", name=op.f("ck_joint_proposal_reason")),
        *_to("task_id", "organ_id", "lead_task_id", "lead_organ_id", "enterprise_id", "answered_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_proposal")),
        sa.UniqueConstraint("task_id", name=op.f("uq_joint_proposal_task_id")),
    )
    for column in ("organ_id", "lead_task_id", "lead_organ_id", "enterprise_id", "answered_by"):
        op.create_index(f"ix_joint_proposal_{column}", "joint_proposal", [column])
    path = {"region_path": "text_pattern_ops"}
    op.create_index("ix_joint_proposal_region_path", "joint_proposal", ["region_path"], postgresql_ops=path)
    waits = sa.text("state = 'open' AND told_at IS NULL")
    op.create_index("ix_joint_proposal_unanswered", "joint_proposal", ["answer_by"], postgresql_where=waits)
