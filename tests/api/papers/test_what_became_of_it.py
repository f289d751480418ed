"""E3 and E6: what came of the visit, and the enterprise's visits of the year, from its own code for thirty days."""

from __future__ import annotations

from backend.inspections.models import PastVisit


def test_before_anybody_came_there_is_no_result_and_no_promise_of_one(office, page):
    assert "检查结果" not in page(office.coded()).text.split("<main>")[1].split("您的权利")[0]


def test_the_result_stands_on_the_page_with_its_deadline_as_soon_as_it_is_filed(office, page):
    task = office.coded()
    visit = office.check_in(task).json["inspection_id"]
    assert "结果将在 5 个工作日内送达" in page(task).text

    office.file(visit, "原料未分区存放", "order_to_correct", deadline="2026-12-05")
    assert "责令改正" in page(task).text and "2026 年 12 月 5 日" in page(task).text
    assert "Order to correct" in page(task, query="?lang=en").text and "5 Dec 2026" in page(task, query="?lang=en").text
    assert "原料未分区存放" not in page(task).text, "the words of the finding stand in the paper only"


def test_the_visits_of_the_year_are_listed_with_the_body_and_the_outcome(office, page):
    task, _ = office.visited()
    told = page(task, "/visits")
    assert told.status_code == 200 and told.headers["Cache-Control"] == "no-store"
    assert "未发现问题" in told.text and "今年 1 次" in told.text
    assert "1 visit this year" in page(task, "/visits", "?lang=en").text
    assert 'href="/i/' in page(task).text and "/visits" in page(task).text


def test_a_year_without_visits_says_so(office, page):
    assert "本年度没有检查记录" in page(office.coded(), "/visits").text


def test_imported_visits_count_and_other_enterprises_never_show(office, page):
    task, _ = office.visited()
    keep(office, imported(office, office.enterprise, "IN-1"))
    other, _ = office.world.enterprise("示范区别家工厂")
    elsewhere = office.coded(enterprise_id=str(other.id))
    assert "今年 2 次" in page(task, "/visits").text and "没有登记结论" in page(task, "/visits").text
    assert "本年度没有检查记录" in page(elsewhere, "/visits").text


def keep(office, row):
    with office.world.sessions() as tx:
        tx.add(row)
        tx.commit()


def imported(office, enterprise, key):
    """A visit of March that another system brought."""
    day = office.world.clock.now().date().replace(month=3, day=2)
    return PastVisit(
        region_code=office.world.region.code, organ_id=office.organ.id, enterprise_id=enterprise.id, source_key=key,
        day=day, kind="daily", trigger="plan", counts=True, cap_exempt="no", needs_review=False, purpose="日常",
    )  # fmt: skip
