"""A rule set holds every parameter as it was adopted, and its own examples; rule sets are tried on visits of the past.

What a standing rule set did not name is filled in with the defaults of this release, which have judged by it until now.
"""

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

DEFAULTS: dict[str, Any] = json.loads(Path(__file__).with_name("0021_defaults.json").read_text(encoding="utf-8"))
TABLES = {"holidays", "rights"}
"""Parameters that are tables at the top: replaced whole, where others are sections filled in one by one."""

RULE_SETS = """
SELECT rule_set.id, rule_set.body, region.zone, region.west, region.south, region.east, region.north
FROM rule_set JOIN region ON region.code = rule_set.region_code
"""


def upgrade() -> None:
    op.add_column("rule_set", sa.Column("examples", JSONB(), server_default=sa.text("'[]'"), nullable=False))
    _complete_the_standing()
    _replays()


def downgrade() -> None:
    """Bodies stay whole: the release before reads them as well."""
    op.drop_table("replay_difference")
    op.drop_table("replay")
    op.drop_column("rule_set", "examples")


def _complete_the_standing() -> None:
    store = sa.text("UPDATE rule_set SET body = :body WHERE id = :id").bindparams(sa.bindparam("body", type_=JSONB))
    for row in op.get_bind().execute(sa.text(RULE_SETS)).all():
        place = {"tz": row.zone, "geo": {"bbox": [row.west, row.south, row.east, row.north]}}
        op.get_bind().execute(store, {"id": row.id, "body": _filled(_filled(DEFAULTS, place), row.body)})


def _filled(defaults: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What is told, and where it tells nothing the default; sections are filled value by value."""
    sections = {name for name, value in defaults.items() if isinstance(value, dict)} - TABLES
    return {
        **defaults,
        **{name: {**defaults[name], **value} if name in sections else value for name, value in told.items()},
    }


def _replays() -> None:
    op.create_table(
        "replay",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.UUID(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", JSONB(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("result", JSONB(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting','running','done','failed')", name=op.f("ck_replay_state")),
        sa.CheckConstraint("since <= until", name=op.f("ck_replay_span")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_replay_region_code")),
        sa.ForeignKeyConstraint(["requested_by"], ["identity.person.id"], name=op.f("fk_replay_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replay")),
    )
    op.create_index("ix_replay_region_code_requested_at", "replay", ["region_code", "requested_at"])
    op.create_index("ix_replay_requested_by", "replay", ["requested_by"])
    op.create_table(
        "replay_difference",
        sa.Column("replay_id", sa.UUID(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("becomes", sa.Text(), nullable=False),
        sa.Column("organ_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=True),
        sa.Column("inspection_id", sa.UUID(), nullable=True),
        sa.Column("before", JSONB(), nullable=False),
        sa.Column("after", JSONB(), nullable=False),
        sa.CheckConstraint("becomes IN ('broken','kept','other')", name=op.f("ck_replay_difference_becomes")),
        sa.ForeignKeyConstraint(
            ["replay_id"], ["replay.id"], name=op.f("fk_replay_difference_replay_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("replay_id", "n", name=op.f("pk_replay_difference")),
    )
