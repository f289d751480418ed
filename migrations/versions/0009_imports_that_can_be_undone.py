"""Imports that change what is known and can be undone: each row's outcome, history by import, enterprises with a history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = ("waiting", "running", "checked", "done", "failed")
UNDONE = (*STATES, "undoing", "undone")

KEEP_HISTORY = """
CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hidden text[] := string_to_array(TG_ARGV[2], ',');
  was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{{}}' ELSE to_jsonb(OLD) - hidden END;
  becomes jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{{}}' ELSE to_jsonb(NEW) - hidden END;
  differ jsonb;
BEGIN
  SELECT jsonb_object_agg(field, jsonb_build_array(was -> field, becomes -> field)) INTO differ
  FROM jsonb_object_keys(was || becomes) AS field
  WHERE nullif(was -> field, 'null') IS DISTINCT FROM nullif(becomes -> field, 'null');
  IF differ IS NOT NULL THEN
    INSERT INTO row_history (kind, row_id, change, person_id, reason{column}, changes)
    VALUES (TG_ARGV[0], coalesce(becomes ->> TG_ARGV[1], was ->> TG_ARGV[1]), lower(TG_OP),
            nullif(current_setting('liangma.actor', true), '')::uuid,
            nullif(current_setting('liangma.reason', true), ''){value}, differ);
  END IF;
  RETURN NULL;
END $$
"""
RUN_ID = "nullif(current_setting('liangma.import', true), '')::uuid"

KEEP_HISTORY_OF_MANY = f"""
CREATE FUNCTION keep_history_of_many() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hidden text[] := string_to_array(TG_ARGV[2], ',');
  who uuid := nullif(current_setting('liangma.actor', true), '')::uuid;
  because text := nullif(current_setting('liangma.reason', true), '');
  run uuid := {RUN_ID};
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO row_history (kind, row_id, change, person_id, reason, run_id, changes)
    SELECT TG_ARGV[0], becomes ->> TG_ARGV[1], 'update', who, because, run, differ
    FROM (SELECT to_jsonb(came) AS becomes, to_jsonb(went) AS was FROM came JOIN went USING (id)) AS pair,
      LATERAL (SELECT jsonb_object_agg(field, jsonb_build_array(was -> field, becomes -> field)) AS differ
               FROM jsonb_object_keys(becomes - hidden) AS field
               WHERE nullif(was -> field, 'null') IS DISTINCT FROM nullif(becomes -> field, 'null')) AS compared
    WHERE differ IS NOT NULL;
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO row_history (kind, row_id, change, person_id, reason, run_id, changes)
    SELECT TG_ARGV[0], becomes ->> TG_ARGV[1], 'insert', who, because, run, told
    FROM (SELECT to_jsonb(came) AS becomes FROM came) AS new_row,
      LATERAL (SELECT jsonb_object_agg(key, jsonb_build_array(NULL, value)) AS told
               FROM jsonb_each(becomes - hidden) WHERE value <> 'null') AS compared;
  ELSE
    INSERT INTO row_history (kind, row_id, change, person_id, reason, run_id, changes)
    SELECT TG_ARGV[0], was ->> TG_ARGV[1], 'delete', who, because, run, told
    FROM (SELECT to_jsonb(went) AS was FROM went) AS old_row,
      LATERAL (SELECT jsonb_object_agg(key, jsonb_build_array(value, NULL)) AS told
               FROM jsonb_each(was - hidden) WHERE value <> 'null') AS compared;
  END IF;
  RETURN NULL;
END $$
"""  # noqa: S608 – words of this file
"""As keep_history, for tables that grow by a hundred thousand rows in one statement: once per statement, not per row."""

KEPT = {
    "enterprise": ("enterprise", "id", "pinyin,region_path,imported_at"),
    "site": ("enterprise", "enterprise_id", "id,enterprise_id"),
}
"""An enterprise and its premises are one row of the register, named by the enterprise."""

WHAT_CAME = {
    "INSERT": "REFERENCING NEW TABLE AS came",
    "UPDATE": "REFERENCING OLD TABLE AS went NEW TABLE AS came",
    "DELETE": "REFERENCING OLD TABLE AS went",
}


def upgrade() -> None:
    _runs()
    op.add_column("row_history", sa.Column("run_id", sa.UUID(), nullable=True))
    op.create_index("ix_row_history_run_id", "row_history", ["run_id"], postgresql_where=sa.text("run_id IS NOT NULL"))
    op.execute(KEEP_HISTORY.format(column=", run_id", value=f", {RUN_ID}"))
    op.execute(KEEP_HISTORY_OF_MANY)
    for table, (kind, key, hidden) in KEPT.items():
        for event, referencing in WHAT_CAME.items():
            op.execute(
                f"CREATE TRIGGER keep_history_of_{event.lower()} AFTER {event} ON {table} {referencing} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION keep_history_of_many('{kind}', '{key}', '{hidden}')"
            )


def _runs() -> None:
    op.add_column(
        "import_run", sa.Column("update_known", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    for name in ("restored", "removed", "left"):
        op.add_column("import_run", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.add_column("import_run", sa.Column("undo_by", sa.UUID(), nullable=True))
    op.create_foreign_key(
        op.f("fk_import_run_undo_by"), "import_run", "person", ["undo_by"], ["id"], referent_schema="identity"
    )
    op.create_index("ix_import_run_undo_by", "import_run", ["undo_by"])
    op.add_column("import_run", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    _allow(UNDONE)
    op.create_table(
        "import_row",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("outcome IN ('new','changed','known')", name=op.f("ck_import_row_outcome")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_row_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "row", name=op.f("pk_import_row")),
    )
    op.create_table(
        "import_left",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("why IN ('touched','in_use')", name=op.f("ck_import_left_why")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_left_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "row_id", name=op.f("pk_import_left")),
    )


def _allow(states: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_import_run_state"), "import_run", type_="check")
    allowed = ",".join(f"'{each}'" for each in states)
    op.create_check_constraint(op.f("ck_import_run_state"), "import_run", f"state IN ({allowed})")


def downgrade() -> None:
    for table in KEPT:
        for event in WHAT_CAME:
            op.execute(f"DROP TRIGGER keep_history_of_{event.lower()} ON {table}")
    op.execute("DROP FUNCTION keep_history_of_many()")
    op.execute(KEEP_HISTORY.format(column="", value=""))
    op.drop_index("ix_row_history_run_id", "row_history")
    op.drop_column("row_history", "run_id")
    op.drop_table("import_left")
    op.drop_table("import_row")
    op.execute("UPDATE import_run SET state = 'done' WHERE state IN ('undoing', 'undone')")
    _allow(STATES)
    for name in ("update_known", "restored", "removed", "left", "undo_by", "undone_at"):
        op.drop_column("import_run", name)
