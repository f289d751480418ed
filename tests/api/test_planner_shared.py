"""The planner beside caps that bodies of one field share over levels: used, left, filter and slot as `judge` has them (B-25, B-46)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.enterprises import queries as enterprises
from backend.enterprises.models import Enterprise
from backend.identity.models import Region
from backend.planning import queries
from backend.planning.levels import rank_of
from backend.planning.planner import service as planner
from backend.policy.caps import judge_cap
from backend.policy.facts import Interval, Visit
from backend.policy.slots import next_slot
from backend.rulesets import service as rulesets
from tests.api.desk import NEVER_QUIET, Desk
from tests.api.test_planner import SEED, called, came, lines, made, statements
from tests.world import FOREVER_AGO


def test_what_the_other_level_used_up_stands_beside_the_own_count_and_the_lesser_is_left(world, api):
    """B-25: of two own visits none is used, of three shared ones two."""
    desk, city = sharing(world, api, {"city+county": 3})
    came(desk, desk.enterprise, "2026-03-24", "2026-03-25", organ=city)
    line, = lines(desk)  # fmt: skip
    assert (line["used"], line["most"], line["left"]) == (0, 2, 1)
    assert {name: line["shared"][name] for name in ("used", "most", "left")} == {"used": 2, "most": 3, "left": 1}
    assert line["shared"]["sentence"]["zh"] == "与市级、县级“卫生健康”领域各执法主体合计，本年已用 2 次，上限 3 次。"
    assert line["shared"]["sentence"]["en"].endswith("They used 2 of at most 3 visits this year.")
    page = desk.api.as_(desk.planner).get(f"/enterprises/{desk.enterprise.id}").json
    assert (page["left"], page["shared"]) == (line["left"], line["shared"])


@pytest.mark.parametrize("field", ["消防救援", ""], ids=["another field", "no field"])
def test_who_shares_with_nobody_counts_alone(world, api, field):
    desk, city = sharing(world, api, {"city+county": 3})
    of_field(desk, desk.organ, field)
    came(desk, desk.enterprise, "2026-03-24", "2026-03-25", "2026-03-26", organ=city)
    line, = lines(desk)  # fmt: skip
    assert line["left"] == 2
    assert line["shared"] is None if not field else line["shared"]["used"] == 0


def test_a_page_with_shared_caps_asks_no_more_for_more_lines(world, api):
    desk, city = sharing(world, api, {"city+county": 3})
    for n in range(20):
        came(desk, made(desk, f"企业{n:02}"), "2026-03-24", organ=city)
    statements(desk, "?page_size=2")
    assert statements(desk, "?page_size=21") == statements(desk, "?page_size=2")


def test_what_is_left_under_the_shared_cap_narrows_the_page(world, api):
    desk, city = sharing(world, api, {"city+county": 3})
    full, mine, free = made(desk, "合计已满企业"), made(desk, "自己已满企业"), made(desk, "还有次数企业")
    came(desk, full, "2026-02-24", "2026-03-24", "2026-03-25", organ=city)
    came(desk, mine, "2026-03-24", "2026-03-25")
    came(desk, free, "2026-03-24", organ=city)
    assert called(desk, "?left=none") == {full.name, mine.name}
    assert called(desk, "?left=some") == {free.name, desk.enterprise.name}


def test_a_shared_cap_of_none_leaves_nobody_any_visit(world, api):
    desk, _ = sharing(world, api, {"city+county": 0}, own=0)
    made(desk, "甲级企业", tier="A")
    assert {each["left"] for each in lines(desk)} == {0}
    assert called(desk, "?left=some") == set()


def test_what_is_shared_goes_out_with_the_table(world, api):
    desk, city = sharing(world, api, {"city+county": 3})
    came(desk, desk.enterprise, "2026-03-24", "2026-03-25", organ=city)
    desk.world.proved(desk.planner)
    text = desk.api.as_(desk.planner).get("/exports/planner.csv").data.decode("utf-8-sig")
    titles, row = (each.split(",") for each in text.strip().splitlines()[:2])
    told = dict(zip(titles, row, strict=True))
    assert [told[each] for each in ("已用次数", "上限", "合计已用次数", "合计上限", "剩余次数")] == [
        "0",
        "2",
        "2",
        "3",
        "1",
    ]


def test_with_shared_caps_the_page_says_what_judge_says_of_a_thousand(world, api):
    """Ten laws, a hundred enterprises each: left, slot and filter are those of the rules (B-25, B-46)."""
    desk, city = sharing(world, api, {"city+county": 3})
    chance = random.Random(SEED)
    neighbour = of_field(desk, desk.world.organ("邻县卫生监督所"))
    fire = of_field(desk, desk.world.organ("县消防救援大队"), "消防救援")
    for n in range(99):
        enterprise = made(desk, f"合计{n:03}", tier=chance.choice(["A", "C", None]))
        for _ in range(chance.randint(0, 7)):
            day = date(2026, 1, 1) + timedelta(days=chance.randint(0, 110))
            organ = chance.choice([desk.organ, city, city, neighbour, fire])
            came(desk, enterprise, day.isoformat(), organ=organ)
    seen = 0
    for most in range(3, 8):
        for levels in ({"city+county": most}, {"county": most, "city+county": most + 1}):
            in_force(desk, levels)
            seen += as_judged(desk)
    assert seen == 1000


def as_judged(desk: Desk) -> int:
    """Every line beside what `judge_cap` says of a visit now, and the filter beside the lines; how many were compared."""
    now = desk.world.clock.now()

    def compare(tx: Any) -> set[str]:
        full, rows = set(), tx.execute(enterprises.with_site().order_by(Enterprise.id)).all()
        rank = rank_of(tx, desk.organ.id)
        for row, standing in zip(rows, planner.standings(tx, desk.organ.id, rows, now), strict=True):
            rules, site = rulesets.in_force(tx, row.enterprise_region, now), enterprises.site_facts(row)
            held = queries.holding(tx, desk.organ.id, row.enterprise_id, now, rules)
            assert standing.slot == next_slot(now, site, rules, held, desk.organ.id, rank=rank)
            fits = planned_until_refused(row, site, rules, held, desk.organ.id, rank)
            assert standing.left == fits, (row.enterprise_name, rules.cap.levels)
            assert standing.slot.day.year == (2026 if fits else 2027)
            full |= set() if fits else {row.enterprise_name}
        return full

    full = desk.world.look(compare)
    assert called(desk, "?left=none&page_size=200") == full
    assert 3 < len(full) < 97
    return 100


def planned_until_refused(row, site, rules, held, organ_id, rank) -> int:
    """How many more visits of this year `judge_cap` lets pass, each judged beside those before it."""
    more: list[Visit] = []
    while True:
        at = datetime(2026, 5, 6, 2, tzinfo=UTC) + timedelta(days=7 * len(more))
        visit = Visit(
            id=f"more {len(more)}", organ_id=organ_id, enterprise_id=row.enterprise_id, site_id=row.site_id, kind="daily",
            trigger="plan", arrived=Interval.at(at), rank=rank,
        )  # fmt: skip
        if judge_cap(visit, site, rules, [*held, *more]).code != "WITHIN":
            return len(more)
        more.append(visit)


def sharing(world: Any, api: Any, levels: dict[str, int], own: int = 2) -> tuple[Desk, Any]:
    """The county's desk, and a body of the city that shares its field."""
    desk = Desk(world, api, {**NEVER_QUIET, "cap": {"default": own, "levels": levels, "tiers": {}}})
    of_field(desk, desk.organ)
    city = Region(
        code="4201", path="42/4201", level="city", name="示范市（样例）", name_en="Demo City", zone="Asia/Shanghai",
        scheme="uscc", west=113.6, south=29.9, east=115.1, north=31.4, demo=True,
    )  # fmt: skip
    world._add(city)
    return desk, of_field(desk, world.organ("市卫生监督所", region=city))


def of_field(desk: Desk, organ: Any, field: str = "卫生健康") -> Any:
    with desk.world.sessions() as tx:
        tx.merge(organ).field = field
        tx.commit()
    return organ


def in_force(desk: Desk, levels: dict[str, int]) -> None:
    """Another law from now on, whenever somebody asks."""
    since = FOREVER_AGO + timedelta(days=desk.world.number())
    with desk.world.sessions() as tx:
        tx.merge(desk.world.rules).effective_to = since
        tx.commit()
    desk.world.rule_set(
        {**NEVER_QUIET, "cap": {"default": 3, "levels": levels, "tiers": {"A": 1, "C": 4}}}, since=since
    )
