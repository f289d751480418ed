"""Cards as a table that may be taken out, without portraits and codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates.importers import KIND_WORDS
from backend.certificates.models import Card
from backend.certificates.register import HOME, SORTING, Wanted, cards
from backend.certificates.states import STATE_NAMES
from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.registers.exporters import exporter, row_by_row

WORD_OF_KIND = {kind: word for word, kind in KIND_WORDS.items() if word}
TITLES = ("证号", "姓名", "单位名称", "证件种类", "执法领域", "执法区域", "发证机关", "发证日期", "有效期至", "状态")


def _cells(row: Any) -> Sequence[Any]:
    card = row.Card
    return (
        card.number, card.holder_name, card.organ_name, WORD_OF_KIND[card.kind], card.field, card.area, card.issuer,
        card.issued_on, card.expires_on, STATE_NAMES[row.state][0],
    )  # fmt: skip


@exporter("cards", zh="执法证件", titles=TITLES, sorting=SORTING, lines=row_by_row(_cells))
def table_of_cards(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Cards as the register shows them, filtered in the same way."""
    organ, days = filters.get("organ_id"), filters.get("expiring")
    wanted = Wanted(
        filters.get("q", ""), filters.get("state"), UUID(organ) if organ else None, int(days) if days else None
    )
    may = allowed(actor, "export.make", organ=Card.organ_id, region_path=HOME.path)
    return cards(actor, wanted, now).where(may)
