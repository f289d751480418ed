"""Who comes first with a key may write (B-52). The claim is a row; a second one waits on it until the first is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.kernel.models import Answered

_ROW = cast(Table, Answered.__table__)
_CLAIMED = "key", "actor_id", "request_hash", "at"


def _claiming(*claimed: ColumnElement[Any]) -> Any:
    return insert(_ROW).from_select(_CLAIMED, select(*claimed)).on_conflict_do_nothing().returning(_ROW.c.key)


def _told(name: str) -> ColumnElement[Any]:
    return bindparam(f"claim_{name}", type_=_ROW.c[name].type)


_CLAIM = _claiming(*map(_told, _CLAIMED))
"""Built once, and past the unit of work."""


@dataclass(slots=True)
class Claim:
    """The wish to be the first with this key. Whoever asks who the person is may claim for them in the same question."""

    key: UUID
    request_hash: bytes
    at: datetime
    granted: bool | None = None
    """None until somebody asked."""

    @property
    def parameters(self) -> dict[str, Any]:
        return {"claim_key": self.key, "claim_request_hash": self.request_hash, "claim_at": self.at}


def claimed_by(person_id: ColumnElement[UUID]) -> ColumnElement[int]:
    """How many keys the person of an outer query claims by it, 1 or 0. Parameters: `Claim.parameters`."""
    claim = _claiming(_told("key"), person_id, _told("request_hash"), _told("at")).cte("claim")
    return select(func.count()).select_from(claim).scalar_subquery()


def granted(tx: Session, claim: Claim, actor_id: UUID | None) -> bool:
    """Whether the claim came first; asks unless somebody did."""
    if claim.granted is None:
        first = tx.connection().execute(_CLAIM, {**claim.parameters, "claim_actor_id": actor_id}).first()
        claim.granted = first is not None
    return claim.granted
