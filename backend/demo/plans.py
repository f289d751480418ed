"""Plans of the year in the demo: most are published, one waits to be filed, one is late; through the services (B-17, B-18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.demo import acting, base, lists
from backend.demo.accounts import one
from backend.demo.ids import demo_id
from backend.demo.names import BUREAU, REGION
from backend.planning.models import Task
from backend.planning.plans import due as plan_due
from backend.planning.plans import filing as plan_filing
from backend.planning.plans import queries as plan_queries
from backend.planning.plans import service as plans
from backend.planning.plans.models import InspectionPlan
from backend.planning.plans.service import About, Line

DRAWN_UP, FILED = timedelta(days=75), timedelta(days=65)
"""Before the special inspection was published."""
IN_TIME = (2, 26)
"""Month and day of the list that publishes the plans of the year."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of the demo: whom, about which item of the organ, how, how many of how many, from which month to which."""

    name: str
    item: int
    method: str
    number: int | None
    ratio: int | None
    total: int
    months: tuple[int, int]
    section: str
    share: int
    """How many of every ten visits of the organ were about it."""


PLANNED: dict[str, tuple[Wish, ...]] = {
    "SC": (
        Wish("食品销售者", 1, "on_site", 300, None, 620, (1, 12), "食品监管科", 5),
        Wish("食品生产者标签抽查", 2, "draw", None, 40, 240, (3, 11), "食品监管科", 2),
        Wish("电梯等特种设备使用单位", 3, "on_site", None, 60, 180, (4, 10), "特种设备科", 3),
        Wish("加油站计量器具", 4, "off_site", 12, None, 12, (2, 6), "计量科", 0),
    ),
    "YJ": (
        Wish("工贸企业", 1, "on_site", 180, None, 310, (1, 12), "安全生产基础科", 6),
        Wish("危险化学品储存单位", 2, "on_site", None, 100, 128, (3, 10), "危化监管科", 4),
    ),
    "ST": (Wish("重点排污单位", 1, "on_site", None, 50, 90, (1, 12), "环境监察大队", 10),),
    "XF": (
        Wish("人员密集场所", 1, "draw", None, 40, 480, (1, 12), "监督科", 7),
        Wish("高层公共建筑", 1, "on_site", 90, None, 110, (5, 11), "监督科", 3),
    ),
    "WL": (Wish("娱乐场所和网吧", 1, "draw", None, 40, 160, (1, 12), "市场管理科", 10),),
}
"""By organ; whoever is missing here drew up no plan and is late."""
WAITS, SPECIAL = "ST", "XF"


def draw_up(tx: Session, now: datetime) -> None:
    """The plans of this year as the organs submitted them and the bureau filed them; once a year."""
    year = now.astimezone(base.ZONE).year
    for organ in PLANNED:
        if tx.get(InspectionPlan, demo_id("plan", organ, year)) is None:
            _planned(tx, organ, year, now)


def published_at(now: datetime) -> datetime:
    """When the list was published that names the plans of the year: in February, or two months ago."""
    month, day = IN_TIME
    return min(now - lists.AGO, now.astimezone(base.ZONE).replace(month=month, day=day))


def add_special(tx: Session, now: datetime) -> None:
    """A special inspection under the approval of the district, filed, and published by the next list."""
    if tx.get(InspectionPlan, demo_id("plan", "special")) is None:
        _special(tx, now)
        lists.publish_one(tx, "plans", demo_id("list edition", "plans", 2), now - lists.AGO, "示法〔样例〕8 号")


def _planned(tx: Session, organ: str, year: int, now: datetime) -> None:
    plan_id, clerk = demo_id("plan", organ, year), acting.actor(one("department", organ))
    waits = organ == WAITS
    then = now - timedelta(days=2) if waits else published_at(now) - timedelta(days=30)
    lines = [_line(organ, each, year) for each in PLANNED[organ]]
    plans.draw_up(tx, actor=clerk, now=then, plan_id=plan_id, about=About("annual", year), lines=lines)
    plans.submit(tx, actor=clerk, now=then + timedelta(hours=3), plan_id=plan_id)
    if not waits:
        _filed(
            tx, plan_id, f"示范司备〔{year}〕{[*PLANNED].index(organ) + 1} 号", published_at(now) - timedelta(days=9)
        )


def _special(tx: Session, now: datetime) -> None:
    plan_id, clerk = demo_id("plan", "special"), acting.actor(one("department", SPECIAL))
    then = now - DRAWN_UP
    day = then.astimezone(base.ZONE).date()
    about = About(
        "special", day.year, "高层建筑消防安全专项检查", f"示范政发〔{day.year}〕12 号", "示范区人民政府（样例）", day
    )
    item = demo_id("item", SPECIAL, 1)
    lines = [Line("住宅小区高层建筑", "on_site", [item], day, day + timedelta(days=120), "监督科", number=24, total=24)]
    plans.draw_up(tx, actor=clerk, now=then, plan_id=plan_id, about=about, lines=lines)
    plans.submit(tx, actor=clerk, now=then + timedelta(hours=3), plan_id=plan_id)
    _filed(tx, plan_id, f"示范司备〔{day.year}〕专 1 号", now - FILED)


def _filed(tx: Session, plan_id: UUID, number: str, at: datetime) -> None:
    plan_filing.file(tx, actor=acting.actor(one("bureau", BUREAU.code)), now=at, plan_id=plan_id, number=number)


def _line(organ: str, wish: Wish, year: int) -> Line:
    first, last = wish.months
    end = date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    return Line(
        wish.name, wish.method, [demo_id("item", organ, wish.item)], date(year, first, 1), end, wish.section,
        number=wish.number, ratio=wish.ratio, total=wish.total,
    )  # fmt: skip


def carry_out(tx: Session, now: datetime) -> None:
    """The year's daily visits name the lines that they carried out; and whoever has no plan is told of."""
    day = now.astimezone(base.ZONE).date()
    for organ, wishes in PLANNED.items():
        edition = plan_queries.standing(tx, base.organ_id(organ), day)
        if edition is not None:
            lines = [each.line_id for each in plan_queries.lines_of(tx, [edition.id])[edition.id]]
            _name_lines(tx, base.organ_id(organ), day.year, list(_pattern(lines, wishes)))
    plan_due.tell(tx, region_code=REGION, now=now)


def _pattern(lines: Sequence[UUID], wishes: Sequence[Wish]) -> Iterator[UUID]:
    for line_id, wish in zip(lines, wishes, strict=True):
        yield from [line_id] * wish.share


def _name_lines(tx: Session, organ_id: UUID, year: int, pattern: Sequence[UUID]) -> None:
    mine = Task.organ_id == organ_id, Task.kind == "daily", Task.plan_line_id.is_(None)
    wanted = select(Task.id).where(*mine, Task.planned_on.between(date(year, 1, 1), date(year, 12, 31)))
    found = tx.scalars(wanted.order_by(Task.planned_on, Task.id)).all()
    rows = [{"id": task_id, "plan_line_id": line_id} for task_id, line_id in zip(found, cycle(pattern), strict=False)]
    if rows:
        tx.execute(update(Task), rows)
