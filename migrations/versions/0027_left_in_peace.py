"""Visits that the clock closes (B-53); the white list (B-36) and the quiet days that enterprises choose (B-37)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ABOUT = "num_nonnulls(inspection_id, item_id, clue_id, joint_id, plan_id{}) = 1"


def upgrade() -> None:
    _closed_by_the_clock()
    _whitelist()
    _chosen_days()
    _alerts_about_entries()


def downgrade() -> None:
    """Visits that were closed are open again; alerts about entries have nothing left that they are about."""
    op.execute("DELETE FROM alert WHERE entry_id IS NOT NULL")
    _renew("alert", "about", ABOUT.format(""))
    op.drop_column("alert", "entry_id")
    op.drop_table("chosen_quiet_day")
    op.drop_table("whitelist_entry")
    op.drop_index("ix_inspection_ongoing", table_name="inspection")
    op.execute("ALTER TABLE inspection DROP CONSTRAINT ck_inspection_closed")
    op.execute("UPDATE inspection SET state = 'ongoing' WHERE state = 'closed'")
    _renew("inspection", "state", "state IN ('ongoing','left')")
    op.drop_column("inspection", "closed_at")


def _closed_by_the_clock() -> None:
    op.add_column("inspection", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    _renew("inspection", "state", "state IN ('ongoing','left','closed')")
    _check("inspection", "closed", "state <> 'closed' OR (closed_at IS NOT NULL AND left_at IS NULL)")
    ongoing = sa.text("state = 'ongoing'")
    op.create_index("ix_inspection_ongoing", "inspection", ["arrived_at"], postgresql_where=ongoing)


def _whitelist() -> None:
    table = "whitelist_entry"
    op.create_table(
        table,
        sa.Column("id", sa.UUID(), nullable=False),
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("enterprise_id", "organ_id", "proposed_by")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("region_code", "region_path", "state")),
        sa.Column("conditions", ARRAY(sa.Text()), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("reason", "document")),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.UUID(), nullable=True) for name in ("decided_by", "reviewed_by", "ended_by")),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("reviewed_on", "review_told_on", "ended_on")),
        sa.Column("end_reason", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in ("note", "end_words")),
        _made_of(table, "state", "state IN ('proposed','listed','refused','ended')"),
        _made_of(table, "span", "to_on IS NULL OR to_on >= from_on"),
        _made_of(table, "decided", "(state IN ('proposed')) = (decided_at IS NULL)"),
        _made_of(table, "ended", "(state = 'ended') = (ended_on IS NOT NULL AND end_reason IS NOT NULL)"),
        _of(table, "enterprise_id", "enterprise.id"), _of(table, "region_code", "region.code"), _of(table, "organ_id", "organ.id"),
        *(_of(table, name, "identity.person.id") for name in ("proposed_by", "decided_by", "reviewed_by", "ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whitelist_entry")),
    )  # fmt: skip
    live = sa.text("state IN ('proposed','listed')")
    op.create_index("uq_whitelist_entry_live", table, ["enterprise_id"], unique=True, postgresql_where=live)
    for name in ("enterprise_id", "organ_id", "proposed_by", "decided_by", "reviewed_by", "ended_by"):
        op.create_index(f"ix_whitelist_entry_{name}", table, [name])
    by_text = {"region_path": "text_pattern_ops"}
    op.create_index("ix_whitelist_entry_region_path", table, ["region_path"], postgresql_ops=by_text)


def _chosen_days() -> None:
    table = "chosen_quiet_day"
    op.create_table(
        table,
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("id", "enterprise_id", "recorded_by")),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.UUID(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        _made_of(table, "withdrawn", "num_nonnulls(withdrawn_by, withdrawn_at) IN (0, 2)"),
        _of(table, "enterprise_id", "enterprise.id"),
        *(_of(table, name, "identity.person.id") for name in ("recorded_by", "withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_quiet_day")),
    )  # fmt: skip
    held = sa.text("withdrawn_at IS NULL")
    op.create_index("uq_chosen_quiet_day_day", table, ["enterprise_id", "day"], unique=True, postgresql_where=held)
    for name in ("recorded_by", "withdrawn_by"):
        op.create_index(f"ix_chosen_quiet_day_{name}", table, [name])


def _alerts_about_entries() -> None:
    op.add_column("alert", sa.Column("entry_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_alert_entry_id"), "alert", "whitelist_entry", ["entry_id"], ["id"])
    _renew("alert", "about", ABOUT.format(", entry_id"))
    open_ = sa.text("entry_id IS NOT NULL AND state <> 'closed'")
    op.create_index("uq_alert_entry_open", "alert", ["entry_id", "code"], unique=True, postgresql_where=open_)


def _made_of(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _renew(table: str, name: str, condition: str) -> None:
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
    _check(table, name, condition)


def _check(table: str, name: str, condition: str) -> None:
    """Checked while others go on writing: NOT VALID takes its lock for a moment only."""
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({condition}) NOT VALID")
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{name}")
