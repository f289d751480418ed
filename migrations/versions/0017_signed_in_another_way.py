"""A signature can be a picture of what was put on paper, or a name that an officer witnesses; a missing result is told once."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = "refused = (media_id IS NULL) AND refused = (reason <> '')"
NOW = "(refused OR how = 'typed') = (media_id IS NULL) AND refused = (reason <> '')"


def upgrade() -> None:
    """The rule is widened; NOT VALID needs no look at the rows, which kept the narrower one."""
    op.add_column("record_signature", sa.Column("how", sa.Text(), nullable=False, server_default="drawn"))
    op.add_column("record_signature", sa.Column("witness_id", sa.UUID(), nullable=True))
    op.create_foreign_key(
        op.f("fk_record_signature_witness_id"), "record_signature", "person", ["witness_id"], ["id"],
        referent_schema="identity",
    )  # fmt: skip
    op.create_check_constraint(
        op.f("ck_record_signature_how"), "record_signature", "how IN ('drawn','picture','typed')"
    )
    op.create_check_constraint(
        op.f("ck_record_signature_witnessed"), "record_signature", "(how = 'typed') = (witness_id IS NOT NULL)"
    )
    op.execute("ALTER TABLE record_signature DROP CONSTRAINT ck_record_signature_refused")
    op.execute(f"ALTER TABLE record_signature ADD CONSTRAINT ck_record_signature_refused CHECK ({NOW}) NOT VALID")
    op.execute("ALTER TABLE record_signature VALIDATE CONSTRAINT ck_record_signature_refused")
    op.create_index("ix_record_signature_media_id", "record_signature", ["media_id"])
    op.create_index("ix_record_signature_witness_id", "record_signature", ["witness_id"])
    op.create_table(
        "result_overdue",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_result_overdue_inspection_id")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_result_overdue")),
    )


def downgrade() -> None:
    """Typed names are kept, as rows never change: the narrower rule holds for what comes from then on."""
    op.drop_table("result_overdue")
    op.drop_index("ix_record_signature_witness_id", "record_signature")
    op.drop_index("ix_record_signature_media_id", "record_signature")
    op.execute("ALTER TABLE record_signature DROP CONSTRAINT ck_record_signature_refused")
    op.drop_constraint(op.f("ck_record_signature_witnessed"), "record_signature")
    op.drop_constraint(op.f("ck_record_signature_how"), "record_signature")
    op.drop_constraint(op.f("fk_record_signature_witness_id"), "record_signature")
    op.drop_column("record_signature", "witness_id")
    op.drop_column("record_signature", "how")
    op.execute(f"ALTER TABLE record_signature ADD CONSTRAINT ck_record_signature_refused CHECK ({BEFORE}) NOT VALID")
