"""Who did and who saw what; requests that two people decide; maintenance staff's grants; openings of sealed words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PROTECTED = ("audit_entry", "feedback.opening")


def upgrade() -> None:
    _entries()
    _requests()
    _grants()
    _openings()
    for table in PROTECTED:
        _insert_only(table)


def downgrade() -> None:
    op.drop_table("opening", schema="feedback")
    op.drop_table("maintenance_grant", schema="identity")
    op.drop_table("approval_request")
    op.drop_table("audit_digest")
    op.drop_table("audit_entry")


def _entries() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _moment("at"),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=True),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("session", sa.LargeBinary(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.CheckConstraint("result IN ('allowed','refused','not_found','invalid')", name=op.f("ck_audit_entry_result")),
        sa.CheckConstraint("length(object) <= 64", name=op.f("ck_audit_entry_object")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_at_id_region_path", "audit_entry", ["at", "id", "region_path"])
    op.create_index("ix_audit_entry_person_id_at", "audit_entry", ["person_id", "at"])
    op.create_index("ix_audit_entry_session_at", "audit_entry", ["session", "at"])
    op.create_index("ix_audit_entry_object", "audit_entry", ["object"], postgresql_ops={"object": "text_pattern_ops"})
    op.create_index("ix_audit_entry_refused", "audit_entry", ["at"], postgresql_where=sa.text("result <> 'allowed'"))
    op.create_table(
        "audit_digest",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _moment("made_at"),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_audit_digest_region_code")),
        sa.PrimaryKeyConstraint("region_code", "day", name=op.f("pk_audit_digest")),
    )


def _requests() -> None:
    op.create_table(
        "approval_request",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _person("requested_by", "approval_request"),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        _moment("requested_at"),
        _moment("expires_at"),
        sa.Column("state", sa.Text(), nullable=False),
        _person("decided_by", "approval_request", nullable=True),
        _moment("decided_at", nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('waiting','approved','rejected')", name=op.f("ck_approval_request_state")),
        sa.CheckConstraint("decided_by <> requested_by", name=op.f("ck_approval_request_two_people")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_approval_request_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_request")),
    )
    op.create_index("ix_approval_request_requested_at", "approval_request", ["requested_at"])
    op.create_index("ix_approval_request_requested_by", "approval_request", ["requested_by"])


def _grants() -> None:
    op.create_table(
        "maintenance_grant",
        sa.Column("id", sa.UUID(), nullable=False),
        _person("person_id", "maintenance_grant"),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _person("asked_by", "maintenance_grant"),
        _person("approved_by", "maintenance_grant"),
        _moment("begins_at"),
        _moment("ends_at"),
        _moment("taken_back_at", nullable=True),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_maintenance_grant_span")),
        sa.CheckConstraint("asked_by <> approved_by", name=op.f("ck_maintenance_grant_two_people")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_maintenance_grant_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_grant")),
        schema="identity",
    )
    op.create_index("ix_maintenance_grant_person_id", "maintenance_grant", ["person_id"], schema="identity")


def _openings() -> None:
    op.create_table(
        "opening",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("rating_id", sa.UUID(), nullable=False),
        _person("person_id", "opening"),
        _moment("at"),
        sa.ForeignKeyConstraint(["request_id"], ["approval_request.id"], name=op.f("fk_opening_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        schema="feedback",
    )
    op.create_index("ix_opening_request_id", "opening", ["request_id"], schema="feedback")


def _insert_only(table: str) -> None:
    """Nobody changes or deletes a row, the administrator's application least of all (B-104)."""
    name = table.replace(".", "_")
    op.execute(
        f"CREATE TRIGGER {name}_insert_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _person(name: str, table: str, *, nullable: bool = False) -> sa.Column:
    reference = sa.ForeignKey("identity.person.id", name=op.f(f"fk_{table}_{name}"))
    return sa.Column(name, sa.UUID(), reference, nullable=nullable)
