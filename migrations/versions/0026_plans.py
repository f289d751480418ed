"""Annual plans and plans of special inspections; their terms, and that of an emergency's approval (B-17 to B-19)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ABOUT = "num_nonnulls(inspection_id, item_id, clue_id, joint_id{}) = 1"
KINDS = "kind IN ('subjects','officers','items','recording','draw','legal_review'{})"


def upgrade() -> None:
    _plans()
    _editions()
    _lines()
    _acts()
    op.add_column("task", sa.Column("plan_line_id", sa.UUID(), nullable=True))
    named = sa.text("plan_line_id IS NOT NULL")
    op.create_index("ix_task_plan_line_id", "task", ["plan_line_id"], postgresql_where=named)
    op.add_column("alert", sa.Column("plan_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_alert_plan_id"), "alert", "inspection_plan", ["plan_id"], ["id"])
    op.create_unique_constraint(op.f("uq_alert_plan_id_code"), "alert", ["plan_id", "code"])
    _renew("alert", "about", ABOUT.format(", plan_id"))
    _renew("list_edition", "kind", KINDS.format(",'plans'"))
    op.create_table(
        "backfill_overdue",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_backfill_overdue_inspection_id")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_backfill_overdue")),
    )


def downgrade() -> None:
    """Alerts about plans have nothing left that they are about; published lists of plans go with the plans."""
    op.drop_table("backfill_overdue")
    op.execute("DELETE FROM alert WHERE plan_id IS NOT NULL")
    _renew("alert", "about", ABOUT.format(""))
    op.drop_constraint(op.f("uq_alert_plan_id_code"), "alert")
    op.drop_column("alert", "plan_id")
    _forget_lists()
    _renew("list_edition", "kind", KINDS.format(""))
    op.drop_column("task", "plan_line_id")
    for table in ("plan_act", "plan_line", "plan_edition", "inspection_plan"):
        op.drop_table(table)


def _renew(table: str, name: str, condition: str) -> None:
    """Checked while others go on writing: NOT VALID takes its lock for a moment only."""
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({condition}) NOT VALID")
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{name}")


def _forget_lists() -> None:
    """The trigger that keeps editions for good steps aside for this one statement."""
    for table in ("list_entry", "list_edition"):
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    op.execute("DELETE FROM list_entry USING list_edition WHERE list_edition.id = edition_id AND kind = 'plans'")
    op.execute("DELETE FROM list_edition WHERE kind = 'plans'")
    for table in ("list_entry", "list_edition"):
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _plans() -> None:
    table = "inspection_plan"
    approval = "(kind = 'special') = (document <> '') AND (kind = 'special') = (approved_on IS NOT NULL)"
    op.create_table(
        table,
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("title", "document", "approver")),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True),
        _check(table, "kind", "kind IN ('annual','special')"),
        _check(table, "year", "year BETWEEN 2000 AND 2200"),
        _check(table, "approval", approval),
        _to(table, "organ_id", "organ.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_plan")),
    )
    op.create_index("ix_inspection_plan_organ_id", table, ["organ_id"])
    op.create_index("ix_inspection_plan_kind_year", table, ["kind", "year"])
    annual, special = sa.text("kind = 'annual'"), sa.text("kind = 'special'")
    op.create_index("uq_inspection_plan_year", table, ["organ_id", "year"], unique=True, postgresql_where=annual)
    op.create_index(
        "uq_inspection_plan_document", table, ["organ_id", "document"], unique=True, postgresql_where=special
    )


def _editions() -> None:
    table = "plan_edition"
    op.create_table(
        table,
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("plan_id", sa.UUID(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("state", "reason", "filing_number", "withdrawn_reason")
        ),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("filed_on", "published_on", "ended_on")),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(table, "n", "n >= 1"),
        _check(table, "state", "state IN ('draft','submitted','returned','filed')"),
        _check(table, "filed", "(state = 'filed') = (filed_on IS NOT NULL)"),
        _check(table, "published", "published_on IS NULL OR state = 'filed'"),
        _check(table, "ended", "ended_on IS NULL OR published_on IS NOT NULL"),
        _check(table, "withdrawn", "withdrawn_reason = '' OR ended_on IS NOT NULL"),
        _to(table, "plan_id", "inspection_plan.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edition")),
        sa.UniqueConstraint("plan_id", "n", name=op.f("uq_plan_edition_plan_id_n")),
    )
    unfiled = sa.text("state IN ('draft','submitted','returned')")
    op.create_index("uq_plan_edition_open", table, ["plan_id"], unique=True, postgresql_where=unfiled)


def _lines() -> None:
    table, ids = "plan_line", postgresql.ARRAY(sa.UUID())
    op.create_table(
        table,
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("id", "edition_id", "line_id")),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "method", "responsible")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("total", "ratio", "number")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first_on", "last_on")),
        sa.Column("item_ids", ids, nullable=False),
        sa.Column("enterprise_ids", ids, server_default=sa.text("'{}'"), nullable=False),
        _check(table, "method", "method IN ('on_site','off_site','draw')"),
        _check(table, "wanted", "num_nonnulls(number, ratio) = 1"),
        _check(table, "number", "number >= 1"),
        _check(table, "ratio", "ratio BETWEEN 1 AND 100"),
        _check(table, "total", "total >= 1"),
        _check(table, "days", "first_on <= last_on"),
        _to(table, "edition_id", "plan_edition.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint("edition_id", "line_id", name=op.f("uq_plan_line_edition_id_line_id")),
        sa.UniqueConstraint("edition_id", "position", name=op.f("uq_plan_line_edition_id_position")),
    )
    op.execute(
        "CREATE TRIGGER keep_history AFTER INSERT OR UPDATE OR DELETE ON plan_line "
        "FOR EACH ROW EXECUTE FUNCTION keep_history('plan_line', 'id', '')"
    )


def _acts() -> None:
    table = "plan_act"
    op.create_table(
        table,
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("id", "edition_id", "person_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("act", "note")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _check(table, "act", "act IN ('drawn_up','changed','submitted','returned','filed','withdrawn')"),
        _to(table, "edition_id", "plan_edition.id"),
        _to(table, "person_id", "identity.person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_act")),
    )
    op.create_index("ix_plan_act_edition_id", table, ["edition_id"])
    op.create_index("ix_plan_act_person_id", table, ["person_id"])
