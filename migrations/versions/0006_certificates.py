"""The register of certificates: kinds, areas, replacement; companions of a visit; codes that were withdrawn; recusal."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = "'active','suspended','cancelled','recalled','revoked','lost'"


def upgrade() -> None:
    _cards()
    _codes()
    _companions()
    _recusal()


def downgrade() -> None:
    op.drop_table("recusal")
    op.drop_table("task_assistant")
    op.drop_column("officer_present", "role")
    op.drop_column("task_officer", "seconded_by")
    _one_notice_and_code_a_task()
    _states(STATES, forget="'applied','renewed','replaced'")
    op.drop_index("ix_card_expires_on", "card")
    op.drop_index("uq_card_number", "card")
    op.create_unique_constraint("uq_card_number", "card", ["number"])
    for name in ("superseded_at", "replaces_id", "issuer", "area", "kind"):
        op.drop_column("card", name)


def _cards() -> None:
    op.add_column("card", sa.Column("kind", sa.Text(), server_default="enforcement", nullable=False))
    op.add_column("card", sa.Column("area", sa.Text(), server_default="", nullable=False))
    op.add_column("card", sa.Column("issuer", sa.Text(), server_default="", nullable=False))
    op.add_column("card", sa.Column("replaces_id", sa.UUID(), nullable=True))
    op.add_column("card", sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(op.f("fk_card_replaces_id"), "card", "card", ["replaces_id"], ["id"])
    op.create_index("ix_card_replaces_id", "card", ["replaces_id"])
    op.create_index("ix_card_expires_on", "card", ["expires_on"])
    op.drop_constraint("uq_card_number", "card")
    op.create_index("uq_card_number", "card", ["number"], unique=True, postgresql_where="superseded_at IS NULL")
    _states(STATES + ",'applied','renewed','replaced'")


def _states(words: str, forget: str | None = None) -> None:
    op.drop_constraint(op.f("ck_card_state_state"), "card_state")
    if forget:
        op.execute(f"DELETE FROM card_state WHERE state IN ({forget})")  # noqa: S608 – words of this file
    op.create_check_constraint(op.f("ck_card_state_state"), "card_state", f"state IN ({words})")


def _codes() -> None:
    """A task may get a second code, and with it a second notice, after the first was withdrawn."""
    op.add_column("visit_code", sa.Column("withdrawn_for", sa.Text(), nullable=True))
    op.drop_constraint("uq_visit_code_task_id", "visit_code")
    op.create_index("ix_visit_code_task_id", "visit_code", ["task_id"])
    op.create_index(
        "uq_visit_code_standing", "visit_code", ["task_id"], unique=True, postgresql_where="withdrawn_for IS NULL"
    )
    op.drop_constraint("pk_notice", "notice")
    op.create_primary_key("pk_notice", "notice", ["task_id", "hash"])


def _one_notice_and_code_a_task() -> None:
    op.execute("DELETE FROM notice n USING notice m WHERE m.task_id = n.task_id AND m.made_at > n.made_at")
    op.drop_constraint("pk_notice", "notice")
    op.create_primary_key("pk_notice", "notice", ["task_id"])
    op.execute("DELETE FROM visit_code WHERE withdrawn_for IS NOT NULL")
    op.drop_index("uq_visit_code_standing", "visit_code")
    op.drop_index("ix_visit_code_task_id", "visit_code")
    op.create_unique_constraint("uq_visit_code_task_id", "visit_code", ["task_id"])
    op.drop_column("visit_code", "withdrawn_for")


def _companions() -> None:
    op.add_column("task_officer", sa.Column("seconded_by", sa.Text(), nullable=True))
    op.add_column("officer_present", sa.Column("role", sa.Text(), server_default="officer", nullable=False))
    op.create_table(
        "task_assistant",
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('assistant','expert')", name=op.f("ck_task_assistant_role")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_task_assistant_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_assistant_task_id")),
        sa.PrimaryKeyConstraint("task_id", "person_id", name=op.f("pk_task_assistant")),
    )
    op.create_index("ix_task_assistant_person_id", "task_assistant", ["person_id"])


def _recusal() -> None:
    op.create_table(
        "recusal",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision IN ('granted','refused')", name=op.f("ck_recusal_decision")),
        sa.ForeignKeyConstraint(["decided_by"], ["identity.person.id"], name=op.f("fk_recusal_decided_by")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_recusal_inspection_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_recusal_organ_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_recusal_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["identity.person.id"], name=op.f("fk_recusal_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
    )
    op.create_index("ix_recusal_inspection_id", "recusal", ["inspection_id"])
    op.create_index("ix_recusal_organ_id", "recusal", ["organ_id"])
