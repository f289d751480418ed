"""The officer's phone says of quiet period and count what the server signed, without network too, and nothing else (B-42)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.phone import Phone

pytestmark = pytest.mark.browser

AT_HOME = {"latitude": 30.8416, "longitude": 114.8013, "accuracy": 18}

CHANGE_A_LETTER = """() => new Promise((done, failed) => {
  const asked = indexedDB.open('field')
  asked.onerror = () => failed(asked.error)
  asked.onsuccess = () => {
    const rows = asked.result.transaction('snapshot', 'readwrite').objectStore('snapshot')
    rows.openCursor().onsuccess = ({ target: { result: at } }) => {
      const row = at.value
      row.forecast.payload = row.forecast.payload.replace('"default":2', '"default":9')
      at.update(row).onsuccess = () => { asked.result.close(); done() }
    }
  }
})"""


def test_the_forecast_of_a_task_with_and_without_network_and_after_a_change(chromium, server):
    phone = Phone(chromium, server, server.account("officer"), at=AT_HOME, segment_s=120)
    page = phone.page
    card = open_task(page)
    for words in ("本机预判", "安静期外", "不在安静期内", "上限 2 次", "以服务器判定为准，数据截至"):
        expect(card).to_contain_text(words)

    phone.context.set_offline(True)
    page.go_back()
    expect(open_task(page)).to_contain_text("上限 2 次")

    page.evaluate(CHANGE_A_LETTER)
    page.go_back()
    card = open_task(page)
    expect(card).to_contain_text("预判数据的签名核对不上，不采用")
    expect(card.locator(".tag.ok")).to_have_count(0)
    phone.close()


def open_task(page: Page):
    page.locator('a[href*="/tasks/"]').first.click()
    return page.locator("[data-test=forecast]")
