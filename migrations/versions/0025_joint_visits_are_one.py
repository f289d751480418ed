"""Tasks that go together have one that leads; another subject can be invited before it has planned anything (B-29, B-88)."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TOGETHER = sa.text("joint_lead_id IS NOT NULL")
UNPLANNED = sa.text("task_id IS NULL")


def upgrade() -> None:
    op.add_column("task", sa.Column("joint_lead_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_task_joint_lead_id"), "task", "task", ["joint_lead_id"], ["id"])
    op.create_index("ix_task_joint_lead_id", "task", ["joint_lead_id"], postgresql_where=TOGETHER)
    op.alter_column("joint_proposal", "task_id", nullable=True)
    op.alter_column("joint_proposal", "was_on", nullable=True)
    op.create_check_constraint(
        op.f("ck_joint_proposal_planned"), "joint_proposal", "state <> 'accepted' OR task_id IS NOT NULL"
    )
    op.create_index(
        "uq_joint_proposal_invited", "joint_proposal", ["lead_task_id", "organ_id"], unique=True,
        postgresql_where=UNPLANNED,
    )  # fmt: skip


def downgrade() -> None:
    """Invitations to whom nothing was planned name no task and go, with the alerts about them."""
    op.drop_index("uq_joint_proposal_invited", "joint_proposal")
    op.drop_constraint(op.f("ck_joint_proposal_planned"), "joint_proposal")
    op.execute(
        "DELETE FROM alert USING joint_proposal p WHERE p.id = joint_id AND (p.task_id IS NULL OR p.was_on IS NULL)"
    )
    op.execute("DELETE FROM joint_proposal WHERE task_id IS NULL OR was_on IS NULL")
    op.alter_column("joint_proposal", "was_on", nullable=False)
    op.alter_column("joint_proposal", "task_id", nullable=False)
    op.drop_index("ix_task_joint_lead_id", "task")
    op.drop_constraint(op.f("fk_task_joint_lead_id"), "task")
    op.drop_column("task", "joint_lead_id")
