"""Regions as a tree, organs in full, teams, hours, conflicts, imports, the history of every row."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


KEEP_HISTORY = """
CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hidden text[] := string_to_array(TG_ARGV[2], ',');
  was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) - hidden END;
  becomes jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) - hidden END;
  differ jsonb;
BEGIN
  SELECT jsonb_object_agg(field, jsonb_build_array(was -> field, becomes -> field)) INTO differ
  FROM jsonb_object_keys(was || becomes) AS field
  WHERE nullif(was -> field, 'null') IS DISTINCT FROM nullif(becomes -> field, 'null');
  IF differ IS NOT NULL THEN
    INSERT INTO row_history (kind, row_id, change, person_id, reason, changes)
    VALUES (TG_ARGV[0], coalesce(becomes ->> TG_ARGV[1], was ->> TG_ARGV[1]), lower(TG_OP),
            nullif(current_setting('liangma.actor', true), '')::uuid,
            nullif(current_setting('liangma.reason', true), ''), differ);
  END IF;
  RETURN NULL;
END $$
"""
GRAMS = """
CREATE FUNCTION grams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
  SELECT ARRAY(SELECT substr(words, n, size) FROM generate_series(1, length(words)) n, generate_series(1, 2) size)
$$
"""
"""Every character of a text and every pair: what somebody types who knows one or two characters of a name.

