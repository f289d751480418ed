"""A form that takes words, on a phone that loses its network: what was typed is still there (E4, E5)."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looks import barriers

pytestmark = pytest.mark.browser

TOLD = "来了两个人，没有出示证件就要看账本"
EIGHT_DAYS_MS = 8 * 24 * 3600 * 1000


@pytest.fixture
def phone(chromium, server):
    made = chromium.new_context(base_url=server.base, viewport={"width": 390, "height": 844}, locale="zh-CN")
    yield made
    made.close()


def filled(phone: BrowserContext, address: str = "/clue") -> Page:
    page = phone.new_page()
    page.goto(address)
    page.locator("label[for=k2]").click()
    page.locator("[name=people]").fill("2")
    page.locator("[name=text]").fill(TOLD)
    page.locator("[name=contact]").fill("13900000000")
    return page


def kept(page: Page) -> str:
    return page.evaluate("JSON.stringify({...localStorage})")


@pytest.mark.parametrize(
    ("address", "words"),
    [("/clue", "未提交，联网后请再点一次"), ("/clue?lang=en", "Not sent: press again once there is network")],
    ids=["zh", "en"],
)
def test_e5_without_network_nothing_is_lost_and_the_page_says_what_to_do(phone, address, words, shots):
    page = filled(phone, address)
    phone.set_offline(True)
    page.locator("button.btn").click()

    expect(page.get_by_role("status").filter(has_text=words)).to_be_in_viewport()
    expect(page.locator("[name=text]")).to_have_value(TOLD)
    page.screenshot(path=shots / f"draft-offline-{len(words)}.png")
    assert TOLD in kept(page)


def test_e5_a_form_that_was_closed_is_filled_in_again_without_contact(phone, shots):
    filled(phone).close()
    page = phone.new_page()
    page.goto("/clue")

    expect(page.get_by_text("上次没有提交的内容已填回")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(TOLD)
    expect(page.locator("[name=people]")).to_have_value("2")
    assert page.locator("#k2").is_checked()
    expect(page.locator("[name=contact]")).to_have_value("")
    assert "13900000000" not in kept(page) and page.locator("[name=token]").input_value() not in kept(page)
    assert barriers(page) == []
    page.screenshot(path=shots / "draft-restored.png")


def test_e5_a_draft_is_discarded_after_a_question(phone):
    page = filled(phone)
    page.reload()
    page.once("dialog", lambda asked: asked.dismiss())
    page.get_by_role("button", name="删除草稿").click()
    expect(page.locator("[name=text]")).to_have_value(TOLD)
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="删除草稿").click()
    expect(page.locator("[name=text]")).to_have_value("")
    assert kept(page) == "{}"


def test_e5_after_a_week_nothing_is_filled_in(phone):
    page = filled(phone)
    name, draft = next(iter(json.loads(kept(page)).items()))
    old = json.loads(draft)
    page.evaluate(
        "([name, text]) => localStorage.setItem(name, text)",
        [name, json.dumps({**old, "at": old["at"] - EIGHT_DAYS_MS})],
    )
    page.reload()
    expect(page.locator("[name=text]")).to_have_value("")
    assert kept(page) == "{}", "and it lies about nowhere"


def test_e5_a_phone_that_keeps_nothing_sends_all_the_same(phone):
    phone.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage') } })")
    page = filled(phone)
    page.locator("[name=text]").fill("")
    page.locator("button.btn").click()
    expect(page.locator(".wrong").first).to_be_visible()


def test_e5_without_script_the_form_is_what_it_was(chromium, server):
    plain = chromium.new_context(base_url=server.base, java_script_enabled=False, locale="zh-CN")
    page = filled(plain)
    assert page.locator("#draft").is_hidden()
    page.locator("[name=text]").fill("")
    page.locator("button.btn").click()
    assert page.locator(".wrong").first.is_visible()
    plain.close()
