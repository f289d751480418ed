"""A county installs on Monday: from an empty database to the first approved visit, by somebody who has never seen it.

One person walks the whole way, also in the planner's and the head's account, at reading speed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright, expect

from tests.browser import stack
from tests.browser.pages.newcomer import Newcomer, minutes
from tests.browser.pages.setting_up import SettingUp

pytestmark = pytest.mark.browser

MOST_MINUTES = 15
QUIET_UNTIL = 20
DEPARTMENT = ("420117-SCJ", "新洲区市场监督管理局")
ENTERPRISE = ("新洲区云川食品有限公司", "91420117MA0DEM001C", "示范大道 1 号")
PEOPLE = (
    ("001", "陈立", "经办", "chen.li"),
    ("002", "何青", "负责人", "he.qing"),
    ("003", "周明远", "执法人员", "zhou.mingyuan"),
    ("004", "林小禾", "执法人员", "lin.xiaohe"),
)
CARDS = {"周明远": "17011700101", "林小禾": "17011700102"}
OWN = "ma qi yun lu 88"


@pytest.fixture(scope="module")
def monday(cluster, tmp_path_factory) -> Iterator[stack.Stack]:
    """`script/server --empty` on an empty database."""
    name, folder = f"liangma_county_{os.getpid()}", tmp_path_factory.mktemp("county")
    folder.chmod(0o755)
    running = stack.start(cluster.clone(name), folder / "var", empty=True)
    yield running
    running.stop()
    cluster.drop(name)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    made = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    yield made
    made.close()


def test_from_an_empty_database_to_the_first_approved_visit(browser, monday, shots, tmp_path, capsys):
    administrator = Newcomer(browser, monday.base)
    passwords = the_county_is_set_up(administrator, monday, shots, tmp_path)
    planner, head = (Newcomer(browser, monday.base, another=administrator) for _ in range(2))
    visit = planned(planner, passwords["陈立"])
    approved(head, passwords["何青"], visit)
    the_code_is_issued(planner, visit)
    planner.page.screenshot(path=shots / "first-code.png", full_page=True)

    people = (administrator, planner, head)
    acts, read = sum(each.acts for each in people), administrator.read
    with capsys.disabled():
        typed = sum(each.typed for each in people)
        print(
            f"\nfirst approved visit: {acts} acts, {read} characters read, {typed} typed: {minutes(read, acts):.1f} min"
        )
    for each in people:
        each.close()
    assert minutes(read, acts) <= MOST_MINUTES


def the_county_is_set_up(who: Newcomer, server: stack.Stack, shots: Path, tmp_path: Path) -> dict[str, str]:
    """Every step by hand, people by table; name → one-time password."""
    said = server.shell("admin", "create", "--login", "li.fang", "--name", "李芳")
    who.page.goto("/desk/")
    who.sign_in_for_the_first_time("li.fang", re.search(r"one-time password\s+(\S+)", said)[1], OWN)
    setup = SettingUp(who)
    setup.found_the_bureau()
    setup.adopt_rules()
    setup.enter_department(*DEPARTMENT)
    setup.enter_item("SC-001", "食品经营日常检查", "《食品安全法》第一百一十条")
    it_can_be_left_and_resumed(setup)
    setup.import_people(table_of_people(tmp_path))
    passwords = setup.hand_out_passwords()
    who.page.screenshot(path=shots / "setup-slips.png", full_page=True)
    setup.issue_cards(CARDS, portrait(tmp_path))
    setup.enter_enterprise(*ENTERPRISE)
    expect(who.page.get_by_test_id("ready")).to_be_visible()
    who.look()
    who.page.screenshot(path=shots / "setup-ready.png", full_page=True)
    who.page.goto("/desk/people")
    expect(who.page.get_by_role("heading", name="人员", exact=True)).to_be_visible()
    expect(who.page.get_by_test_id("setup-line")).to_have_count(0)
    return passwords


def it_can_be_left_and_resumed(setup: SettingUp) -> None:
    """Elsewhere one quiet line says what is missing, and leads back to the step that is next."""
    page = setup.page
    page.goto("/desk/organs")
    expect(page.get_by_test_id("setup-line")).to_contain_text("还缺经办人、负责人、2 名执法人员")
    setup.who.click(page.get_by_test_id("setup-line").get_by_role("link"))
    expect(setup.step("people").locator("form")).to_be_visible()


def table_of_people(folder: Path) -> Path:
    lines = ["单位编码,工号,姓名,角色,账号", *(",".join((DEPARTMENT[0], *each)) for each in PEOPLE)]
    path = folder / "people.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def portrait(folder: Path) -> Path:
    path = folder / "portrait.jpg"
    Image.new("RGB", (300, 400), "#90a8c0").save(path)
    return path


def next_open_day() -> date:
    """Outside the 1st–20th that the first preset keeps quiet."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return today if today.day > QUIET_UNTIL else today + timedelta(days=QUIET_UNTIL + 1 - today.day)


def planned(who: Newcomer, one_time: str) -> str:
    """The imported planner signs in and plans; returns the address of the task."""
    page = who.page
    page.goto("/desk/")
    who.sign_in_for_the_first_time("chen.li", one_time, OWN)
    expect(page.get_by_role("link", name="计划与频次")).to_be_visible()
    page.goto("/desk/plan/new")
    who.fill(page.get_by_placeholder("输入名称或统一代码"), ENTERPRISE[0])
    who.click(page.get_by_role("listbox").get_by_role("option").first)
    who.fill(page.locator("#planned_on"), next_open_day().isoformat())
    page.locator("#planned_on").press("Enter")
    for name in CARDS:
        who.click(page.get_by_test_id("officers").get_by_text(name, exact=True))
    who.click(page.get_by_test_id("items").get_by_role("checkbox").first)
    who.fill(page.get_by_label("入企理由"), "年度计划内日常检查，须现场查看库房")
    who.click(page.get_by_role("button", name="提交审批"))
    expect(page.get_by_test_id("task-verdict")).to_be_visible()
    return page.url


def approved(who: Newcomer, one_time: str, visit: str) -> None:
    page = who.page
    page.goto("/desk/")
    who.sign_in_for_the_first_time("he.qing", one_time, OWN)
    expect(page.get_by_role("link", name="计划与频次")).to_be_visible()
    page.goto(visit)
    who.click(page.get_by_role("button", name="批准"))
    expect(page.get_by_test_id("decision")).to_be_hidden()


def the_code_is_issued(who: Newcomer, visit: str) -> None:
    who.page.goto(visit)
    who.click(who.page.get_by_role("button", name="发检查码"))
    expect(who.page.get_by_test_id("short-code")).to_be_visible()
    who.look()
