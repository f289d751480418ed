"""The first schema: everything of one visit from plan to case."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geography
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EXTENSIONS = ("postgis", "pg_trgm", "btree_gist")

SPANS = """
ALTER TABLE rule_set ADD CONSTRAINT ex_rule_set_span
  EXCLUDE USING gist (region_code WITH =, tstzrange(effective_from, effective_to) WITH &&)
"""

INSERT_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$
"""
PROTECTED = ("journal", "verdict", "check_in", "check_out", "sealed_item", "evidence_access", "feedback.rating")

READERS = """
ALTER TABLE feedback.rating ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback.rating FORCE ROW LEVEL SECURITY;
CREATE POLICY write_rating ON feedback.rating FOR INSERT WITH CHECK (true);
CREATE POLICY read_rating ON feedback.rating FOR SELECT
  USING (current_setting('liangma.reader', true) IN ('supervision', 'author'))
"""


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.execute("CREATE SCHEMA IF NOT EXISTS identity")
    op.execute("CREATE SCHEMA IF NOT EXISTS feedback")
    op.create_table(
        "answered",
        sa.Column("key", sa.UUID(), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_answered")),
    )
    op.create_index("ix_answered_at", "answered", ["at"], unique=False)
    op.create_table(
        "code_scan",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code_id", sa.LargeBinary(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number BETWEEN 10 AND 99", name=op.f("ck_code_scan_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_scan")),
    )
    op.create_index("ix_code_scan_code_id_scanned_at", "code_scan", ["code_id", "scanned_at"], unique=False)
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("login_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
        schema="identity",
    )
    op.create_index(
        "ix_sign_in_attempt_login_hash_at", "sign_in_attempt", ["login_hash", "at"], unique=False, schema="identity"
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_name_seq", "journal", ["name", "seq"], unique=False)
    op.create_table(
        "journal_inbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_inbox")),
    )
    op.create_table(
        "journal_parked",
        sa.Column("follower", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("follower", "seq", name=op.f("pk_journal_parked")),
    )
    op.create_table(
        "journal_place",
        sa.Column("follower", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("follower", name=op.f("pk_journal_place")),
    )
    op.create_table(
        "place_cell",
        sa.Column("zoom", sa.Integer(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("zoom", "x", "y", "region_code", name=op.f("pk_place_cell")),
    )
    op.create_index("ix_place_cell_region_code", "place_cell", ["region_code"], unique=False)
    op.create_table(
        "region",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("west", sa.Double(), nullable=False),
        sa.Column("south", sa.Double(), nullable=False),
        sa.Column("east", sa.Double(), nullable=False),
        sa.Column("north", sa.Double(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_index("ix_region_path", "region", ["path"], unique=False, postgresql_ops={"path": "text_pattern_ops"})
    op.create_table(
        "visit_code",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code_id", sa.LargeBinary(), nullable=False),
        sa.Column("short_code", sa.Text(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("notice_hash", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cose", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_code")),
        sa.UniqueConstraint("code_id", name=op.f("uq_visit_code_code_id")),
        sa.UniqueConstraint("short_code", name=op.f("uq_visit_code_short_code")),
        sa.UniqueConstraint("task_id", name=op.f("uq_visit_code_task_id")),
    )
    op.create_index("ix_visit_code_organ_id", "visit_code", ["organ_id"], unique=False)
    op.create_table(
        "enterprise",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("identifier_ok", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("classes", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("source", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_enterprise_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("scheme", "identifier", name=op.f("uq_enterprise_scheme_identifier")),
    )
    op.create_index(
        "ix_enterprise_name_trgm",
        "enterprise",
        ["name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.create_index("ix_enterprise_region_code", "enterprise", ["region_code"], unique=False)
    op.create_index(
        "ix_enterprise_region_path",
        "enterprise",
        ["region_path"],
        unique=False,
        postgresql_ops={"region_path": "text_pattern_ops"},
    )
    op.create_table(
        "organ",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('administrative','authorised','entrusted','bureau')", name=op.f("ck_organ_kind")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_organ_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ")),
        sa.UniqueConstraint("code", name=op.f("uq_organ_code")),
    )
    op.create_index("ix_organ_region_code", "organ", ["region_code"], unique=False)
    op.create_table(
        "rule_set",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("source_document", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_rule_set_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
    )
    op.create_index("ix_rule_set_region_code", "rule_set", ["region_code"], unique=False)
    op.create_table(
        "signing_key",
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verify_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_signing_key_region_code")),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_signing_key")),
    )
    op.create_index("ix_signing_key_region_code", "signing_key", ["region_code"], unique=False)
    op.create_table(
        "admission_ledger",
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("object_key", sa.UUID(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_admission_ledger_organ_id")),
        sa.PrimaryKeyConstraint("organ_id", "object_key", "period", name=op.f("pk_admission_ledger")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="zh", nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "role IN ('officer','supervisor','department','head','bureau','admin')", name=op.f("ck_person_role")
        ),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_person_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
        schema="identity",
    )
    op.create_index("ix_person_organ_id", "person", ["organ_id"], unique=False, schema="identity")
    op.create_table(
        "item",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_item_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("organ_id", "code", name=op.f("uq_item_organ_id_code")),
    )
    op.create_table(
        "past_visit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("cap_exempt", sa.Text(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("inspector", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_past_visit_enterprise_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_past_visit_organ_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_past_visit_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_visit")),
        sa.UniqueConstraint("region_code", "source_key", name=op.f("uq_past_visit_region_code_source_key")),
    )
    op.create_index("ix_past_visit_enterprise_id_day", "past_visit", ["enterprise_id", "day"], unique=False)
    op.create_index("ix_past_visit_organ_id", "past_visit", ["organ_id"], unique=False)
    op.create_geospatial_table(
        "site",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("place_type", sa.Text(), nullable=False),
        sa.Column(
            "location",
            Geography(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeogFromText",
                name="geography",
            ),
            nullable=True,
        ),
        sa.CheckConstraint("place_type IN ('urban','rural','mine_farm')", name=op.f("ck_site_place_type")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_site_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_geospatial_index(
        "idx_site_location", "site", ["location"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_index("ix_site_enterprise_id", "site", ["enterprise_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code_id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("holder_name", sa.Text(), nullable=False),
        sa.Column("organ_name", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=False),
        sa.Column("photo_hash", sa.LargeBinary(), nullable=False),
        sa.Column("cose", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_card_organ_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_card_person_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_card_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("code_id", name=op.f("uq_card_code_id")),
        sa.UniqueConstraint("number", name=op.f("uq_card_number")),
        sa.UniqueConstraint("region_code", "status_index", name=op.f("uq_card_region_code_status_index")),
    )
    op.create_index("ix_card_organ_id", "card", ["organ_id"], unique=False)
    op.create_index("ix_card_person_id", "card", ["person_id"], unique=False)
    op.create_table(
        "device",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_device_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("person_id", "public_key", name=op.f("uq_device_person_id_public_key")),
        schema="identity",
    )
    op.create_index("ix_device_kid", "device", ["kid"], unique=False, schema="identity")
    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_session_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
        schema="identity",
    )
    op.create_index("ix_session_person_id", "session", ["person_id"], unique=False, schema="identity")
    op.create_table(
        "message",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source_seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("person_id", "source_seq", "kind", name=op.f("uq_message_person_id_source_seq_kind")),
    )
    op.create_index("ix_message_person_id_at", "message", ["person_id", "at"], unique=False)
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.LargeBinary(), nullable=False),
        sa.Column("auth", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_push_subscription_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index("ix_push_subscription_person_id", "push_subscription", ["person_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("site_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("evidence_id", sa.Text(), nullable=True),
        sa.Column("superior_document", sa.Text(), nullable=True),
        sa.Column("entry_reason", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("verdict", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('awaiting_approval','approved','rejected','coded','visited','cancelled','lapsed')",
            name=op.f("ck_task_state"),
        ),
        sa.ForeignKeyConstraint(["created_by"], ["identity.person.id"], name=op.f("fk_task_created_by")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_task_enterprise_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_task_organ_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_task_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_created_by", "task", ["created_by"], unique=False)
    op.create_index("ix_task_enterprise_id_planned_on", "task", ["enterprise_id", "planned_on"], unique=False)
    op.create_index("ix_task_organ_id_planned_on", "task", ["organ_id", "planned_on"], unique=False)
    op.create_index("ix_task_planned_on", "task", ["planned_on"], unique=False)
    op.create_index("ix_task_site_id", "task", ["site_id"], unique=False)
    op.create_index(
        "ix_task_waiting",
        "task",
        ["planned_on"],
        unique=False,
        postgresql_where=sa.text("state IN ('awaiting_approval', 'approved', 'coded')"),
    )
    op.create_table(
        "admission_slot",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("object_key", sa.UUID(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("n >= 1", name=op.f("ck_admission_slot_n")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_admission_slot_organ_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_admission_slot_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_slot")),
    )
    op.create_index("ix_admission_slot_task_id", "admission_slot", ["task_id"], unique=False)
    op.create_index(
        "uq_admission_slot_place",
        "admission_slot",
        ["organ_id", "object_key", "period", "n"],
        unique=True,
        postgresql_where="released_at IS NULL",
    )
    op.create_table(
        "card_state",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("card_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("operator_id", sa.UUID(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('active','suspended','cancelled','recalled','revoked','lost')", name=op.f("ck_card_state_state")
        ),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_card_state_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_state")),
    )
    op.create_index("ix_card_state_card_id_effective_from", "card_state", ["card_id", "effective_from"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=False),
        sa.Column("decided_by_role", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('approve','reject')", name=op.f("ck_decision_decision")),
        sa.ForeignKeyConstraint(["decided_by"], ["identity.person.id"], name=op.f("fk_decision_decided_by")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_decision_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_decided_by", "decision", ["decided_by"], unique=False)
    op.create_index("ix_decision_task_id", "decision", ["task_id"], unique=False)
    op.create_table(
        "token",
        sa.Column("token_hmac", sa.LargeBinary(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_token_task_id")),
        sa.PrimaryKeyConstraint("token_hmac", name=op.f("pk_token")),
        schema="feedback",
    )
    op.create_index("ix_token_task_id", "token", ["task_id"], unique=False, schema="feedback")
    op.create_table(
        "inspection",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=True),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=True),
        sa.Column("site_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("organ_name", sa.Text(), nullable=False),
        sa.Column("enterprise_name", sa.Text(), nullable=False),
        sa.Column("enterprise_identifier", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_by", sa.UUID(), nullable=False),
        sa.CheckConstraint("state IN ('ongoing','left')", name=op.f("ck_inspection_state")),
        sa.ForeignKeyConstraint(["checked_in_by"], ["identity.person.id"], name=op.f("fk_inspection_checked_in_by")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_inspection_enterprise_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_inspection_organ_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_inspection_region_code")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_inspection_site_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_inspection_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index("ix_inspection_arrived_at", "inspection", ["arrived_at"], unique=False)
    op.create_index("ix_inspection_checked_in_by", "inspection", ["checked_in_by"], unique=False)
    op.create_index(
        "ix_inspection_enterprise_id_arrived_at", "inspection", ["enterprise_id", "arrived_at"], unique=False
    )
    op.create_index("ix_inspection_organ_id_arrived_at", "inspection", ["organ_id", "arrived_at"], unique=False)
    op.create_index(
        "ix_inspection_region_path",
        "inspection",
        ["region_path"],
        unique=False,
        postgresql_ops={"region_path": "text_pattern_ops"},
    )
    op.create_index("ix_inspection_site_id", "inspection", ["site_id"], unique=False)
    op.create_index("ix_inspection_task_id", "inspection", ["task_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_notice_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_notice")),
    )
    op.create_table(
        "task_item",
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("item_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_task_item_item_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_item_task_id")),
        sa.PrimaryKeyConstraint("task_id", "item_id", name=op.f("pk_task_item")),
    )
    op.create_index("ix_task_item_item_id", "task_item", ["item_id"], unique=False)
    op.create_table(
        "task_officer",
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("card_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_task_officer_card_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_task_officer_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_officer_task_id")),
        sa.PrimaryKeyConstraint("task_id", "person_id", name=op.f("pk_task_officer")),
    )
    op.create_index("ix_task_officer_card_id", "task_officer", ["card_id"], unique=False)
    op.create_index("ix_task_officer_person_id", "task_officer", ["person_id"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("sentence_zh", sa.Text(), nullable=False),
        sa.Column("sentence_en", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("enterprise_name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.UUID(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("severity IN ('high','medium','low')", name=op.f("ck_alert_severity")),
        sa.CheckConstraint("state IN ('open','taken','closed')", name=op.f("ck_alert_state")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_alert_inspection_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_alert_organ_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["identity.person.id"], name=op.f("fk_alert_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("inspection_id", "code", name=op.f("uq_alert_inspection_id_code")),
    )
    op.create_index("ix_alert_organ_id", "alert", ["organ_id"], unique=False)
    op.create_index("ix_alert_owner_id", "alert", ["owner_id"], unique=False)
    op.create_index(
        "ix_alert_region_path",
        "alert",
        ["region_path"],
        unique=False,
        postgresql_ops={"region_path": "text_pattern_ops"},
    )
    op.create_index("ix_alert_state_due_at", "alert", ["state", "due_at"], unique=False)
    op.create_geospatial_table(
        "check_in",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earliest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "place",
            Geography(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeogFromText",
                name="geography",
            ),
            nullable=True,
        ),
        sa.Column("position_reason", sa.Text(), nullable=True),
        sa.Column("scanned_text", sa.Text(), nullable=False),
        sa.Column("scanned_how", sa.Text(), nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("place_verdict", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_check_in_inspection_id")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_check_in")),
    )
    op.create_geospatial_index(
        "idx_check_in_place", "check_in", ["place"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "check_out",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_check_out_inspection_id")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_check_out")),
        sa.UniqueConstraint("id", name=op.f("uq_check_out_id")),
    )
    op.create_table(
        "rating",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_rating_stars")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_rating_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        schema="feedback",
    )
    op.create_index("ix_rating_inspection_id_at", "rating", ["inspection_id", "at"], unique=False, schema="feedback")
    op.create_table(
        "media",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=True),
        sa.Column("observation_id", sa.UUID(), nullable=True),
        sa.Column("owner_id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("caption", sa.Text(), nullable=True),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint("kind IN ('recording','photo','signature','observation_photo')", name=op.f("ck_media_kind")),
        sa.CheckConstraint("num_nonnulls(inspection_id, observation_id) = 1", name=op.f("ck_media_one_subject")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_media_inspection_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["identity.person.id"], name=op.f("fk_media_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index("ix_media_inspection_id", "media", ["inspection_id"], unique=False)
    op.create_index("ix_media_observation_id", "media", ["observation_id"], unique=False)
    op.create_index("ix_media_owner_id", "media", ["owner_id"], unique=False)
    op.create_table(
        "observation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("supervisor_id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=True),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("enterprise_text", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_observation_inspection_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["identity.person.id"], name=op.f("fk_observation_supervisor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index("ix_observation_inspection_id", "observation", ["inspection_id"], unique=False)
    op.create_index("ix_observation_supervisor_id_at", "observation", ["supervisor_id", "at"], unique=False)
    op.create_table(
        "officer_present",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("card_number", sa.Text(), nullable=True),
        sa.Column("card_state", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_officer_present_inspection_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_officer_present_person_id")),
        sa.PrimaryKeyConstraint("inspection_id", "person_id", name=op.f("pk_officer_present")),
    )
    op.create_index("ix_officer_present_person_id", "officer_present", ["person_id"], unique=False)
    op.create_table(
        "result",
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["filed_by"], ["identity.person.id"], name=op.f("fk_result_filed_by")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_result_inspection_id")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_result")),
        sa.UniqueConstraint("id", name=op.f("uq_result_id")),
    )
    op.create_index("ix_result_filed_by", "result", ["filed_by"], unique=False)
    op.create_table(
        "step",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_step_inspection_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["identity.person.id"], name=op.f("fk_step_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index("ix_step_inspection_id_at", "step", ["inspection_id", "at"], unique=False)
    op.create_index("ix_step_recorded_by", "step", ["recorded_by"], unique=False)
    op.create_table(
        "verdict",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("inspection_id", sa.UUID(), nullable=False),
        sa.Column("rule_set_id", sa.UUID(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_verdict_inspection_id")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_verdict_rule_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index("ix_verdict_inspection_id_judged_at", "verdict", ["inspection_id", "judged_at"], unique=False)
    op.create_index(op.f("ix_verdict_rule_set_id"), "verdict", ["rule_set_id"], unique=False)
    op.create_table(
        "evidence_access",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("media_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_evidence_access_media_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_evidence_access_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_access")),
    )
    op.create_index("ix_evidence_access_media_id_at", "evidence_access", ["media_id", "at"], unique=False)
    op.create_index("ix_evidence_access_person_id", "evidence_access", ["person_id"], unique=False)
    op.create_table(
        "playable",
        sa.Column("media_id", sa.UUID(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("thumbnail", sa.Text(), nullable=True),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("duration_s", sa.Double(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_playable_media_id")),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_playable")),
    )
    op.create_table(
        "segment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("media_id", sa.UUID(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.Column("link_ok", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("gap_ms", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_segment_media_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("media_id", "n", name=op.f("uq_segment_media_id_n")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("media_id", sa.UUID(), nullable=False),
        sa.Column("owner_id", sa.UUID(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('growing','complete','sealed','mismatch','terminated')", name=op.f("ck_upload_state")
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_upload_media_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["identity.person.id"], name=op.f("fk_upload_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index("ix_upload_media_id_segment", "upload", ["media_id", "segment"], unique=False)
    op.create_index("ix_upload_owner_id", "upload", ["owner_id"], unique=False)
    op.create_index("ix_upload_state_expires_at", "upload", ["state", "expires_at"], unique=False)
    op.create_table(
        "sealed_item",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("upload_id", sa.UUID(), nullable=False),
        sa.Column("media_id", sa.UUID(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("declared_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("mismatch", sa.Boolean(), nullable=False),
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_sealed_item_media_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_sealed_item_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_item")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_sealed_item_upload_id")),
    )
    op.create_index("ix_sealed_item_media_id_segment", "sealed_item", ["media_id", "segment"], unique=False)
    op.create_index("ix_sealed_item_sha256", "sealed_item", ["sha256"], unique=False)
    op.create_table(
        "unknown_look_up",
        sa.Column("network", sa.LargeBinary(), nullable=False),
        sa.Column("moments", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network", name=op.f("pk_unknown_look_up")),
    )
    op.create_index(op.f("ix_unknown_look_up_last_at"), "unknown_look_up", ["last_at"], unique=False)
    op.execute(SPANS)
    op.execute(INSERT_ONLY)
    for table in PROTECTED:
        name = table.replace(".", "_")
        op.execute(
            f"CREATE TRIGGER {name}_insert_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(READERS)


def downgrade() -> None:
    raise RuntimeError("the first schema is never taken back; drop the database instead")
