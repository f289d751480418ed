"""The planner: what an organ may still do at each enterprise, the same as the rules say of each one alone (B-25, B-37, B-46)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from backend.enterprises import queries as enterprises
from backend.enterprises.models import Enterprise
from backend.enterprises.whitelist_models import WhitelistEntry
from backend.inspections.models import PastVisit
from backend.kernel.ids import uuid7
from backend.planning import queries
from backend.planning.planner import service as planner
from backend.policy.caps import count, history, judge_cap
from backend.policy.facts import Interval, Visit
from backend.policy.periods import period_of
from backend.policy.quiet import is_quiet_day
from backend.policy.slots import next_slot
from backend.rulesets import service as rulesets
from tests.api.desk import NEVER_QUIET, Desk

SEED = 46
LAW = {
    "cap": {"tiers": {"A": 1, "B": 2, "C": 4, "D": 6}},
    "quiet": {"calendars": [
        {"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20},
        {"scope": "class", "key": "above_scale", "type": "monthly_range", "from": 21, "to": 28},
        {"scope": "industry", "key": "C14", "type": "weekly", "days": [1, 3]},
    ]},
}  # fmt: skip
"""Today, 22 April 2026, is open by the calendar of the region and quiet by the other two."""


@pytest.fixture
def desk(world, api):
    return Desk(world, api, LAW)


def lines(desk: Desk, question: str = "", by: Any = None) -> list[dict[str, Any]]:
    answer = desk.api.as_(by or desk.planner).get(f"/planner{question}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def called(desk: Desk, question: str = "", by: Any = None) -> set[str]:
    return {each["name"] for each in lines(desk, question, by)}


def made(desk: Desk, name: str, **told: Any) -> Enterprise:
    enterprise, _ = desk.world.enterprise(name, classes=told.pop("classes", ()))
    if told:
        with desk.world.sessions() as tx:
            tx.execute(update(Enterprise).where(Enterprise.id == enterprise.id).values(**told))
            tx.commit()
    return enterprise


def came(desk: Desk, enterprise: Any, *days: str, organ: Any = None, **told: Any) -> None:
    """Visits that were brought in by a table."""
    desk.world._add(*(
        PastVisit(
            enterprise_id=enterprise.id, organ_id=(organ or desk.organ).id, day=date.fromisoformat(each), kind="daily",
            trigger="plan", region_code="420117", source_key=f"{desk.world.number()}", counts=True, cap_exempt="no",
            needs_review=False, purpose="", **told,
        ) for each in days
    ))  # fmt: skip


def test_a_line_says_used_left_quiet_until_and_the_next_slot_with_its_reason(desk):
    came(desk, desk.enterprise, "2026-03-25")
    line, = lines(desk)  # fmt: skip
    assert (line["name"], line["used"], line["most"], line["left"]) == (desk.enterprise.name, 1, 2, 1)
    assert (line["period"], line["quiet_today"], line["quiet_until"]) == ("2026", False, None)
    assert line["next_slot"]["day"] == "2026-04-23" and line["next_slot"]["reason"] == "free"
    assert line["why"]["zh"] == "现在就能安排。"


def test_a_quiet_enterprise_says_until_when_and_that_its_slot_comes_after(desk):
    made(desk, "规上企业", classes=("above_scale",))
    line, = lines(desk, "?quiet=yes")  # fmt: skip
    assert (line["name"], line["quiet_today"], line["quiet_until"]) == ("规上企业", True, "2026-04-28")
    assert (line["next_slot"]["day"], line["why"]["zh"]) == ("2026-04-29", "之前是安静期。")


def test_what_is_coded_holds_its_place_and_what_is_only_planned_does_not(desk):
    desk.coded("2026-04-22")
    desk.approved("2026-04-23")
    line, = lines(desk)  # fmt: skip
    assert (line["used"], [(each["day"], each["state"]) for each in line["visits"]]) == (
        1, [("2026-04-22", "coded"), ("2026-04-23", "approved")],
    )  # fmt: skip


def test_visits_of_another_organ_are_neither_counted_nor_shown(desk):
    came(desk, desk.enterprise, "2026-04-21", "2026-03-24", organ=desk.world.organ("示范区消防救援大队"))
    line, = lines(desk)  # fmt: skip
    assert (line["used"], line["visits"]) == (0, [])


def test_it_is_narrowed_by_quiet_and_by_what_is_left(desk):
    full, free = made(desk, "满次企业"), made(desk, "规上企业", classes=("above_scale",))
    low = made(desk, "低风险企业", tier="A")
    bakery = made(desk, "烘焙企业", industry="C14")
    came(desk, full, "2026-03-24", "2026-03-25")
    came(desk, low, "2026-03-26")
    came(desk, free, "2025-03-24", "2025-05-25")
    everyone = {desk.enterprise.name, full.name, free.name, low.name, bakery.name}
    assert called(desk, "?left=none") == {full.name, low.name}
    assert called(desk, "?left=some") == everyone - {full.name, low.name}
    assert called(desk, "?quiet=yes") == {free.name, bakery.name}
    assert called(desk, "?quiet=no") == everyone - {free.name, bakery.name}
    assert called(desk, "?quiet=yes&left=some") == {free.name, bakery.name}
    assert called(desk) == everyone


def test_the_filters_hold_what_the_lines_say(desk):
    strew(desk, 60)
    every = {each["name"]: each for each in lines(desk, "?page_size=200")}
    assert called(desk, "?quiet=yes&page_size=200") == {name for name, each in every.items() if each["quiet_today"]}
    assert called(desk, "?left=none&page_size=200") == {name for name, each in every.items() if not each["left"]}
    assert 5 < len(called(desk, "?left=none&page_size=200")) < 55


def test_an_entity_that_a_calendar_names_stands_alone(world, api):
    named, _ = world.enterprise("有约定的企业")
    mine = {"scope": "entity", "key": named.identifier, "type": "monthly_range", "from": 22, "to": 30}
    desk = Desk(world, api, {"quiet": {"calendars": [*LAW["quiet"]["calendars"][:1], mine]}})
    assert called(desk, "?quiet=yes") == {named.name}
    assert called(desk, "?quiet=no") == {desk.enterprise.name}


def strew(desk: Desk, number: int) -> None:
    """Enterprises of many kinds, each with its own visits: imported, of other organs, followed up, on days without a time."""
    chance, others = random.Random(SEED), desk.world.organ("示范区消防救援大队")
    for n in range(number):
        enterprise = made(
            desk, f"企业{n:03}", tier=chance.choice(["A", "B", "C", "D", None]), industry=chance.choice(["C14", "F52", None]),
            classes=chance.choice([[], ["above_scale"]]),
        )  # fmt: skip
        for _ in range(chance.randint(0, 6)):
            day = date(2025, 9, 1) + timedelta(days=chance.randint(0, 230))
            desk.world._add(PastVisit(
                enterprise_id=enterprise.id, organ_id=chance.choice([desk.organ, desk.organ, others]).id, day=day,
                arrived_at=chance.choice([None, datetime(day.year, day.month, day.day, 16, tzinfo=UTC)]),
                kind=chance.choice(["daily", "daily", "followup", "special", "noninspection_service"]),
                trigger=chance.choice(["plan", "complaint"]), region_code="420117", source_key=f"{desk.world.number()}",
                cap_exempt=chance.choice(["no", "no", "yes", "first_of_batch"]), counts=chance.random() < 0.9,
                needs_review=False, purpose="",
            ))  # fmt: skip


def test_the_page_says_of_each_enterprise_what_the_rules_say_of_it_alone(desk):
    strew(desk, 80)
    now = desk.world.clock.now()

    def compare(tx: Any) -> int:
        rows = tx.execute(enterprises.with_site().order_by(Enterprise.id)).all()
        for row, standing in zip(rows, planner.standings(tx, desk.organ.id, rows, now), strict=True):
            rules, site = rulesets.in_force(tx, row.enterprise_region, now), enterprises.site_facts(row)
            held = queries.holding(tx, desk.organ.id, row.enterprise_id, now, rules)
            assert standing.slot == next_slot(now, site, rules, held, desk.organ.id)
            today = now.astimezone(rules.zone).date()
            assert standing.quiet == is_quiet_day(today, site, rules)
            assert standing.left == max(0, left_alone(row, site, rules, held, desk.organ.id, now))
        return len(rows)

    assert desk.world.look(compare) == 81


def left_alone(row, site, rules, held, organ_id, now) -> int:
    """How many are left as `judge` would count one that came now, or as the count says where that one would not count."""
    visit = Visit(
        id="now", organ_id=organ_id, enterprise_id=row.enterprise_id, site_id=row.site_id, kind="daily", trigger="plan",
        arrived=Interval.at(now),
    )  # fmt: skip
    cap = judge_cap(visit, site, rules, held)
    if cap.reason in ("cap.within", "cap.reached"):
        return cap.most - (cap.counted - 1)
    usage, _ = count(history(organ_id, row.enterprise_id, row.site_id, held, rules), rules)
    return cap.most - usage.used.get(period_of(now.astimezone(rules.zone).date(), rules.cap.unit), 0)


def statements(desk: Desk, question: str) -> int:
    """How many statements the database was asked for it."""
    engine, seen = desk.world.sessions.kw["bind"], []

    def note(*told: Any) -> None:
        seen.append(told[2])

    event.listen(engine, "before_cursor_execute", note)
    lines(desk, question)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_how_much_is_asked_does_not_grow_with_the_page(desk):
    strew(desk, 30)
    statements(desk, "?page_size=5")
    assert statements(desk, "?page_size=31") == statements(desk, "?page_size=5")


def test_a_page_is_searched_sorted_and_turned(desk):
    for name in ("云川食品", "云山电子", "江汉食品"):
        made(desk, name)
    assert called(desk, "?q=云") == {"云川食品", "云山电子", desk.enterprise.name}
    assert [each["name"] for each in lines(desk, "?sort=name&q=食品&page_size=2&page=2")] == [
        each["name"] for each in lines(desk, "?sort=name&q=食品")
    ][2:]  # fmt: skip


def test_the_bureau_sees_any_organ_by_choice_and_a_department_none_but_its_own(desk):
    other = desk.world.organ("示范区应急管理局")
    came(desk, desk.enterprise, "2026-03-25")
    assert [each["used"] for each in lines(desk, f"?organ_id={desk.organ.id}", by=desk.bureau)] == [1]
    assert [each["used"] for each in lines(desk, f"?organ_id={other.id}", by=desk.bureau)] == [0]
    assert desk.api.as_(desk.planner).get(f"/planner?organ_id={other.id}").status_code == 404
    assert desk.api.as_(desk.zhou).get("/planner").status_code == 403
    assert desk.api.as_(desk.planner).get(f"/planner?organ_id={uuid7()}").status_code == 404


@pytest.mark.parametrize(
    "question", ["?quiet=maybe", "?left=2", "?organ_id=1", "?page=0", "?page_size=5000", "?sort=used"]
)
def test_what_cannot_be_asked_is_refused(desk, question):
    assert desk.api.as_(desk.planner).get(f"/planner{question}").status_code == 422


def test_enterprises_of_another_county_are_not_on_the_page(desk):
    desk.world.enterprise("邻县企业", region=desk.world.other_region())
    assert called(desk) == {desk.enterprise.name}


def test_the_table_that_goes_out_holds_what_the_page_shows(desk):
    came(desk, desk.enterprise, "2026-03-25")
    made(desk, "规上企业", classes=("above_scale",))
    desk.world.proved(desk.planner)
    text = desk.api.as_(desk.planner).get("/exports/planner.csv?quiet=no").data.decode("utf-8-sig")
    titles, row = text.strip().splitlines()[:2]
    assert titles.startswith("统一社会信用代码,企业名称")
    assert desk.enterprise.name in row and "规上企业" not in text and "现在就能安排。" in row


def test_never_quiet_is_never_asked_for(world, api):
    desk = Desk(world, api, NEVER_QUIET)
    assert called(desk, "?quiet=yes") == set() and called(desk, "?quiet=no") == {desk.enterprise.name}


def slot(desk: Desk, question: str = "", by: Any = None) -> Any:
    return desk.api.as_(by or desk.planner).get(f"/enterprises/{desk.enterprise.id}/next-slot{question}")


def ids(*people: Any) -> str:
    return ",".join(str(each.person.id) for each in people)


def test_the_next_slot_skips_days_on_which_an_officer_stands_elsewhere(desk):
    elsewhere = made(desk, "别处企业")
    assert slot(desk, f"?officer_ids={ids(desk.zhou, desk.lin)}").json["next_slot"]["day"] == "2026-04-23"
    desk.approved("2026-04-23", enterprise_id=str(elsewhere.id))
    busy = slot(desk, f"?officer_ids={ids(desk.zhou, desk.lin)}").json
    assert (busy["next_slot"]["day"], busy["next_slot"]["reason"]) == ("2026-04-24", "officers_busy")
    assert busy["why"] == {
        "zh": "之前所选执法人员已有检查任务。", "en": "Before that, one of the chosen officers is on another visit.",
    }  # fmt: skip
    third = desk.world.officer(desk.organ, "第三人")
    assert slot(desk, f"?officer_ids={ids(third)}").json["next_slot"]["day"] == "2026-04-23"
    assert slot(desk).json["next_slot"]["day"] == "2026-04-23"


def test_where_the_law_wants_a_field_inspected_in_full_no_white_list_pushes_the_slot_back(world, api):
    desk = Desk(world, api, {**NEVER_QUIET, "draw": {"full_coverage_fields": ["疫苗"]}})
    vaccines = desk.world.item(desk.organ, name="疫苗储运", field="疫苗")
    listed(desk)
    assert slot(desk, f"?item_ids={desk.item.id}").json["next_slot"] is None
    assert slot(desk, f"?item_ids={vaccines.id}").json["next_slot"]["day"] == "2026-04-23"


def listed(desk: Desk) -> None:
    """The enterprise stands on the white list."""
    entry = WhitelistEntry(
        id=uuid7(), enterprise_id=desk.enterprise.id, region_code=desk.world.region.code, region_path=desk.enterprise.region_path,
        organ_id=desk.organ.id, state="listed", conditions=[], reason="信用良好", document="1", from_on=date(2026, 4, 1),
        proposed_by=desk.planner.person.id, proposed_at=desk.world.clock.now(), decided_by=desk.bureau.person.id,
        decided_at=desk.world.clock.now(), reviewed_on=date(2026, 4, 1),
    )  # fmt: skip
    desk.world._add(entry)


def test_a_visit_at_another_time_of_the_day_keeps_nobody_away(desk):
    desk.approved("2026-04-23", enterprise_id=str(made(desk, "别处企业").id), starts_at="14:00")
    assert slot(desk, f"?officer_ids={ids(desk.zhou)}").json["next_slot"]["day"] == "2026-04-23"


def test_the_next_slot_goes_with_another_subject_that_comes_anyway(desk):
    fire = desk.world.organ("示范区消防救援大队")
    crew = [desk.world.officer(fire, each) for each in ("卫一", "蒋二")]
    item, planner_ = desk.world.item(fire), desk.world.person("department", fire, "冯经办")
    body = desk.plan_body(
        "2026-04-27", starts_at="14:30", item_ids=[str(item.id)], officer_ids=[str(each.person.id) for each in crew]
    )
    assert desk.api.as_(planner_).post("/tasks", body).status_code == 201
    told = slot(desk, f"?officer_ids={ids(desk.zhou)}").json
    assert {name: told["next_slot"][name] for name in ("day", "starts_at", "reason", "organ")} == {
        "day": "2026-04-27", "starts_at": "14:30", "reason": "joint", "organ": "示范区消防救援大队",
    }  # fmt: skip
    assert told["why"]["zh"] == "示范区消防救援大队当天也要去这家企业，可以一起去。"


def test_the_next_slot_is_not_before_the_day_that_was_asked_for(desk):
    assert slot(desk, "?after=2026-05-03").json["next_slot"]["day"] == "2026-05-21"
    assert slot(desk, "?after=2020-05-03").json["next_slot"]["day"] == "2026-04-23"


@pytest.mark.parametrize(
    ("question", "status"),
    [("?officer_ids=x", 422), ("?after=morgen", 422), (f"?officer_ids={uuid7()}", 422), ("?item_ids=,,", 422),
     (f"?item_ids={uuid7()}", 200), ("?officer_ids=" + ",".join(str(uuid7()) for _ in range(21)), 422)],
    ids=["no id", "no day", "nobody", "no item named", "an unknown item", "too many"],
)  # fmt: skip
def test_of_a_slot_only_what_can_be_asked_is_answered(desk, question, status):
    assert slot(desk, question).status_code == status


def test_only_those_who_plan_ask_for_a_slot_and_only_at_enterprises_of_theirs(desk):
    assert slot(desk, by=desk.zhou).status_code == 403 and slot(desk, by=desk.bureau).status_code == 403
    foreign, _ = desk.world.enterprise("邻县企业", region=desk.world.other_region())
    assert desk.api.as_(desk.planner).get(f"/enterprises/{foreign.id}/next-slot").status_code == 404
