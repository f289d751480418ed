"""Migration 0021: a rule set that was adopted in part keeps, whole, what it has judged by until now (B-03)."""

from __future__ import annotations

import json
import os

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from backend.cli import alembic_config

REGION = (
    "INSERT INTO region (code, path, name, name_en, zone, scheme, west, south, east, north, level, demo) "
    "VALUES ('420117', '420117', '示范区', 'Model', 'Asia/Shanghai', 'uscc', 114.6, 30.7, 115.0, 31.0, 'county', false)"
)
RULE_SET = (
    "INSERT INTO rule_set (id, region_code, effective_from, approved_by, source_document, body) "
    "VALUES (gen_random_uuid(), '420117', now(), '司法局', '一号', :body)"
)
PART = {
    "cap": {"default": 3}, "quiet": {"grounds": {"other": {"evidence": "none", "approver": "bureau"}}},
    "holidays": {"2025": {"off": ["2025-01-01"], "worked": []}},
}  # fmt: skip


@pytest.fixture
def before(cluster):
    name = f"liangma_whole_{os.getpid()}"
    url = cluster.bare(name)
    command.upgrade(alembic_config(url), "0020")
    engine = create_engine(url)
    yield url, engine
    engine.dispose()
    cluster.drop(name)


def test_what_it_named_stays_and_what_it_did_not_is_written_down(before):
    url, engine = before
    with engine.begin() as connection:
        connection.execute(text(REGION))
        connection.execute(text(RULE_SET), {"body": json.dumps(PART)})
    command.upgrade(alembic_config(url), "0021")
    with engine.connect() as connection:
        body, examples = connection.execute(text("SELECT body, examples FROM rule_set")).one()

    assert (body["cap"]["default"], body["cap"]["unit"]) == (3, "year")
    assert body["quiet"]["grounds"] == PART["quiet"]["grounds"], "a table that was named is the whole table"
    assert body["quiet"]["calendars"] == [{"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20}]
    assert body["holidays"] == PART["holidays"]
    assert (body["tz"], body["geo"]["bbox"]) == ("Asia/Shanghai", [114.6, 30.7, 115.0, 31.0])
    assert body["geo"]["radius_m"] == {"urban": 200, "rural": 500, "mine_farm": 1000}
    assert examples == []
