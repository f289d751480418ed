"""Visits, plans and alerts go out as the list on the screen shows them: its rows, its order, nobody else's, no formula."""

from __future__ import annotations

import csv
import io
from datetime import date, time, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert

from backend.enterprises.models import Enterprise, Site
from backend.evidence.models import Media
from backend.identity.models import Organ
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.planning.models import Task, TaskOfficer
from backend.registers.tables import exports
from backend.supervision.models import Alert
from tests.api.registers.office import Office
from tests.arrivals import CLOCK, arrival
from tests.world import Api, SignedIn, World, valid_uscc

TODAY = date(2026, 4, 22)
NOTHING = ["（没有符合条件的记录）"]


def table(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV by their titles."""
    assert answer.status_code == 200, answer.json
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def taken(office: Office, who: SignedIn, kind: str, asked: str = "") -> list[dict[str, str]]:
    return table(office.api.as_(who).get(f"/exports/{kind}.csv?{asked}"))


def shown(office: Office, who: SignedIn, path: str, asked: str = "") -> Any:
    told: Any = office.api.as_(who).get(f"/{path}?{asked}&page_size=200").json
    return told["items"]


class Busy(Office):
    """Three visits of two departments, three plans, three alerts."""

    def __init__(self, world: World, api: Api):
        super().__init__(world, api)
        self.lin, stranger = world.officer(self.department_organ, "林晓"), world.officer(self.other_organ, "外单位人")
        own, other = (self.department_organ, self.lin), (self.other_organ, stranger)
        self._visited(0, *own, name="云川食品", mark="clean", state="ongoing")
        self._visited(1, *own, name="安居苑幼儿园", mark="clean", state="left")
        self._visited(2, *other, name="平安里农贸市场", mark="violation", state="left")

    def _visited(self, n: int, organ: Organ, who: SignedIn, **visit: Any) -> None:
        """The nth visit, earlier than those before it, with an alert and a plan for the nth day from now."""
        at, name = self.world.clock.now() - timedelta(minutes=20 * n), visit["name"]
        _alert(
            self.world,
            organ,
            arrival(self.world, organ, who, at=at, **visit),
            name,
            opened=at,
            state="closed" if n == 1 else "open",
        )
        _plan(self.world, organ, who, name, TODAY + timedelta(days=n), starts_at=time(14, 30) if n else None)


@pytest.fixture
def busy(world: World, api: Api) -> Busy:
    return Busy(world, api)


def _alert(world, organ, visit, name, **changes: Any) -> None:
    opened = changes.pop("opened")
    world._add(Alert(**{
        "id": uuid7(), "inspection_id": visit, "organ_id": organ.id, "region_path": world.region.path, "code": "CAP_REACHED",
        "rule": "B-25", "severity": "high", "facts": {}, "sentence_zh": "本年第 3 次，上限 2 次。", "sentence_en": "third of two",
        "enterprise_name": name, "state": "open", "opened_at": opened, "due_at": opened + timedelta(hours=2), **changes,
    }))  # fmt: skip


def _plan(world, organ, officer, name: str, day: date, **changes: Any) -> None:
    enterprise, site = world.enterprise(name)
    task = Task(**{
        "id": uuid7(), "organ_id": organ.id, "region_path": world.region.path, "enterprise_id": enterprise.id, "site_id": site.id,
        "state": "approved", "kind": "daily", "trigger": "plan", "entry_reason": "现场核对", "planned_on": day, "verdict": {},
        "created_by": officer.person.id, "created_at": world.clock.now(), **changes,
    })  # fmt: skip
    world._add(task)
    card = world.card(officer.person, organ)
    world._add(TaskOfficer(task_id=task.id, person_id=officer.person.id, card_id=card.id, position=0))


LISTS = [
    ("visits", "", "检查编号"), ("visits", "day=2026-04-23", "检查编号"), ("visits", "mark=violation", "检查编号"),
    ("visits", "q=云川", "检查编号"), ("visits", "sort=-enterprise", "检查编号"), ("visits", "state=left&sort=left", "检查编号"),
    ("tasks", "", "任务编号"), ("tasks", "day=2026-04-22", "任务编号"), ("tasks", "state=approved&sort=-organ", "任务编号"),
    ("tasks", "q=农贸&sort=enterprise", "任务编号"),
    ("alerts", "", "预警编号"), ("alerts", "state=open&sort=-enterprise", "预警编号"), ("alerts", "q=安居", "预警编号"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "asked", "key"), LISTS)
@pytest.mark.parametrize("who", ["bureau", "department"])
def test_the_file_holds_what_the_list_shows_in_its_order(busy: Busy, kind: str, asked: str, key: str, who: str):
    reader = getattr(busy, who)
    listed = [str(row["id"]) for row in shown(busy, reader, kind, asked)]
    assert [row[key] for row in taken(busy, reader, kind, asked)] == listed or (
        listed == [] and _says_nothing(busy, reader, kind, asked)
    )


def _says_nothing(office: Office, who: SignedIn, kind: str, asked: str) -> bool:
    lines = csv.reader(io.StringIO(office.api.as_(who).get(f"/exports/{kind}.csv?{asked}").data.decode("utf-8-sig")))
    return list(lines)[1:] == [NOTHING]


@pytest.mark.parametrize(("kind", "rows"), [("visits", 3), ("tasks", 2), ("alerts", 2)])
def test_another_departments_rows_never_go_out(busy: Busy, kind: str, rows: int):
    assert "示范区应急管理局" in str(taken(busy, busy.bureau, kind))
    own = taken(busy, busy.department, kind)
    assert len(own) == rows and "应急管理" not in str(own) and "平安里" not in str(own)
    assert busy.api.as_(busy.officer).get(f"/exports/{kind}.csv").status_code == 403


def test_the_administrator_who_sees_no_visits_takes_none_out(busy: Busy):
    busy.proved(busy.admin)
    for kind in ("visits", "tasks", "alerts"):
        assert _says_nothing(busy, busy.admin, kind, "")


def test_times_are_those_of_the_place_with_their_zone(busy: Busy):
    first = taken(busy, busy.bureau, "visits", "sort=-arrived")[0]
    assert (first["到场时间"], first["状态"], first["企业"]) == ("2026-04-22 10:28+08:00", "进行中", "云川食品")
    alert = taken(busy, busy.bureau, "alerts", "sort=-opened")[0]
    assert (alert["提出时间"], alert["期限"]) == ("2026-04-22 10:28+08:00", "2026-04-22 12:28+08:00")
    assert (alert["预警"], alert["轻重"], alert["状态"], alert["规则"]) == ("次数已满", "高", "待接办", "B-25")
    plans = taken(busy, busy.bureau, "tasks")
    assert [row["到场时间"] for row in plans] == ["全天", "2026-04-23 14:30+08:00", "2026-04-24 14:30+08:00"]
    assert plans[0]["执法人员"] == "林晓" and plans[0]["检查类型"] == "日常检查" and plans[0]["状态"] == "已批准"


def test_what_an_enterprise_said_stays_with_the_bureau_in_a_table_too(busy: Busy):
    """B-74: the department that was spoken about never reads the alert, on no way."""
    visit = arrival(busy.world, busy.department_organ, busy.lin, name="长乐书店")
    _alert(busy.world, busy.department_organ, visit, "长乐书店", code="FIVE_EIGHT_YES", opened=busy.world.clock.now())
    assert "长乐书店" in str(taken(busy, busy.bureau, "alerts"))
    assert "长乐书店" not in str(taken(busy, busy.department, "alerts"))


def test_visits_that_wait_for_a_file_are_a_list_and_a_table(busy: Busy, clock):
    visit = arrival(busy.world, busy.department_organ, busy.lin, name="长乐书店")
    busy.world._add(Media(
        id=uuid7(), kind="photo", mime="image/jpeg", inspection_id=visit, owner_id=busy.lin.person.id, organ_id=busy.department_organ.id,
        region_path=busy.world.region.path, started_at=clock.now(), declared_at=clock.now(), clock=CLOCK,
    ))  # fmt: skip
    assert [row["id"] for row in shown(busy, busy.bureau, "visits", "unsealed=true")] == [str(visit)]
    assert [(row["检查编号"], row["未封存文件"]) for row in taken(busy, busy.bureau, "visits", "unsealed=true")] == [
        (str(visit), "1")
    ]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_no_name_goes_out_as_a_formula(busy: Busy, extension: str):
    evil = "=HYPERLINK(A1)"
    visit = arrival(busy.world, busy.department_organ, busy.lin, name=evil)
    _alert(busy.world, busy.department_organ, visit, evil, opened=busy.world.clock.now())
    _plan(busy.world, busy.department_organ, busy.lin, evil, TODAY)
    for kind in ("visits", "tasks", "alerts"):
        answer = busy.api.as_(busy.bureau).get(f"/exports/{kind}.{extension}?q=HYPERLINK")
        if extension == "csv":
            cells = [cell for row in table(answer) for cell in row.values()]
        else:
            sheet = load_workbook(io.BytesIO(answer.data)).active
            assert all(cell.data_type != "f" for row in sheet for cell in row)
            cells = [cell.value for cell in list(sheet)[1]]
        assert f"'{evil}" in cells and evil not in cells


def test_ten_thousand_plans_are_a_job_that_a_second_person_lets_go(busy: Busy, world):
    enterprise, site = world.enterprise("万家连锁")
    world.look(lambda tx: (tx.execute(insert(Task), _many(busy, enterprise, site)), tx.commit()))
    answer = busy.api.as_(busy.bureau).get("/exports/tasks.csv?q=万家&sort=-day")
    asked: Any = answer.json
    assert (answer.status_code, asked["rows"]) == (202, 10_000)
    decision = f"/approvals/{asked['approval_id']}/decision"
    assert busy.send(busy.admin, "POST", decision, {"decision": "approve", "note": ""}).status_code == 200
    exports.make_file(Tools(world.settings, world.sessions, world.clock), asked["id"])
    rows = table(busy.api.as_(busy.bureau).get(f"/exports/{asked['id']}/file"))
    days = [row["计划日期"] for row in rows]
    assert len({row["任务编号"] for row in rows}) == 10_000 and days == sorted(days, reverse=True)


def _many(office: Busy, enterprise: Enterprise, site: Site) -> list[dict[str, Any]]:
    usual = {
        "organ_id": office.department_organ.id, "region_path": office.world.region.path, "enterprise_id": enterprise.id,
        "site_id": site.id, "state": "approved", "kind": "daily", "trigger": "plan", "entry_reason": "现场核对", "verdict": {},
        "created_by": office.lin.person.id, "created_at": office.world.clock.now(),
    }  # fmt: skip
    return [{**usual, "id": uuid7(), "planned_on": TODAY + timedelta(days=n % 300)} for n in range(10_000)]


@pytest.mark.parametrize(
    "asked", ["day=tomorrow", "day=0000-00-00", "mark=<b>", "unsealed=perhaps", "sort=name;drop", "q=" + "x" * 101]
)
def test_what_no_list_can_be_asked_no_table_is(busy: Busy, asked: str):
    assert busy.api.as_(busy.bureau).get(f"/exports/visits.csv?{asked}").status_code == 422


def test_registers_go_out_in_the_order_of_their_lists_too(office: Office):
    for n, name in enumerate(("赵一", "安二", "李三")):
        office.world.person("officer", office.department_organ, name)
        office.world.enterprise(name, uscc=valid_uscc(900 + n))
    for kind, path, title in (
        ("people", "people", "姓名"),
        ("organs", "organs", "单位名称"),
        ("enterprises", "enterprises", "企业名称"),
    ):
        listed = [row["name"] for row in shown(office, office.bureau, path, "sort=-name")]
        assert [row[title] for row in taken(office, office.bureau, kind, "sort=-name")] == listed
