"""What is written on site: checklists of items and their answers, the on-site record with signatures, what is to be put right."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("checklist_answer", "on_site_record", "record_signature")
MEDIA = "kind IN ('recording','photo','signature','observation_photo'{})"


def upgrade() -> None:
    op.add_column("item", sa.Column("checklist", sa.Text(), nullable=False, server_default=""))
    op.add_column("result", sa.Column("corrections", postgresql.JSONB(), nullable=False, server_default="[]"))
    op.add_column("result", sa.Column("overdue_told_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_result_deadline", "result", ["deadline"],
        postgresql_where=sa.text("deadline IS NOT NULL AND overdue_told_on IS NULL"),
    )  # fmt: skip
    _media_kinds(",'stamped_photo'")
    _answers()
    _records()
    _signatures()
    for table in TABLES:
        _insert_only(table)


def downgrade() -> None:
    """Stamped copies become photos: their bytes are kept, the originals lie beside them."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("UPDATE media SET kind = 'photo' WHERE kind = 'stamped_photo'")
    _media_kinds("")
    op.drop_index("ix_result_deadline", "result")
    op.drop_column("result", "overdue_told_on")
    op.drop_column("result", "corrections")
    op.drop_column("item", "checklist")


def _media_kinds(more: str) -> None:
    op.drop_constraint(op.f("ck_media_kind"), "media")
    op.create_check_constraint(op.f("ck_media_kind"), "media", MEDIA.format(more))


def _insert_only(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _answers() -> None:
    op.create_table(
        "checklist_answer",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("photos", postgresql.JSONB(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.CheckConstraint("answer IN ('yes','no','na','value')", name=op.f("ck_checklist_answer_answer")),
        sa.CheckConstraint("(answer = 'value') = (value IS NOT NULL)", name=op.f("ck_checklist_answer_value")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_checklist_answer_inspection_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["identity.person.id"], name=op.f("fk_checklist_answer_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_answer")),
    )
    op.create_index(
        "ix_checklist_answer_inspection_id_line_at", "checklist_answer", ["inspection_id", "line", "at"]
    )  # fmt: skip
    op.create_index("ix_checklist_answer_recorded_by", "checklist_answer", ["recorded_by"])


def _records() -> None:
    op.create_table(
        "on_site_record",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", postgresql.JSONB(), nullable=False),
        sa.Column("written_by", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_on_site_record_inspection_id")),
        sa.ForeignKeyConstraint(["written_by"], ["identity.person.id"], name=op.f("fk_on_site_record_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_site_record")),
        sa.UniqueConstraint("inspection_id", "version", name=op.f("uq_on_site_record_inspection_id_version")),
        sa.UniqueConstraint("inspection_id", "hash", name=op.f("uq_on_site_record_inspection_id_hash")),
    )
    op.create_index("ix_on_site_record_written_by", "on_site_record", ["written_by"])


def _signatures() -> None:
    op.create_table(
        "record_signature",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("media_id", sa.UUID(), nullable=True),
        sa.Column("image_hash", sa.LargeBinary(), nullable=True),
        sa.Column("strokes", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.CheckConstraint("role IN ('officer','attendee','witness')", name=op.f("ck_record_signature_role")),
        sa.CheckConstraint(
            "refused = (media_id IS NULL) AND refused = (reason <> '')", name=op.f("ck_record_signature_refused")
        ),
        sa.CheckConstraint("NOT refused OR role = 'attendee'", name=op.f("ck_record_signature_who_refuses")),
        sa.ForeignKeyConstraint(["record_id"], ["on_site_record.id"], name=op.f("fk_record_signature_record_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_record_signature_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["identity.person.id"], name=op.f("fk_record_signature_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_signature")),
        sa.UniqueConstraint("record_id", "role", "signer", name=op.f("uq_record_signature_record_id_role_signer")),
    )
    op.create_index("ix_record_signature_person_id", "record_signature", ["person_id"])
    op.create_index("ix_record_signature_recorded_by", "record_signature", ["recorded_by"])
