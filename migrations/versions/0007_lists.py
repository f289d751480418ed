"""Items in full, published lists, succession of rule sets, alerts about items, arrivals where no rule set was in force."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ITEM_CHECKS = {
    "recording": "recording IN ('none','process','whole')",
    "cap": "(cap_most IS NULL) = (cap_period IS NULL)",
    "cap_most": "cap_most >= 0",
    "cap_period": "cap_period IN ('year','quarter','month','week')",
    "version": "version >= 1",
}
KINDS = "kind IN ('subjects','officers','items','recording','draw','legal_review')"


def _item_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("cap_most", sa.Integer(), nullable=True),
        sa.Column("cap_period", sa.Text(), nullable=True),
        sa.Column("recording", sa.Text(), server_default="process", nullable=False),
        sa.Column("draw", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("legal_review", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("source_organ_id", sa.UUID(), nullable=True),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("repealed_on", sa.Date(), nullable=True),
        sa.Column("retire_reason", sa.Text(), nullable=True),
        sa.Column("overdue_told_on", sa.Date(), nullable=True),
        sa.Column("pinyin", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    )


def upgrade() -> None:
    for column in _item_columns():
        op.add_column("item", column)
    for name, rule in ITEM_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_item_{name}"), "item", rule)
    op.create_foreign_key(op.f("fk_item_source_organ_id"), "item", "organ", ["source_organ_id"], ["id"])
    op.create_index("ix_item_source_organ_id", "item", ["source_organ_id"])
    op.create_index("ix_item_repealed_on", "item", ["repealed_on"], postgresql_where=sa.text("repealed_on IS NOT NULL"))
    op.add_column("rule_set", sa.Column("preset", sa.Text(), nullable=True))
    op.add_column("rule_set", sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("verdict", "rule_set_id", nullable=True)
    _alerts_about_items()
    _lists()


def _alerts_about_items() -> None:
    op.alter_column("alert", "inspection_id", nullable=True)
    op.add_column("alert", sa.Column("item_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_alert_item_id"), "alert", "item", ["item_id"], ["id"])
    op.create_check_constraint(op.f("ck_alert_about"), "alert", "num_nonnulls(inspection_id, item_id) = 1")
    op.create_index("ix_alert_item_id", "alert", ["item_id"])
    op.create_index(
        "uq_alert_item_open",
        "alert",
        ["item_id", "code"],
        unique=True,
        postgresql_where=sa.text("item_id IS NOT NULL AND state <> 'closed'"),
    )


def _lists() -> None:
    op.create_table(
        "list_edition",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.UUID(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_list_edition_kind")),
        sa.CheckConstraint("n >= 1", name=op.f("ck_list_edition_n")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_list_edition_region_code")),
        sa.ForeignKeyConstraint(["published_by"], ["identity.person.id"], name=op.f("fk_list_edition_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_edition")),
        sa.UniqueConstraint("region_code", "kind", "n", name=op.f("uq_list_edition_region_code_kind_n")),
    )
    op.create_index("ix_list_edition_published_by", "list_edition", ["published_by"])
    op.create_table(
        "list_entry",
        sa.Column("edition_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["list_edition.id"], name=op.f("fk_list_entry_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "position", name=op.f("pk_list_entry")),
        sa.UniqueConstraint("edition_id", "key", name=op.f("uq_list_entry_edition_id_key")),
    )
    for table in ("list_edition", "list_entry"):
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("list_entry")
    op.drop_table("list_edition")
    op.execute("DELETE FROM alert WHERE inspection_id IS NULL")
    op.drop_index("uq_alert_item_open", "alert")
    op.drop_constraint(op.f("ck_alert_about"), "alert", type_="check")
    op.drop_column("alert", "item_id")
    op.alter_column("alert", "inspection_id", nullable=False)
    op.alter_column("verdict", "rule_set_id", nullable=False)
    op.drop_column("rule_set", "adopted_at")
    op.drop_column("rule_set", "preset")
    op.drop_index("ix_item_repealed_on", "item")
    for name in ITEM_CHECKS:
        op.drop_constraint(op.f(f"ck_item_{name}"), "item", type_="check")
    for column in _item_columns():
        op.drop_column("item", column.name)
