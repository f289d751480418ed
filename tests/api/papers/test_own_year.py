"""E6: an enterprise sees what its visits used up and why, and its quiet days; never more of a reason than its name (B-25, B-37)."""

from __future__ import annotations

import gzip
import re
from datetime import date

import pytest
from sqlalchemy import select

from backend.certificates.models import VisitCode
from backend.enterprises.whitelist_models import WhitelistEntry
from backend.inspections import closing
from backend.inspections.models import PastVisit
from backend.kernel.ids import uuid7
from tests.api.papers.conftest import Office

LARGEST = 14 * 1024


@pytest.fixture
def quiet_office(world, api):
    """An office under the usual calendar, 1st to 20th; it is 22 April."""
    return Office(world, api, {})


def page_of(office, task, query=""):
    code = office.world.look(lambda tx: tx.scalars(select(VisitCode).where(VisitCode.task_id == task)).one())
    return office.api.app.test_client().get(f"/i/{code.short_code}/visits{query}")


def keep(office, *days, organ=None, **told):
    usual = {"kind": "daily", "trigger": "plan", "counts": True, "cap_exempt": "no"} | told
    for day in days:
        office.world._add(PastVisit(
            region_code=office.world.region.code, organ_id=(organ or office.organ).id, enterprise_id=office.enterprise.id,
            source_key=str(uuid7()), day=office.world.clock.now().date().replace(month=day[0], day=day[1]),
            needs_review=False, purpose="接到举报：冷库", **usual,
        ))  # fmt: skip


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.split("</style>")[1]))


def test_each_body_stands_with_what_it_used_and_what_is_left(office):
    task, _ = office.visited()
    fire = office.world.organ("示范区消防救援大队")
    keep(office, (2, 24), (3, 24), (3, 25), organ=fire)
    told = words(page_of(office, task))

    assert "示范区市场监督管理局 本年已用 1 次，还剩 1 次，上限 2 次" in told
    assert "示范区消防救援大队 本年已用 3 次，还剩 0 次，上限 2 次" in told
    assert page_of(office, task).text.count('class="over"') == 1
    assert "This year: 1 used, 1 left, at most 2" in words(page_of(office, task, "?lang=en"))


def test_each_visit_says_why_it_was_counted_or_not(office):
    task, _ = office.visited()
    keep(office, (2, 24))
    keep(office, (3, 24), kind="case", trigger="complaint", cap_exempt="yes")
    keep(office, (3, 26), kind="noninspection_service")
    told = words(page_of(office, task))

    assert "2026 年 2 月 24 日 检查单位 示范区市场监督管理局 类型 日常检查 计次 本年第 1 次，上限 2 次。" in told
    assert "来由是投诉举报，不占次数。" in told
    assert "不是行政检查，不占次数，计入企业接待记录。" in told
    assert "接到举报" not in told and "冷库" not in told
    assert "complaint" in words(page_of(office, task, "?lang=en"))


def test_a_body_that_never_came_has_all_its_visits_left(office):
    assert "本年已用 0 次，还剩 2 次，上限 2 次" in words(page_of(office, office.coded()))


def test_the_quiet_days_of_the_month_and_of_the_year(quiet_office):
    task = quiet_office.coded()
    answer = page_of(quiet_office, task)
    told = words(answer)

    assert "今天不是安静日 每月 1–20 日 2026 年 4 月" in told
    assert answer.text.count('class="q"') == 20 + 1, "twenty days, and the key"
    assert '<td class=" t"><b>22</b>' in answer.text
    assert "2026 年全年 1 月 1–20 日 2 月 1–20 日" in told
    assert "Apr 2026" in words(page_of(quiet_office, task, "?lang=en"))


def test_an_enterprise_without_quiet_days_reads_that(office):
    assert "按现行规则，本企业今年没有安静日。" in words(page_of(office, office.coded()))


@pytest.mark.parametrize("body", [{"quiet": {"calendars": []}}])
def test_where_no_calendar_protects_it_one_sentence_says_so(world, api, body):
    office = Office(world, api, body)
    assert "这家企业没有安静期日历。" in words(page_of(office, office.coded()))


def test_the_page_stays_light_however_often_somebody_came(office):
    task, _ = office.visited()
    keep(office, *[(month, day) for month in (1, 2, 3) for day in range(1, 29)])
    for query in ("", "?lang=en&big=1"):
        assert len(gzip.compress(page_of(office, task, query).data)) <= LARGEST


def test_the_stored_verdict_stands_with_the_name_of_its_ground_alone(world, api):
    world.clock.advance(days=-12)
    office = Office(world, api, {})
    visit = office.coded("2026-04-10", kind="case", trigger="emergency", ground="emergency", evidence_id="事件-0417")
    office.check_in(visit)
    told = words(page_of(office, visit))

    assert "属于例外情形：突发事件" in told and "今天是安静日" in told
    assert "事件-0417" not in told


