"""Clues of the demo: one that waits, one in hand, one that was answered; told and dealt with through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from backend.clues import service
from backend.clues.models import Clue
from backend.clues.service import Told
from backend.clues.states import NO_SCAN, OTHER, PUBLIC, SUPERVISOR
from backend.demo import acting, base
from backend.demo.accounts import one
from backend.demo.day import Day
from backend.demo.ids import demo_id
from backend.demo.names import BUREAU, DEPARTMENTS, REGION

ACCUSED, HANDLER = DEPARTMENTS[0].code, DEPARTMENTS[1].code


def tell(tx: Session, day: Day) -> None:
    """Told once, on the day of the first load."""
    if tx.get(Clue, demo_id("clue", "waiting")):
        return
    _receive(tx, day, "waiting", 2, _waiting(day))
    _taken_up(tx, day, _receive(tx, day, "in hand", 9, _in_hand(day)))
    _answered(tx, day, _receive(tx, day, "answered", 20, _of_supervisor()))


def _waiting(day: Day) -> Told:
    return Told(
        PUBLIC, NO_SCAN, "今天上午来了三个人，说要看消防通道，没有亮证，也没有让我们扫码，看完就走了。", about="穿制服，没说是哪个单位",
        place="示范大道一家餐饮店", happened_at=day.now - timedelta(days=2, hours=1), people=3,
    )  # fmt: skip


def _in_hand(day: Day) -> Told:
    return Told(
        PUBLIC, OTHER, "一个月里来了两次，问的是同样的事，每次都要我们重新复印材料。", about=DEPARTMENTS[0].name,
        place="云川路一家食品厂", happened_at=day.now - timedelta(days=10), people=2,
    )  # fmt: skip


def _of_supervisor() -> Told:
    who = one("supervisor", BUREAU.code).id
    return Told(
        SUPERVISOR,
        OTHER,
        "农贸市场里的检查没有告知当事人的权利，也没有留下通知书。",
        place="平安里农贸市场",
        supervisor_id=who,
    )


def _receive(tx: Session, day: Day, key: str, days_ago: int, told: Told) -> Clue:
    at = day.now - timedelta(days=days_ago)
    return service.receive(tx, told, clue_id=demo_id("clue", key), region_code=REGION, now=at)


def _taken_up(tx: Session, day: Day, clue: Clue) -> None:
    about = base.organ_id(ACCUSED)
    service.accept(tx, clue_id=clue.id, organ_id=about, **_by_bureau(day, 7))
    to = base.organ_id(HANDLER)
    service.refer(
        tx, clue_id=clue.id, organ_id=to, note="请核实两次检查的事由，并与该局的计划核对。", **_by_bureau(day, 6)
    )


def _answered(tx: Session, day: Day, clue: Clue) -> None:
    service.accept(tx, clue_id=clue.id, organ_id=None, **_by_bureau(day, 18))
    text = (
        "已核实：当日检查由两名执法人员进行，未告知权利、未送达通知书，情况属实。已责令该单位当面补正，并在例会上通报。"
    )
    service.answer(tx, clue_id=clue.id, text=text, **_by_bureau(day, 8))


def _by_bureau(day: Day, days_ago: int) -> dict[str, Any]:
    return {"actor": acting.actor(one("bureau", BUREAU.code)), "now": day.now - timedelta(days=days_ago)}
