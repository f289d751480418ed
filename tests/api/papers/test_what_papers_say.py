"""The notice, the on-site record and the result say what was recorded, and nothing else (B-22, B-57, B-66)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from backend.certificates.models import VisitCode
from backend.enterprises.models import Enterprise
from backend.planning.models import Notice
from backend.planning.notice import hash_of
from tests.api.papers.reading import codes, pages, sizes, text


def test_the_notice_names_subject_basis_items_date_officers_rights_and_pledge(office):
    answer = office.notice(office.coded(starts_at="10:30"))

    said = text(answer.data)
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    for fact in (
        "行政检查通知书", "示范区市场监督管理局", "示范区云川食品有限公司", office.enterprise.identifier, "示范大道1号",
        "2026年4月22日10:30", office.item.code, "食品生产日常监督检查", "《食品安全法》第一百一十条", "周明远", "林晓", "17010100",
        "您的权利", "执法人员承诺", "五个严禁", "印章", "演示数据", "第1页，共1页",
    ):  # fmt: skip
        assert fact in said, fact
    assert sizes(answer.data) == [(210.0, 297.0)]


def test_the_notice_is_the_text_that_the_code_stands_for_word_by_word(office):
    """B-22: the code carries the hash of the canonical text; the paper prints that text."""
    task = office.coded()
    notice = office.world.look(lambda tx: tx.scalars(select(Notice).where(Notice.task_id == task)).one())
    said = text(office.notice(task).data)

    for line in notice.body.splitlines()[1:]:
        dated = line.replace("2026-04-22", "2026年4月22日")
        for word in re.split(r"[。：（）\s]|^\d+\. ", dated):
            assert word in said, word
    assert notice.hash == hash_of(notice.body)


def test_the_code_on_the_notice_leads_to_the_visits_page(office):
    task = office.coded()
    short = office.world.look(
        lambda tx: tx.scalars(select(VisitCode.short_code).where(VisitCode.task_id == task)).one()
    )

    (address,) = codes(office.notice(task).data, 0)

    assert address == f"HTTP://LOCALHOST/I/{short}"
    assert office.api.app.test_client().get(address.removeprefix("HTTP://LOCALHOST")).status_code == 200


def test_the_record_tells_who_came_when_and_what_was_done_in_local_time(office):
    _, visit = office.visited()
    said = text(office.paper(visit, "record").data)

    for fact in (
        "现场检查笔录", "示范区云川食品有限公司", "日常检查", "到场时间2026年4月22日10:28", "离场时间2026年4月22日10:40",
        "周明远", "林晓", "执法人员", "17010100", "10:31出示执法证件", "10:34送达通知书", "10:37现场情况：查看二号冷库台账",
        "冷库温度记录完整，未发现问题。", "被检查单位意见", "见证人（签名）",
    ):  # fmt: skip
        assert fact in said, fact


def test_the_result_names_the_outcome_the_deadline_and_the_rights(office):
    _, visit = office.visited("二号冷库门封破损。\n请更换。", "order_to_correct", deadline="2026-05-06")
    said = text(office.paper(visit, "result").data)

    for fact in (
        "检查结果告知书",
        "责令改正",
        "2026年5月6日24:00前",
        "二号冷库门封破损。",
        "请更换。",
        "您的权利",
        "周明远",
        "（印章）",
    ):
        assert fact in said, fact


def test_what_was_not_recorded_stays_empty(office):
    """No finding, no deadline, no opinion of the enterprise is ever made up."""
    task = office.coded()
    visit = office.check_in(task).json["inspection_id"]
    office.leave(visit)
    said = text(office.paper(visit, "record").data)

    assert "检查经过" not in said and "未发现问题" not in said and "None" not in said
    assert "检查情况" in said and office.paper(visit, "result").json["code"] == "papers.not_yet"


def test_a_finding_of_sixty_lines_runs_over_pages_that_all_say_what_they_are(office):
    lines = [f"第{n}处：货架上第{n}批次产品的标签与入库台账不一致，现场已逐一核对并记录在案。" for n in range(1, 61)]
    _, visit = office.visited("\n".join(lines))
    pdf = office.paper(visit, "record").data
    shown = ["".join(each.split()) for each in pages(pdf)]

    assert len(shown) >= 3 and all(line in text(pdf) for line in lines)
    for n, page in enumerate(shown, 1):
        assert f"第{n}页，共{len(shown)}页" in page and "演示数据" in page
        assert n == 1 or "现场检查笔录示范区市场监督管理局" in page


@pytest.mark.parametrize(
    "name",
    ["𠮷野家㛃月食品（示范）有限公司", "Smith & Sons <International> Trading Co., Ltd.", "示范" * 90 + "有限公司"],
    ids=["rare Han", "English", "long"],
)
def test_any_name_stands_on_the_paper_as_it_was_registered(office, name):
    with office.world.sessions() as tx:
        tx.get_one(Enterprise, office.enterprise.id).name = name
        tx.commit()
    task, visit = office.visited()

    for answer in (office.notice(task), office.paper(visit, "record"), office.paper(visit, "result")):
        assert "".join(name.split()) in text(answer.data)


def test_no_identity_number_and_no_phone_is_on_any_paper(office):
    """Identity numbers are masked where words come in; contacts are never read for a paper (B-90)."""
    task, visit = office.visited("负责人身份证号 11010519491231002X 已核对。")
    for answer in (office.notice(task), office.paper(visit, "record"), office.paper(visit, "result")):
        assert "11010519491231002X" not in text(answer.data)


def test_a_visit_that_no_task_explains_has_a_record_without_notice_and_code(office):
    visit = office.check_in().json["inspection_id"]
    office.leave(visit)

    assert set(office.lines(visit)) == {"record", "result"}
    assert codes(office.paper(visit, "record").data, 0) == []


def test_outside_the_demo_no_paper_says_that_it_is_one(office):
    region = type(office.world.region)
    with office.world.sessions() as tx:
        tx.get_one(region, office.world.region.code).demo = False
        tx.commit()
    assert "演示数据" not in text(office.notice(office.coded()).data)


def test_days_are_those_of_the_visits_own_place(office):
    """23:50 in Shanghai is still that day, though it is the next one nowhere and the day before in UTC."""
    office.world.clock.moment = office.world.clock.moment.replace(hour=16, minute=10)
    visit = office.check_in(office.coded("2026-04-23")).json["inspection_id"]
    office.leave(visit)
    assert "到场时间2026年4月23日00:10" in text(office.paper(visit, "record").data)
    assert date(2026, 4, 22) == office.world.clock.now().date()