def order(office, visit, **more):
    body = {
        "outcome": "order_to_correct",
        "summary": "见笔录",
        "deadline": "2026-05-12",
        "at": office.world.clock.now().isoformat(),
    }
    matters = [{"line": "a" * 16, "question": "冷库温度是否按规定记录", "note": "缺三天"}]
    return office.api.as_(office.zhou).post(f"/inspections/{visit}/result", {**body, "corrections": matters, **more})


def test_b44_what_is_open_stands_above_the_quiet_days_so_that_they_are_no_shield(office):
    task = office.coded()
    assert "还没有消除的问题" not in words(page_of(office, task))
    assert order(office, office.check_in(task).json["inspection_id"]).status_code == 201
    told = words(page_of(office, task))
    assert (
        "还没有消除的问题 示范区市场监督管理局 2026 年 4 月 22 日检查后责令改正 1 项 2026 年 5 月 12 日24:00 前改正"
        in told
    )
    assert told.index("还没有消除的问题") < told.index("安静日 ") and "不是免检" in told
    assert "冷库温度" not in told and "缺三天" not in told
    office.world.clock.advance(days=20)
    assert "2026 年 5 月 12 日24:00 前改正" in words(page_of(office, task)), "on its last day it is still in time"
    office.world.clock.advance(days=1)
    assert "2026 年 5 月 12 日已到期，还没有复查" in words(page_of(office, task))


def test_b44_a_follow_up_that_saw_to_it_takes_it_off(office):
    task = office.coded()
    visit = office.check_in(task).json["inspection_id"]
    order(office, visit, deadline="2026-04-22")
    assert "还没有消除的问题" in words(page_of(office, task))
    after = office.coded("2026-04-22", kind="followup", trigger="deadline", follows_id=visit)
    seen = office.check_in(after).json["inspection_id"]
    assert order(office, seen, outcome="none_found", deadline=None, corrections=[]).status_code == 201
    assert "还没有消除的问题" not in words(page_of(office, task))


def test_b44_an_emergency_in_quiet_has_its_code_with_two_taps_and_no_yes_before(world, api):
    """The plan with its ground, and the code: nobody is waited for."""
    world.clock.advance(days=-12)
    office = Office(world, api, {})
    planned = office.plan("2026-04-10", kind="case", trigger="emergency", ground="emergency", evidence_id="事件-0417")
    assert planned.status_code == 201
    assert office.issue(planned.json["id"]).status_code == 201


def test_b36_the_enterprise_reads_that_it_is_on_the_white_list_and_that_this_is_no_exemption(office):
    task = office.coded()
    now, who = office.world.clock.now(), office.bureau.person.id
    office.world._add(WhitelistEntry(
        id=uuid7(), enterprise_id=office.enterprise.id, region_code=office.world.region.code, region_path=office.world.region.path,
        organ_id=office.organ.id, state="listed", conditions=[], reason="信用良好", document="新司〔2026〕9号",
        from_on=date(2026, 4, 1), proposed_by=who, proposed_at=now, decided_by=who, decided_at=now,
    ))  # fmt: skip
    told = words(page_of(office, task))
    assert "本企业2026 年 4 月 1 日起在名单内，不安排日常检查" in told and "发现严重问题的当日移出名单" in told
    assert "信用良好" not in told


def test_b37_days_that_the_enterprise_chose_stand_in_its_calendar(world, api):
    choice = {"scope": "region", "key": "*", "type": "enterprise_chosen", "max_days": 3}
    office = Office(world, api, {"quiet": {"calendars": [choice]}})
    task = office.coded()
    where = f"/enterprises/{office.enterprise.id}/quiet-days"
    assert office.api.as_(office.bureau).post(where, {"days": ["2026-04-28"], "document": "申请"}).status_code == 201
    answer = page_of(office, task)
    assert '<td class="q"><b>28</b>' in answer.text and "4 月 28 日" in words(answer)


def test_b53_a_visit_that_the_clock_closed_says_that_nobody_knows_how_long_it_took(office):
    task = office.coded()
    office.check_in(task)
    office.world.clock.advance(hours=13)
    with office.world.sessions() as tx:
        assert closing.close_forgotten(tx, now=office.world.clock.now()) == 1
        tx.commit()
    code = office.world.look(lambda tx: tx.scalars(select(VisitCode).where(VisitCode.task_id == task)).one())
    told = words(office.api.app.test_client().get(f"/i/{code.short_code}"))
    assert "没有签退" in told and "停留多久不明" in told
