"""Random draws: what is drawn, the lists that were committed to, the outcome, replacements, visits planned (B-85 to B-87)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INSERT_ONLY = (
    "draw_act", "draw_object", "draw_officer", "draw_avoidance", "draw_pick", "draw_replacement", "draw_task",
)  # fmt: skip


def upgrade() -> None:
    _draws()
    _lists()
    _outcome()
    for table in INSERT_ONLY:
        _insert_only(table)
    _only_moves()


def downgrade() -> None:
    for table in reversed(INSERT_ONLY):
        op.drop_table(table)
    op.drop_table("draw")
    op.execute("DROP FUNCTION draw_only_moves()")


def _insert_only(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _only_moves() -> None:
    """Of a draw only its state moves, and who committed it is written once."""
    op.execute(
        """
        CREATE FUNCTION draw_only_moves() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF to_jsonb(NEW) - '{state,committed_by}'::text[] <> to_jsonb(OLD) - '{state,committed_by}'::text[]
               OR (OLD.committed_by IS NOT NULL AND NEW.committed_by IS DISTINCT FROM OLD.committed_by) THEN
                RAISE EXCEPTION 'a draw is not changed';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute("CREATE TRIGGER draw_only_moves BEFORE UPDATE ON draw FOR EACH ROW EXECUTE FUNCTION draw_only_moves()")
    op.execute("CREATE TRIGGER draw_no_delete BEFORE DELETE ON draw FOR EACH ROW EXECUTE FUNCTION refuse_change()")


def _to(table: str, *columns: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    targets = {
        "draw_id": "draw.id", "organ_id": "organ.id", "item_id": "item.id", "enterprise_id": "enterprise.id",
        "task_id": "task.id", "person_id": "identity.person.id", "created_by": "identity.person.id",
        "committed_by": "identity.person.id",
    }  # fmt: skip
    return tuple(sa.ForeignKeyConstraint([each], [targets[each]], name=op.f(f"fk_{table}_{each}")) for each in columns)


def _draws() -> None:
    op.create_table(
        "draw",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("region_path", sa.Text(), nullable=False),
        sa.Column("item_id", sa.UUID(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_by", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "state IN ('drafted','committed','drawn','published','abandoned')", name=op.f("ck_draw_state")
        ),
        sa.CheckConstraint("wanted BETWEEN 1 AND 10000", name=op.f("ck_draw_wanted")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_draw_days")),
        *_to("draw", "organ_id", "item_id", "created_by", "committed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
    )
    op.create_index("ix_draw_region_path", "draw", ["region_path"], postgresql_ops={"region_path": "text_pattern_ops"})
    for column in ("organ_id", "item_id", "created_by", "committed_by"):
        op.create_index(f"ix_draw_{column}", "draw", [column])
    op.create_table(
        "draw_act",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("draw_id", sa.UUID(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("act IN ('committed','drawn','published','abandoned')", name=op.f("ck_draw_act_act")),
        *_to("draw_act", "draw_id", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_act")),
        sa.UniqueConstraint("draw_id", "act", name=op.f("uq_draw_act_draw_id_act")),
    )
    op.create_index("ix_draw_act_person_id", "draw_act", ["person_id"])


def _lists() -> None:
    op.create_table(
        "draw_object",
        sa.Column("draw_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_name", sa.Text(), nullable=False),
        *_to("draw_object", "draw_id", "enterprise_id"),
        sa.PrimaryKeyConstraint("draw_id", "name", name=op.f("pk_draw_object")),
    )
    op.create_index("ix_draw_object_enterprise_id", "draw_object", ["enterprise_id"])
    op.create_table(
        "draw_officer",
        sa.Column("draw_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        *_to("draw_officer", "draw_id", "person_id"),
        sa.PrimaryKeyConstraint("draw_id", "number", name=op.f("pk_draw_officer")),
    )
    op.create_index("ix_draw_officer_person_id", "draw_officer", ["person_id"])
    op.create_table(
        "draw_avoidance",
        sa.Column("draw_id", sa.UUID(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        *_to("draw_avoidance", "draw_id"),
        sa.PrimaryKeyConstraint("draw_id", "object", "number", name=op.f("pk_draw_avoidance")),
    )


def _outcome() -> None:
    op.create_table(
        "draw_pick",
        sa.Column("draw_id", sa.UUID(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("officers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("passed_over", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        *_to("draw_pick", "draw_id"),
        sa.ForeignKeyConstraint(
            ["draw_id", "object"], ["draw_object.draw_id", "draw_object.name"], name=op.f("fk_draw_pick_draw_id_object")
        ),
        sa.PrimaryKeyConstraint("draw_id", "n", name=op.f("pk_draw_pick")),
    )
    op.create_table(
        "draw_replacement",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("draw_id", sa.UUID(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('leave','duty','recusal','card','other')", name=op.f("ck_draw_replacement_reason")
        ),
        *_to("draw_replacement", "person_id"),
        _to_pick("draw_replacement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_replacement")),
        sa.UniqueConstraint("draw_id", "n", "number", name=op.f("uq_draw_replacement_draw_id_n_number")),
    )
    op.create_index("ix_draw_replacement_person_id", "draw_replacement", ["person_id"])
    op.create_table(
        "draw_task",
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("draw_id", sa.UUID(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        *_to("draw_task", "task_id"),
        _to_pick("draw_task"),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_draw_task")),
    )
    op.create_index("ix_draw_task_draw_id_n", "draw_task", ["draw_id", "n"])


def _to_pick(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_draw_id_n")
    return sa.ForeignKeyConstraint(["draw_id", "n"], ["draw_pick.draw_id", "draw_pick.n"], name=name)
