"""What the register of enterprises holds about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from backend.enterprises.whitelist_models import ChosenQuietDay, WhitelistEntry
from backend.identity.privacy.held import Rows, held


@held("whitelist_entries", zh="无事不扰名单", en="White list", by="whitelist.propose")
def whitelist_entries(me: UUID) -> Rows:
    """Entries that one asked for, decided on, reviewed or ended."""
    row = WhitelistEntry
    wanted = select(row.proposed_at.label("at"), row.state, row.reason, row.decided_at, row.reviewed_on, row.ended_on)
    return wanted.where(or_(row.proposed_by == me, row.decided_by == me, row.reviewed_by == me, row.ended_by == me))


@held("chosen_quiet_days", zh="企业自选安静日", en="Quiet days that enterprises chose", by="quiet_day.write")
def chosen_quiet_days(me: UUID) -> Rows:
    """Days that one entered or took back."""
    row = ChosenQuietDay
    wanted = select(row.recorded_at.label("at"), row.day, row.document, row.withdrawn_at)
    return wanted.where(or_(row.recorded_by == me, row.withdrawn_by == me))
