"""Tables of visits that nobody made, at shops that do not exist: for comparing with the oracle where no real data is.

Written so that rules meet: few shops, many visits, often on one day, mostly on the days where something begins or ends.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

PURPOSES = """\
purpose,kind,trigger,outcome,cap_exempt,quiet_ground,counts
日常看看,daily,plan,,no,,yes
抽签到店,daily,draw,none_found,no,,yes
Drawn twice over,daily,draw,order_to_correct,no,,yes
邻居说有味道,case,complaint,,yes,complaint,yes
Rats on the radio,case,media,,yes,,yes
Stove is on fire,case,emergency,,yes,emergency,yes
上级专项,special,superior,,no,superior,yes
再看一次,followup,deadline,,first_of_batch,statutory_deadline,yes
Second look at the smell,followup,complaint,corrected_on_spot,first_of_batch,,yes
再看，门关着,followup,deadline,aborted_before_entry,first_of_batch,statutory_deadline,yes
Look again and again,followup,plan,,no,,yes
请来摘封条,followup,enterprise_request,,yes,licence,yes
店家请教,noninspection_service,enterprise_request,,yes,,no
Question sheet,noninspection_survey,plan,,no,,yes
Watching the watchers,supervision,superior,,no,,yes
关门,daily,plan,aborted_before_entry,no,,no
Closed but written down,daily,plan,aborted_before_entry,no,,yes
没带证被拒,daily,plan,refused_lawful,no,,yes
Thrown out,daily,plan,refused_other,no,,yes
路过不算,daily,plan,,no,,no
"""
"""Every kind, outcome and exemption that a table of purposes may hold."""

UNKNOWN = "谁也没解释过"
"""A purpose that the table does not have."""

LIKELY = ("日常看看", "Drawn twice over", "再看一次", "Second look at the smell")
"""Drawn more often than others: batches and caps are made of these."""


def write(folder: Path, seed: int, *, shops: int = 40, years: Sequence[int] = (2024, 2025)) -> tuple[Path, Path]:
    """A table of visits and its table of purposes, as the seed wants them."""
    visits, purposes = folder / f"visits-{seed}.csv", folder / f"purposes-{seed}.csv"
    purposes.write_text(PURPOSES, encoding="utf-8")
    rows = [row for n in range(shops) for row in history(Random(f"{seed}/{n}"), f"shop-{n}", years)]
    Random(seed).shuffle(rows)
    visits.write_text("date,license,purpose\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return visits, purposes


def history(random: Random, shop: str, years: Sequence[int]) -> list[str]:
    """The visits to one shop; every third or so falls on the day of another one."""
    names = [line.split(",")[0] for line in PURPOSES.splitlines()[1:]] + [UNKNOWN]
    days: list[date] = []
    for _ in range(random.randint(3, 24)):
        days.append(random.choice(days) if days and random.random() < 0.3 else _day(random, random.choice(years)))
    return [f"{day},{shop},{random.choice(LIKELY if random.random() < 0.5 else names)}" for day in days]


def _day(random: Random, year: int) -> date:
    month = random.choice((1, 2, 2, 6, 6, 12))
    last = monthrange(year, month)[1]
    return date(year, month, random.choice((1, 10, 11, 19, 20, 21, last, random.randint(1, last))))
