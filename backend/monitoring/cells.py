"""Counts enterprises per cell of the map, so that low zooms need no points."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.monitoring.tiles import FINER, STREET

COARSEST, FINEST = FINER, STREET - 1 + FINER

_FORGET = text("DELETE FROM place_cell WHERE region_code = :region")
_COUNT = text("""
    WITH placed AS (
        SELECT floor((ST_X(at) + 180) / 360 * side)::int AS x,
               floor((1 - ln(tan(radians(ST_Y(at))) + 1 / cos(radians(ST_Y(at)))) / pi()) / 2 * side)::int AS y
        FROM (
            SELECT site.location::geometry AS at, (1 << CAST(:finest AS int))::float AS side
            FROM site JOIN enterprise ON enterprise.id = site.enterprise_id
            WHERE enterprise.region_code = :region AND site.location IS NOT NULL
        ) AS located
        WHERE abs(ST_Y(at)) < 85.05
    )
    INSERT INTO place_cell (zoom, x, y, region_code, count)
    SELECT zoom, x >> (CAST(:finest AS int) - zoom), y >> (CAST(:finest AS int) - zoom), :region, count(*)
    FROM placed CROSS JOIN generate_series(CAST(:coarsest AS int), CAST(:finest AS int)) AS zoom
    GROUP BY 1, 2, 3
""")


def recount(tx: Session, region: str) -> None:
    """Count the region's enterprises anew, at every zoom; two at once wait for each other."""
    tx.execute(text("SELECT pg_advisory_xact_lock(hashtext('place_cell'), hashtext(:region))"), {"region": region})
    tx.execute(_FORGET, {"region": region})
    tx.execute(_COUNT, {"region": region, "coarsest": COARSEST, "finest": FINEST})
