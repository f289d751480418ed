"""The outcome of a draw as the public reads it: enterprises, certificates, replacements; no names of people (B-87)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from backend.draws import queries as draws
from backend.draws.crews import going
from backend.draws.models import Draw


def outcome_rows(tx: Session, draw: Draw, language: str) -> list[dict[str, Any]]:
    """The drawn enterprises in drawn order, each with the certificates of those who go and who was replaced for what."""
    replaced = draws.replacements_of(tx, draw.id)
    return [
        {
            "n": row.DrawPick.n, "name": row.DrawObject.enterprise_name, "weight": row.DrawObject.weight,
            "identifier": row.DrawPick.object.partition(":")[2], "going": going(row.DrawPick, replaced),
            "replaced": [(each.number, f"draw_why_{each.reason}") for each in replaced if each.n == row.DrawPick.n],
        }
        for row in draws.picks_of(tx, draw.id)
    ]  # fmt: skip
