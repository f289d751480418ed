"""What draws hold about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from backend.draws.models import Draw, DrawAct, DrawOfficer, DrawReplacement
from backend.identity.privacy.held import Rows, held


@held("draw_lists", zh="随机抽查的执法人员名单", en="Lists of officers for random draws", by="draw.see")
def lists(me: UUID) -> Rows:
    """On which lists one stood."""
    listed = select(Draw.created_at.label("at"), Draw.id, DrawOfficer.number)
    return listed.join(DrawOfficer, DrawOfficer.draw_id == Draw.id).where(DrawOfficer.person_id == me)


@held("draws", zh="起草的随机抽查", en="Random draws that one drafted", by="draw.make")
def drafted(me: UUID) -> Rows:
    """What one drafted or committed to."""
    mine = or_(Draw.created_by == me, Draw.committed_by == me)
    return select(Draw.created_at.label("at"), Draw.id, Draw.state).where(mine)


@held("draw_acts", zh="经办的随机抽查", en="Random draws that one moved", by="draw.make")
def acts(me: UUID) -> Rows:
    """What one committed to, drew, published or gave up."""
    return select(DrawAct.at, DrawAct.draw_id, DrawAct.act).where(DrawAct.person_id == me)


@held("draw_replacements", zh="登记的递补", en="Replacements that one wrote down", by="draw.make")
def replacements(me: UUID) -> Rows:
    """Who was replaced by one's own hand."""
    row = DrawReplacement
    return select(row.at, row.draw_id, row.n, row.reason).where(row.person_id == me)
