"""The white list of the demo: one enterprise on it since last season, one that another person of the bureau decides on (B-36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.demo import acting, base
from backend.demo.accounts import one
from backend.demo.day import Day
from backend.demo.ids import demo_id
from backend.demo.names import BUREAU, COUNT, DEPARTMENTS
from backend.enterprises import whitelist
from backend.enterprises.whitelist import Proposal
from backend.enterprises.whitelist_models import WhitelistEntry
from backend.policy.ruleset import RuleSet

VOUCHES = DEPARTMENTS[0].code
SINCE = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is asked for, when, and why."""

    enterprise: int
    asked: datetime
    reason: str
    document: str

    @property
    def id(self) -> UUID:
        return demo_id("whitelist", str(self.enterprise))


def leave(tx: Session, day: Day) -> None:
    """Asked for once, on the day of the first load."""
    listed = Wish(COUNT, day.now - SINCE, "连续三年信用等级为 A，自查整改及时。", "示范审管〔2026〕12号")
    if tx.get(WhitelistEntry, listed.id) is not None:
        return
    _ask(tx, listed)
    bureau = acting.actor(one("bureau", BUREAU.code))
    whitelist.decide(
        tx, actor=bureau, entry_id=listed.id, decision="approve", note="已核对信用记录。", now=listed.asked
    )
    _ask(tx, Wish(COUNT - 1, day.now - timedelta(hours=5), "两年内检查均未发现问题。", "示范审管〔2026〕31号"))


def _ask(tx: Session, wish: Wish) -> None:
    told = Proposal(
        base.organ_id(VOUCHES), RuleSet.default().whitelist.conditions, wish.reason, wish.document,
        wish.asked.astimezone(base.ZONE).date(), None,
    )  # fmt: skip
    clerk = acting.actor(one("department", VOUCHES))
    whitelist.propose(
        tx, actor=clerk, entry_id=wish.id, enterprise_id=base.enterprise_id(wish.enterprise), told=told, now=wish.asked
    )