Its cost is told high so that it is asked of the index and not of every row.
"""

KEPT = {
    "region": ("region", "code", "pinyin,version"),
    "organ": ("organ", "id", "pinyin,version"),
    "identity.person": ("person", "id", "pinyin,version,password_hash,one_time_until"),
    "card": ("card", "id", "photo,photo_hash,cose,code_id,version"),
    "item": ("item", "id", "pinyin,version"),
    "entrustment": ("entrustment", "id", "version"),
    "team": ("team", "id", "pinyin,version"),
    "team_organ": ("team", "team_id", ""),
    "team_member": ("team", "team_id", ""),
    "conflict": ("conflict", "person_id", ""),
    "training_hour": ("training_hour", "person_id", ""),
}
"""Table → its kind in the history, the column that names the row, and the columns that are not told."""

ONLY_FORGOTTEN = """
CREATE FUNCTION refuse_change_unless_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('liangma.forgetting', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is insert-only', ERRCODE = 'insufficient_privilege';
END $$
"""
FORGET = """
CREATE FUNCTION forget_history(of_kind text, of_row text, of_field text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE forgotten bigint;
BEGIN
  PERFORM set_config('liangma.forgetting', 'on', true);
  UPDATE row_history SET changes = jsonb_set(changes, ARRAY[of_field], '["•", "•"]')
  WHERE kind = of_kind AND row_id = of_row AND changes ? of_field;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  PERFORM set_config('liangma.forgetting', 'off', true);
  RETURN forgotten;
END $$
"""


def upgrade() -> None:
    _places()
    _people()
    _enterprises()
    _powers()
    _teams()
    _officers()
    _runs()
    _history()


def _places() -> None:
    text, whole = sa.Text(), sa.Integer()
    op.add_column("region", sa.Column("parent_code", text, nullable=True))
    op.create_foreign_key(op.f("fk_region_parent_code"), "region", "region", ["parent_code"], ["code"])
    op.create_index("ix_region_parent_code", "region", ["parent_code"])
    op.add_column("region", sa.Column("level", text, server_default="county", nullable=False))
    op.create_check_constraint(
        op.f("ck_region_level"), "region", "level IN ('province','city','county','town','special')"
    )
    for table in ("region", "organ"):
        op.add_column(table, sa.Column("pinyin", text, server_default="", nullable=False))
        op.add_column(table, sa.Column("ended_on", sa.Date(), nullable=True))
        op.add_column(table, sa.Column("version", whole, server_default="1", nullable=False))
    for column in ("legal_category", "basis", "scope", "field", "superior_name"):
        op.add_column("organ", sa.Column(column, text, server_default="", nullable=False))
    op.add_column("organ", sa.Column("supervising_organ_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_organ_supervising_organ_id"), "organ", "organ", ["supervising_organ_id"], ["id"])
    op.create_index("ix_organ_supervising_organ_id", "organ", ["supervising_organ_id"])
    op.add_column("organ", sa.Column("vertical", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("organ", sa.Column("review_state", text, server_default="unreviewed", nullable=False))
    op.create_check_constraint(
        op.f("ck_organ_review_state"), "organ", "review_state IN ('unreviewed','confirmed','adjusted','withdrawn')"
    )
    _renew_check("organ", "kind", "kind IN ('administrative','authorised','entrusted','bureau','supervision_office')")


def _people() -> None:
    def add(name: str, type_: object, **options: object) -> None:
        op.add_column("person", sa.Column(name, type_, **options), schema="identity")

    add("number", sa.Text(), nullable=True)
    add("pinyin", sa.Text(), server_default="", nullable=False)
    add("post", sa.Text(), server_default="", nullable=False)
    add("qualification", sa.Text(), server_default="", nullable=False)
    add("employer", sa.Text(), server_default="", nullable=False)
    add("term_from", sa.Date(), nullable=True)
    add("term_to", sa.Date(), nullable=True)
    add("ended_reason", sa.Text(), nullable=True)
    add("version", sa.Integer(), server_default="1", nullable=False)
    op.create_index(
        "uq_person_organ_id_number", "person", ["organ_id", "number"], unique=True, schema="identity",
        postgresql_where=sa.text("number IS NOT NULL"),
    )  # fmt: skip
    op.create_index("ix_person_pinyin_id", "person", ["pinyin", "id"], schema="identity")
    for column in ("name", "pinyin"):
        op.create_index(
            f"ix_person_{column}_trgm", "person", [column], schema="identity", postgresql_using="gin",
            postgresql_ops={column: "gin_trgm_ops"},
        )  # fmt: skip


def _enterprises() -> None:
    op.execute(GRAMS)
    op.create_index("ix_enterprise_name_grams", "enterprise", [sa.text("grams(name)")], postgresql_using="gin")
    op.create_index("ix_enterprise_id_region_path", "enterprise", ["id", "region_path"])
    op.add_column("enterprise", sa.Column("pinyin", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_enterprise_identifier", "enterprise", ["identifier"], postgresql_ops={"identifier": "text_pattern_ops"}
    )
    op.create_index(
        "ix_enterprise_pinyin_trgm", "enterprise", ["pinyin"], postgresql_using="gin",
        postgresql_ops={"pinyin": "gin_trgm_ops"},
    )  # fmt: skip


def _powers() -> None:
    op.create_table(
        "entrustment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("principal_id", sa.UUID(), nullable=False),
        sa.Column("agent_id", sa.UUID(), nullable=False),
        sa.Column("matters", sa.Text(), nullable=False),
        sa.Column("item_codes", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_entrustment_span")),
        sa.CheckConstraint("principal_id <> agent_id", name=op.f("ck_entrustment_two")),
        sa.ForeignKeyConstraint(["principal_id"], ["organ.id"], name=op.f("fk_entrustment_principal_id")),
        sa.ForeignKeyConstraint(["agent_id"], ["organ.id"], name=op.f("fk_entrustment_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrustment")),
    )
    op.create_index("ix_entrustment_principal_id", "entrustment", ["principal_id"])
    op.create_index("ix_entrustment_agent_id", "entrustment", ["agent_id"])


def _teams() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("guiding_organ_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_team_region_code")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_team_organ_id")),
        sa.ForeignKeyConstraint(["guiding_organ_id"], ["organ.id"], name=op.f("fk_team_guiding_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("region_code", "name", name=op.f("uq_team_region_code_name")),
    )
    op.create_index("ix_team_organ_id", "team", ["organ_id"])
    op.create_index("ix_team_guiding_organ_id", "team", ["guiding_organ_id"])
    op.create_table(
        "team_organ",
        sa.Column("team_id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("item_codes", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_organ_team_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_team_organ_organ_id")),
        sa.PrimaryKeyConstraint("team_id", "organ_id", name=op.f("pk_team_organ")),
    )
    op.create_index("ix_team_organ_organ_id", "team_organ", ["organ_id"])
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_team_member_person_id")),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_person_id", "team_member", ["person_id"])


def _officers() -> None:
    op.create_table(
        "training_hour",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(5, 1), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours > 0 AND hours <= 400", name=op.f("ck_training_hour_hours")),
        sa.CheckConstraint("kind IN ('law','skills','integrity','exam','other')", name=op.f("ck_training_hour_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_training_hour_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_hour")),
    )
    op.create_index("ix_training_hour_person_id_held_on", "training_hour", ["person_id", "held_on"])
    op.create_table(
        "conflict",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.UUID(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name=op.f("ck_conflict_span")),
        sa.ForeignKeyConstraint(["person_id"], ["identity.person.id"], name=op.f("fk_conflict_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index("ix_conflict_person_id", "conflict", ["person_id"])
    op.create_index("ix_conflict_identifier", "conflict", ["identifier"])


def _runs() -> None:
    numbers = ("read", "new", "changed", "known", "refused", "warnings")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "import_run",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.UUID(), nullable=False),
        sa.Column("requested_at", moment, nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("apply", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in numbers),
        sa.Column("failure_zh", sa.Text(), nullable=True),
        sa.Column("failure_en", sa.Text(), nullable=True),
        sa.Column("started_at", moment, nullable=True),
        sa.Column("finished_at", moment, nullable=True),
        sa.CheckConstraint("format IN ('csv','xlsx')", name=op.f("ck_import_run_format")),
        sa.CheckConstraint(
            "state IN ('waiting','running','checked','done','failed')", name=op.f("ck_import_run_state")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_import_run_region_code")),
        sa.ForeignKeyConstraint(["requested_by"], ["identity.person.id"], name=op.f("fk_import_run_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_region_code_requested_at", "import_run", ["region_code", "requested_at"])
    op.create_index("ix_import_run_requested_by", "import_run", ["requested_by"])
    op.create_table(
        "import_error",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("warning", sa.Boolean(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_error_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "n", name=op.f("pk_import_error")),
    )
    op.create_table(
        "export_run",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("filters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.UUID(), nullable=False),
        sa.Column("requested_at", moment, nullable=False),
        sa.Column("approval_id", sa.UUID(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ready_at", moment, nullable=True),
        sa.Column("taken_at", moment, nullable=True),
        sa.CheckConstraint("format IN ('csv','xlsx')", name=op.f("ck_export_run_format")),
        sa.CheckConstraint(
            "state IN ('requested','approved','ready','taken','expired','refused')", name=op.f("ck_export_run_state")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_export_run_region_code")),
        sa.ForeignKeyConstraint(["requested_by"], ["identity.person.id"], name=op.f("fk_export_run_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_run")),
    )
    op.create_index("ix_export_run_region_code", "export_run", ["region_code"])
    op.create_index("ix_export_run_requested_by", "export_run", ["requested_by"])


def _history() -> None:
    op.create_table(
        "row_history",
        sa.Column("n", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_row_history")),
    )
    op.create_index("ix_row_history_kind_row_id_n", "row_history", ["kind", "row_id", "n"])
    for statement in (KEEP_HISTORY, ONLY_FORGOTTEN, FORGET):
        op.execute(statement)
    for table, (kind, key, hidden) in KEPT.items():
        op.execute(
            f"CREATE TRIGGER keep_history AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION keep_history('{kind}', '{key}', '{hidden}')"
        )
    op.execute(
        "CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON row_history "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_unless_forgetting()"
    )


def _renew_check(table: str, name: str, condition: str, schema: str | None = None, **options: bool) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, schema=schema, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition, schema=schema, **options)


def downgrade() -> None:
    for table in KEPT:
        op.execute(f"DROP TRIGGER keep_history ON {table}")
    for table in ("row_history", "export_run", "import_error", "import_run", "conflict", "training_hour"):
        op.drop_table(table)
    for table in ("team_member", "team_organ", "team", "entrustment"):
        op.drop_table(table)
    for function in ("keep_history()", "refuse_change_unless_forgetting()", "forget_history(text, text, text)"):
        op.execute(f"DROP FUNCTION {function}")
    for index in ("identifier", "id_region_path", "name_grams"):
        op.drop_index(f"ix_enterprise_{index}", "enterprise")
    op.execute("DROP FUNCTION grams(text)")
    op.drop_column("enterprise", "pinyin")
    _forget_people()
    _forget_places()


def _forget_people() -> None:
    for column in ("name", "pinyin"):
        op.drop_index(f"ix_person_{column}_trgm", "person", schema="identity")
    op.drop_index("ix_person_pinyin_id", "person", schema="identity")
    op.drop_index("uq_person_organ_id_number", "person", schema="identity")
    for column in (
        "version", "ended_reason",  "term_to", "term_from", "employer", "qualification", "post", "pinyin",
        "number",
    ):  # fmt: skip
        op.drop_column("person", column, schema="identity")


def _forget_places() -> None:
    old_kinds = "kind IN ('administrative','authorised','entrusted','bureau')"
    _renew_check("organ", "kind", old_kinds, postgresql_not_valid=True)
    for column in (
        "review_state", "vertical", "supervising_organ_id", "superior_name", "field", "scope", "basis",
        "legal_category", "version", "ended_on", "pinyin",
    ):  # fmt: skip
        op.drop_column("organ", column)
    for column in ("version", "ended_on", "pinyin", "level", "parent_code"):
        op.drop_column("region", column)
