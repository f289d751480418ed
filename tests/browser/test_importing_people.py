"""An administrator brings a table of people with two wrong rows, mends it, and finds one of them by pinyin."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.desk import Desk

pytestmark = pytest.mark.browser

TITLES = ("单位编码", "工号", "姓名", "角色", "账号", "职务")
PEOPLE = [
    ("420117-SC", "SC-901", "欧阳云帆", "执法人员", "sc-ouyang", "一级主办"),
    ("420117-SC", "SC-902", "蒋知微", "执法人员", "", "二级主办"),
    ("420117-YJ", "YJ-901", "温如言", "执法辅助人员", "", ""),
    ("420117-SC", "SC-903", "邵同尘", "法制审核人员", "", "法规科科员"),
]
WRONG_ORGAN = ("420117-NONE", *PEOPLE[1][1:])
WRONG_ROLE = (*PEOPLE[3][:3], "特派员", *PEOPLE[3][4:])


def test_two_wrong_rows_are_named_mended_and_imported(chromium, server, shots):
    admin = Desk(chromium, server, server.account("admin"))
    page = admin.page

    bring(page, [PEOPLE[0], WRONG_ORGAN, PEOPLE[2], WRONG_ROLE])
    expect(page.get_by_test_id("import-verdict")).to_contain_text("4 行中 2 行有错", timeout=60_000)
    errors = page.get_by_test_id("import-errors")
    expect(errors.locator("tbody tr")).to_have_count(2)
    expect(errors.locator("tbody tr").nth(0)).to_contain_text("单位编码")
    expect(errors.locator("tbody tr").nth(1)).to_contain_text("角色")
    page.screenshot(path=shots / "import-errors.png", full_page=True)

    choose(page, PEOPLE)
    expect(page.get_by_test_id("import-verdict")).to_contain_text("4 行全部可以导入", timeout=60_000)
    assert nobody_found(admin, "ouyangyunfan"), "a dry run stores nothing"
    page.go_back()
    page.get_by_role("button", name="导入 4 行").click()
    expect(page.get_by_test_id("import-verdict")).to_contain_text("新增 4", timeout=60_000)

    page.get_by_role("link", name="查看人员").click()
    search(page, "oyyf")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="欧阳云帆").click()
    expect(page.get_by_test_id("person-facts")).to_contain_text("SC-901")

    page.get_by_role("button", name="变更记录").click()
    entry = page.get_by_test_id("history").locator("[data-change=insert]")
    expect(entry).to_contain_text(server.account("admin")["name"])
    expect(entry).to_contain_text("欧阳云帆")
    page.screenshot(path=shots / "history.png")
    admin.close()


def bring(page: Page, people: list[tuple[str, ...]]) -> None:
    """Open the page of imports and give it a table."""
    page.goto("/desk/imports?kind=people")
    choose(page, people)


def choose(page: Page, people: list[tuple[str, ...]]) -> None:
    """Give the file to whatever asks for one, and wait for the page of that import."""
    before = page.url
    table = {"name": "人员.csv", "mimeType": "text/csv", "buffer": as_csv(people)}
    page.locator("input[type=file]").set_input_files([table])
    page.wait_for_url(lambda url: url != before and "/desk/imports/" in url)


def as_csv(people: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([TITLES, *people])
    return text.getvalue().encode("utf-8-sig")


def nobody_found(admin: Desk, q: str) -> bool:
    """Whether the register of people knows nobody by these letters."""
    admin.page.goto("/desk/people")
    search(admin.page, q)
    expect(admin.page.get_by_text("没有符合条件的记录")).to_be_visible()
    return True


def search(page: Page, q: str) -> None:
    page.get_by_role("searchbox", name="姓名、拼音").fill(q)
    page.get_by_role("searchbox", name="姓名、拼音").press("Enter")
    page.wait_for_url(f"**/people?q={q}")
