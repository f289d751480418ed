"""Clues: what somebody tells about a visit or an organ, and what was done about it (B-56, B-71)."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ABOUT = "num_nonnulls(inspection_id, item_id{}) = 1"


def upgrade() -> None:
    _clues()
    _acts()
    op.add_column("alert", sa.Column("clue_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_alert_clue_id"), "alert", "clue", ["clue_id"], ["id"])
    op.create_unique_constraint(op.f("uq_alert_clue_id_code"), "alert", ["clue_id", "code"])
    _alerts_about(", clue_id")


def downgrade() -> None:
    """Alerts about clues go with the clues that they are about."""
    op.execute("DELETE FROM alert WHERE clue_id IS NOT NULL")
    _alerts_about("")
    op.drop_constraint(op.f("uq_alert_clue_id_code"), "alert")
    op.drop_column("alert", "clue_id")
    op.drop_table("clue_act")
    op.drop_table("clue")


def _alerts_about(more: str) -> None:
    """NOT VALID needs no look at the rows, which are all about one thing."""
    op.execute("ALTER TABLE alert DROP CONSTRAINT ck_alert_about")
    op.execute(f"ALTER TABLE alert ADD CONSTRAINT ck_alert_about CHECK ({ABOUT.format(more)}) NOT VALID")
    op.execute("ALTER TABLE alert VALIDATE CONSTRAINT ck_alert_about")


def _clues() -> None:
    op.create_table(
        "clue",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("supervisor_id", sa.UUID(), nullable=True),
        sa.Column("inspection_id", sa.UUID(), nullable=True),
        sa.Column("accused_id", sa.UUID(), nullable=True),
        sa.Column("handler_id", sa.UUID(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("overdue_told", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("door IN ('public','visit','supervisor')", name=op.f("ck_clue_door")),
        sa.CheckConstraint("kind IN ('no_scan','other')", name=op.f("ck_clue_kind")),
        sa.CheckConstraint(
            "state IN ('received','accepted','referred','refused','answered')", name=op.f("ck_clue_state")
        ),
        sa.CheckConstraint("(state IN ('refused','answered')) = (closed_at IS NOT NULL)", name=op.f("ck_clue_closed")),
        sa.CheckConstraint("(door = 'supervisor') = (supervisor_id IS NOT NULL)", name=op.f("ck_clue_teller")),
        sa.CheckConstraint("people BETWEEN 1 AND 99", name=op.f("ck_clue_people")),
        sa.CheckConstraint("handler_id <> accused_id", name=op.f("ck_clue_handler")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_clue_region_code")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["identity.person.id"], name=op.f("fk_clue_supervisor_id")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_clue_inspection_id")),
        sa.ForeignKeyConstraint(["accused_id"], ["organ.id"], name=op.f("fk_clue_accused_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["organ.id"], name=op.f("fk_clue_handler_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clue")),
        sa.UniqueConstraint("receipt", name=op.f("uq_clue_receipt")),
    )
    op.create_index("ix_clue_due_at", "clue", ["due_at"], postgresql_where=sa.text("closed_at IS NULL"))
    op.create_index("ix_clue_region_path", "clue", ["region_path"], postgresql_ops={"region_path": "text_pattern_ops"})
    for column in ("handler_id", "accused_id", "supervisor_id", "inspection_id"):
        op.create_index(f"ix_clue_{column}", "clue", [column])


def _acts() -> None:
    op.create_table(
        "clue_act",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("clue_id", sa.UUID(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("organ_id", sa.UUID(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "act IN ('received','accepted','referred','extended','refused','answered','opened')",
            name=op.f("ck_clue_act_act"),
        ),
        sa.ForeignKeyConstraint(["clue_id"], ["clue.id"], name=op.f("fk_clue_act_clue_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_clue_act_person_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_clue_act_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clue_act")),
    )
    op.create_index("ix_clue_act_clue_id_at", "clue_act", ["clue_id", "at"])
    for column in ("person_id", "organ_id"):
        op.create_index(f"ix_clue_act_{column}", "clue_act", [column])
    op.execute(
        "CREATE TRIGGER clue_act_insert_only BEFORE UPDATE OR DELETE ON clue_act "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER clue_act_no_truncate BEFORE TRUNCATE ON clue_act "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
