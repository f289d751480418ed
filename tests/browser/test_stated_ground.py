"""Somebody comes on a quiet day, states the ground on the phone without network; the bureau decides at its desk (B-42)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser.pages.desk import Desk
from tests.browser.pages.phone import Phone

pytestmark = pytest.mark.browser

WORDS = "店主来电申请当天核验冷库"
NUMBER = "许字〔2026〕9号"


@pytest.fixture(scope="module")
def target(rows) -> dict:
    """A quiet enterprise of the demo that was visited before and is not today, with its place."""
    found = """
        SELECT e.name, e.identifier, ST_X(s.location::geometry) AS longitude, ST_Y(s.location::geometry) AS latitude
        FROM enterprise e JOIN site s ON s.enterprise_id = e.id
        WHERE 'always_quiet' = ANY(e.classes) AND s.location IS NOT NULL
          AND (SELECT max(arrived_at) FROM inspection i WHERE i.enterprise_id = e.id) < now() - interval '2 days'
        ORDER BY e.identifier DESC LIMIT 1
    """
    with rows.connect() as look:
        return dict(look.execute(text(found)).mappings().one())


def test_a_ground_is_stated_on_the_phone_and_decided_at_the_desk(chromium, server, target, shots):
    place = {"longitude": target["longitude"], "latitude": target["latitude"], "accuracy": 18}
    phone = Phone(chromium, server, server.account("officer"), at=place, segment_s=120)
    visit = came_on_a_quiet_day(phone, target["identifier"])
    states_the_ground_without_network(phone, visit, shots)
    bureau = Desk(chromium, server, server.account("bureau"))
    decides(bureau, visit, shots)
    reads_the_answer(phone, visit, shots)
    bureau.close()
    phone.close()


def came_on_a_quiet_day(phone: Phone, identifier: str) -> str:
    """Nobody planned it; the arrival is recorded all the same. Returns the inspection's id."""
    page = phone.page
    page.locator(".dock a[href$='/scan']").click()
    page.get_by_role("button", name="手动输入").click()
    page.get_by_label("统一社会信用代码").fill(identifier)
    page.get_by_role("button", name="使用这个代码").click()
    with page.expect_response(lambda answer: answer.url.endswith("/check-ins"), timeout=60_000) as caught:
        phone.primary("确认到场")
    assert caught.value.status == 201, caught.value.text()
    return str(caught.value.json()["inspection_id"])


def states_the_ground_without_network(phone: Phone, visit: str, shots) -> None:
    page = phone.page
    expect(page.locator("[data-test=ground]")).to_contain_text("补述事由")
    opens_it_cold_without_network(phone, visit)
    page.screenshot(path=shots / "officer-ground-cold.png")
    page.get_by_label("事由", exact=True).select_option("complaint")
    expect(page.get_by_text("须在到场前批准")).to_be_visible()
    page.get_by_label("事由", exact=True).select_option("licence")
    page.get_by_label("依据编号").fill(NUMBER)
    page.get_by_label("情况说明").fill(WORDS)
    page.screenshot(path=shots / "officer-ground.png")
    phone.primary("提交说明")
    expect(page.locator("[data-test=state]")).to_contain_text("已说明，等待决定")
    page.screenshot(path=shots / "officer-ground-stated.png")
    with page.expect_response(
        lambda answer: answer.url.endswith(f"/inspections/{visit}/ground"), timeout=60_000
    ) as sent:
        phone.context.set_offline(False)
    assert sent.value.status == 201, sent.value.text()


def opens_it_cold_without_network(phone: Phone, visit: str) -> None:
    """The service worker gives the screen, the phone's own rows its name, its term and the grounds of the rules."""
    page = phone.page
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)
    phone.go(f"/app/visits/{visit}/ground")
    expect(page.locator("main h2").first).not_to_be_empty()
    expect(page.get_by_text("前可以说明事由")).to_be_visible()
    expect(page.get_by_label("依据编号")).to_be_visible()
    assert page.get_by_label("事由", exact=True).locator("option").count() > 1


def decides(bureau: Desk, visit: str, shots) -> None:
    page = bureau.page
    page.goto("/desk/approvals")
    waiting = page.locator(f"[data-ground='{visit}']")
    expect(waiting).to_contain_text(WORDS)
    page.screenshot(path=shots / "bureau-grounds.png")
    waiting.locator("h2 a").click()
    card = page.get_by_test_id("ground")
    expect(card).to_contain_text("已说明，等待决定")
    card.locator("[data-decision=reclassified] input").check()
    card.get_by_label("理由").fill("许可科有当天的申请记录")
    page.screenshot(path=shots / "bureau-ground.png")
    card.get_by_role("button", name="重新归类").click()
    expect(card).to_contain_text("已重新归类")
    page.screenshot(path=shots / "bureau-ground-decided.png")


def reads_the_answer(phone: Phone, visit: str, shots) -> None:
    phone.go(f"/app/visits/{visit}/ground")
    expect(phone.page.locator("[data-test=state]")).to_contain_text("司法局重新归类")
    expect(phone.page.get_by_text("许可科有当天的申请记录")).to_be_visible()
    phone.page.screenshot(path=shots / "officer-ground-decided.png")
