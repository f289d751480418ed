"""E6: an enterprise sees what its visits used up and why, and its quiet days; never more of a reason than its name (B-25, B-37)."""

from __future__ import annotations

import gzip
import re

import pytest
from sqlalchemy import select

from backend.certificates.models import VisitCode
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
