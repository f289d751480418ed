"""Lines of annual plans from a table: row errors say what to do, a plan that was submitted stays, and all is undone (B-17)."""

from __future__ import annotations

import pytest

from tests.api.plans.planning import PlanDesk
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk as Tables
from tests.api.registers.tables import csv_of

HEAD = "单位编码,年度,检查对象,检查方式,事项编码,家数,比例,对象总数,开始日期,结束日期,责任科室,指定企业"


class Importing:
    """A planning desk, and an administrator of the same county who brings tables."""

    def __init__(self, world, api):
        self.desk = PlanDesk(world, api)
        self.tables = Tables(Office(world, api))

    def row(self, name="食品生产企业", **changes) -> str:
        usual = {
            "organ": self.desk.organ.code, "year": "2026", "name": name, "method": "现场检查", "items": self.desk.item.code,
            "number": "12", "ratio": "", "total": "40", "first": "", "last": "", "who": "食品科", "enterprises": "",
        }  # fmt: skip
        return ",".join({**usual, **changes}.values())

    def plan(self) -> dict:
        only, = self.desk.register("?state=draft")["items"]  # fmt: skip
        return self.desk.plan_page(only["id"])


@pytest.fixture
def importing(world, api):
    return Importing(world, api)


def test_lines_come_into_a_draft_that_the_organ_submits(importing):
    named, _ = importing.desk.world.enterprise("示范区云川食品二厂")
    table = csv_of(HEAD, importing.row(), importing.row("餐饮单位", method="随机抽查", number="", ratio="30%", total="55"),
                   importing.row("重点企业", number="", ratio="100", total="", enterprises=named.identifier))  # fmt: skip
    run = importing.tables.applied("plans", table)
    plan = importing.plan()

    assert (run["state"], run["new"]) == ("done", 3)
    assert [(each["name"], each["method"], each["wanted"]) for each in plan["content"]] == [
        ("食品生产企业", "on_site", 12), ("餐饮单位", "draw", 17), ("重点企业", "on_site", 1)
    ]  # fmt: skip
    assert plan["content"][0]["first_on"] == "2026-01-01"
    assert importing.desk.does("submit", plan["id"]).json["state"] == "submitted"


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"organ": "无此单位"}, "单位编码", "没有编码为此的执法主体"),
        ({"year": "今年"}, "年度", "年度应写成 2026"),
        ({"method": "走访"}, "检查方式", "应为现场检查、非现场检查、随机抽查之一"),
        ({"items": "X-1"}, "事项编码", "没有编码为 X-1 的已公布事项"),
        ({"items": ""}, "事项编码", "为空"),
        ({"number": ""}, "家数", "应填且只填一项"),
        ({"ratio": "30"}, "家数", "应填且只填一项"),
        ({"number": "0"}, "家数", "应为 1 到"),
        ({"number": "十二"}, "家数", "应为 1 到"),
        ({"number": "", "ratio": "120%"}, "比例", "应为 1 到 100"),
        ({"first": "2025-12-31"}, "开始日期", "不在 2026 年内"),
        ({"first": "2026-05-01", "last": "2026-04-01"}, "结束日期", "早于开始日期"),
        ({"enterprises": "91420117MA0000000X"}, "指定企业", "本地没有代码为"),
        ({"name": ""}, "检查对象", "为空"),
    ],
    ids=range(14),
)  # fmt: skip
def test_a_row_that_cannot_be_says_why_and_the_others_stay(importing, changes, column, says):
    wrong = importing.row(**{"name": "另一组", **changes}) if "name" not in changes else importing.row(**changes)
    run = importing.tables.checked("plans", csv_of(HEAD, importing.row(), wrong))

    assert run["new"] == 1
    told, = run["errors"]  # fmt: skip
    assert (told["row"], told["column"], told["warning"]) == (3, column, False)
    assert says in told["zh"]


def test_a_plan_that_was_submitted_is_not_touched(importing):
    importing.desk.submitted()
    run = importing.tables.checked("plans", csv_of(HEAD, importing.row("另一组")))

    assert run["new"] == 0


def test_a_known_line_is_brought_up_to_date_where_somebody_wants_it(importing):
    importing.desk.drawn_up(importing.desk.line(first_on="2026-01-01", last_on="2026-12-31"))
    run = importing.tables.applied("plans", csv_of(HEAD, importing.row(number="20")), update=True)

    assert run["changed"] == 1
    assert [each["number"] for each in importing.plan()["content"]] == [20]


def test_an_import_is_undone(importing):
    run = importing.tables.applied("plans", csv_of(HEAD, importing.row(), importing.row("餐饮单位")))
    undone = importing.tables.undone(run["id"])
    assert (undone["state"], undone["removed"]) == ("undone", 2)
    assert importing.plan()["content"] == []


def test_an_import_into_a_plan_that_was_submitted_stays(importing):
    again = importing.tables.applied("plans", csv_of(HEAD, importing.row()))
    importing.desk.does("submit", importing.plan()["id"])
    left = importing.tables.undone(again["id"])
    assert (left["removed"], left["left"]) == (0, 1)
