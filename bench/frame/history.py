"""Visits of former years: a system that has known none plans its questions for empty tables, and no county's is empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bench.frame import crowd
from bench.frame.house import House, Rows

TABLES = ["inspection", "check_in", "officer_present"]

_FORMER = """
CREATE TEMPORARY TABLE former AS
WITH place AS (SELECT row_number() OVER () - 1 AS n, enterprise_id, id AS site_id, location FROM site WHERE address = '批发市场'),
     officer AS (SELECT row_number() OVER () - 1 AS n, person_id FROM card WHERE starts_with(holder_name, %(named)s))
SELECT gen_random_uuid() AS id, enterprise_id, site_id, location, person_id,
    now() - interval '401 days' - random() * interval '700 days' AS at
FROM generate_series(1, %(count)s) visit
JOIN place ON place.n = visit %% (SELECT count(*) FROM place) JOIN officer ON officer.n = visit %% (SELECT count(*) FROM officer)
"""
_FILE = """
INSERT INTO inspection (id, organ_id, region_code, region_path, enterprise_id, site_id, kind, trigger, organ_name,
    enterprise_name, enterprise_identifier, address, state, mark, arrived_at, left_at, checked_in_by)
SELECT id, %(organ)s, %(region)s, %(region)s, enterprise_id, site_id, 'daily', 'plan', '', '', '', '', 'left', 'clean',
    at, at + interval '1 hour', person_id FROM former
"""
_ARRIVAL = """
INSERT INTO check_in (inspection_id, captured_at, received_at, earliest, latest, clock, place, scanned_text, scanned_how,
    place_verdict)
SELECT id, at, at, at, at, '{}', location, '', 'scan', 'inside' FROM former
"""
_PRESENT = """
INSERT INTO officer_present (inspection_id, person_id, name, card_state, how, at)
SELECT id, person_id, '', 'active', 'self', at FROM former
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique
"""


def add(house: House, count: int) -> None:
    """So many visits to the crowd's enterprises by its officers, all longer ago than any rule looks back."""
    given = {"named": crowd.NAMED, "count": count, "organ": crowd.organ(house), "region": crowd.REGION}
    with house.quiet_registers() as database:
        database.execute(_FORMER, given)
        with _indexed_afterwards(database):
            for statement in (_FILE, _ARRIVAL, _PRESENT):
                database.execute(statement, given)
        database.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")


@contextmanager
def _indexed_afterwards(database: Rows) -> Iterator[None]:
    """Look-ups are built once for all rows: a million one by one would take most of an hour."""
    kept = database.execute(_INDEXES, [TABLES]).fetchall()
    for name, _ in kept:
        database.execute(f"DROP INDEX {name}")
    yield
    for _, made in kept:
        database.execute(made)
