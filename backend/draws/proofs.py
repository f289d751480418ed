"""The published file of a draw: what anybody needs to run it again, and beside it what people want to read (B-85)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from backend.draws import queries
from backend.draws.models import Draw
from backend.draws.sealed import salting_of
from backend.draws.service import stored_lists
from backend.draws.states import COMMITTED, DRAWN
from backend.policy.draw import Pick
from backend.policy.draw_proof import openings, proof


def proof_of(tx: Session, draw: Draw, keys: Path) -> dict[str, Any]:
    """The whole file. `about` is for people; the verifier does not read it."""
    acts, salting = queries.acts_of(tx, [draw.id]), salting_of(keys, draw.id)
    drawn, commitment = acts[draw.id, DRAWN].data, acts[draw.id, COMMITTED].data["commitment"]
    lists, _ = stored_lists(tx, draw, salting)
    rows = queries.picks_of(tx, draw.id)
    picks = [Pick(row.DrawPick.object, tuple(row.DrawPick.officers), tuple(row.DrawPick.passed_over)) for row in rows]
    file = proof(
        commitment, lists, bytes.fromhex(drawn["secret"]), drawn["public_value"], picks, openings(picks, salting)
    )
    return file | {"about": _about(tx, draw, {row.DrawObject.name: row.DrawObject.enterprise_name for row in rows})}


def _about(tx: Session, draw: Draw, names: dict[str, str]) -> dict[str, Any]:
    organs, items = queries.about(tx, [draw])
    return {
        "organ": organs[draw.organ_id].name, "item": items[draw.item_id].name, "names": names,
        "replacements": [
            {"n": each.n, "officer": each.number, "reason": each.reason} for each in queries.replacements_of(tx, draw.id)
        ],
    }  # fmt: skip
