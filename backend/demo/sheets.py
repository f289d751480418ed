"""Observations of the demo: a visit that went as it should, and one that did not, with what came to mind later (B-78)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.demo import acting
from backend.demo.accounts import one
from backend.demo.day import Day
from backend.demo.ids import demo_id
from backend.demo.names import BUREAU
from backend.identity.actor import Actor
from backend.kernel.schema import rfc3339
from backend.supervision import sheets
from backend.supervision.models import Observation


def hand_in(tx: Session, day: Day) -> None:
    """Handed in once, on the day of the first load."""
    if tx.get(Observation, demo_id("sheet", "fine")):
        return
    _sheet(
        tx, "fine", day.now - timedelta(days=6, hours=3), "示范大道一家超市", "全程有礼，检查结果当场说清楚了。", no=()
    )
    _sheet(
        tx, "lacking", at := day.now - timedelta(days=2, hours=4), "平安里农贸市场南门的一家店",
        "没有请店主扫码，通知书也没看到。", no=("3", "4"),
    )  # fmt: skip
    later = at + timedelta(hours=2)
    sheets.remark(
        tx, actor=_watcher(), now=later, remark_id=demo_id("remark", "lacking"), observation_id=demo_id("sheet", "lacking"),
        at=later, text="离开后店主告诉我，通知书是第二天补送的。",
    )  # fmt: skip


def _sheet(tx: Session, name: str, at: datetime, where: str, words: str, *, no: tuple[str, ...]) -> None:
    answers = {line: "no" if line in no else "yes" for line in sheets.LINES} | {"7": "unseen"}
    clock = {"wall": rfc3339(at), "mono_ms": 0, "boot": "demo", "offset_ms": 0, "quality": "synced"}
    sheet = {
        "inspection_id": None,
        "enterprise_text": where,
        "at": at,
        "clock": clock,
        "position": None,
        "answers": answers,
        "text": words,
    }
    sheets.observe(tx, actor=_watcher(), now=at, observation_id=demo_id("sheet", name), sheet=sheet)


def _watcher() -> Actor:
    return acting.actor(one("supervisor", BUREAU.code))
