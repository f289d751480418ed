"""The quiet period never bars the way: in an emergency the code is at most two taps away from the task (B-44)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser.pages.desk import Desk
from tests.browser.test_one_visit import OFFICERS, today

pytestmark = pytest.mark.browser

MOST_TAPS = 2
COUNT_TAPS = """() => {
  window.__taps = 0
  addEventListener('click', (event) => { if (event.isTrusted) window.__taps += 1 }, { capture: true })
}"""


@pytest.fixture(scope="module")
def quiet_name(rows) -> str:
    """An enterprise of the demo that is quiet on every day and has no task; one that was visited before leaves others free."""
    found = """
        SELECT e.name FROM enterprise e
        WHERE 'always_quiet' = ANY(e.classes) AND NOT EXISTS (SELECT FROM task t WHERE t.enterprise_id = e.id)
        ORDER BY EXISTS (SELECT FROM inspection i WHERE i.enterprise_id = e.id) DESC, e.identifier DESC LIMIT 1
    """
    with rows.connect() as look:
        return str(look.execute(text(found)).scalar_one())


def test_b44_from_an_emergency_task_in_the_quiet_period_to_its_code(chromium, server, quiet_name, shots):
    desk = Desk(chromium, server, server.account("department"))
    page = desk.page
    desk.plan(quiet_name, OFFICERS, today())
    desk.ask_for_an_exception("emergency", "JQ20261123-09")
    expect(page.get_by_text("不等审批，可以先签发检查码")).to_be_visible()
    page.screenshot(path=shots / "department-emergency.png")
    page.evaluate(COUNT_TAPS)
    page.get_by_test_id("visit-code").locator(".btn.pri").click()
    expect(page.get_by_test_id("short-code")).to_be_visible()
    page.screenshot(path=shots / "department-emergency-code.png")
    assert page.evaluate("() => window.__taps") <= MOST_TAPS
    desk.close()
