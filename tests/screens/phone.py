"""One visit as the officer, the enterprise and a supervisor see it, screen by screen."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, expect
from sqlalchemy import Engine, text

from tests.browser.pages.desk import Desk
from tests.browser.pages.phone import Phone
from tests.browser.stack import Stack
from tests.browser.test_desk_dialogs import told
from tests.screens import visit
from tests.screens.album import Album
from tests.screens.public import strangers_page

SEGMENT_S = 15
Attempt = Callable[..., object]

PLANNED_TODAY = """
    SELECT t.id, e.name, e.identifier, ST_X(s.location::geometry) AS longitude, ST_Y(s.location::geometry) AS latitude
    FROM task t JOIN enterprise e ON e.id = t.enterprise_id JOIN site s ON s.enterprise_id = e.id
    WHERE e.identifier = :uscc AND s.location IS NOT NULL LIMIT 1
"""


def target(rows: Engine, server: Stack) -> dict:
    """The enterprise of the demo's visit of today, with its place."""
    with rows.connect() as look:
        found = look.execute(text(PLANNED_TODAY), {"uscc": server.demo["enterprise"]["uscc"]})
        return dict(found.mappings().one())


def officer(chromium: Browser, server: Stack, album: Album, at: dict, attempt: Attempt) -> str | None:
    """The whole visit; returns the inspection's id, or None where the walk did not come so far."""
    attempt(first_sign_in, chromium, server, album)
    place = {"longitude": at["longitude"] + 0.0003, "latitude": at["latitude"], "accuracy": 18}
    phone = Phone(chromium, server, server.account("officer"), at=place, segment_s=SEGMENT_S)
    attempt(around, phone, album)
    inspection: list[str] = []
    attempt(visit.to_the_door, phone, chromium, server, album, at)
    attempt(visit.checked_in, phone, album, at, inspection)
    attempt(visit.said, chromium, server, album)
    attempt(visit.told_and_recorded, phone, album)
    attempt(visit.written, phone, album)
    attempt(visit.ended, phone, album)
    attempt(own_pages, phone, album)
    phone.close()
    return inspection[0] if inspection else None


def first_sign_in(chromium: Browser, server: Stack, album: Album) -> None:
    """Another officer's phone, on its first day."""
    context = chromium.new_context(
        base_url=server.base, viewport={"width": 390, "height": 844}, device_scale_factor=2, locale="zh-CN"
    )
    page, other = context.new_page(), [each for each in server.demo["accounts"] if each["role"] == "officer"][-1]
    page.goto("/app/")
    expect(page.get_by_label("账号")).to_be_visible()
    album.take(page, "officer-sign-in")
    page.get_by_label("账号").fill(other["login"])
    page.get_by_label("密码").fill(other["password"])
    page.locator(".foot").get_by_role("button", name="登录").click()
    page.wait_for_url("**/first/notice**")
    expect(page.get_by_role("heading", name="谁能看到")).to_be_visible()
    album.take(page, "officer-privacy")
    page.locator(".foot").get_by_role("button", name="已阅读，继续").click()
    page.wait_for_url("**/first/pin**")
    album.take(page, "officer-first-pin")
    context.close()


def around(phone: Phone, album: Album) -> None:
    """Today, in the three tabs, both sizes and both languages; the lock."""
    page = phone.page
    page.goto("/app/today")
    expect(phone.lock).to_be_visible()
    album.take(page, "officer-locked")
    phone.unlock()
    expect(page.locator("main a").first).to_be_visible()
    album.take(page, "officer-today")
    for tab, name in (("本周", "officer-week"), ("已完成", "officer-done"), ("今日", "officer-today-english")):
        page.get_by_role("tab", name=tab).click()
        if name != "officer-today-english":
            album.take(page, name)
    visit.in_large_type(page, album, "officer-today-large")
    in_english(phone, album)


def own_pages(phone: Phone, album: Album) -> None:
    page = phone.page
    phone.go("/app/follow-ups")
    expect(page.locator("main .card").first).to_be_visible()
    album.take(page, "officer-follow-ups")
    phone.go("/app/outbox")
    album.take(page, "officer-outbox")
    expect(page.get_by_text("音像已封存")).to_be_visible(timeout=120_000)
    album.take(page, "officer-outbox-empty")
    for name, way in (
        ("", ""),
        ("-sign-in", "/sign-in"),
        ("-data", "/data"),
        ("-pin", "/pin"),
        ("-password", "/password"),
    ):
        phone.go(f"/app/me{way}")
        expect(page.locator("main").first).to_be_visible()
        album.take(page, f"officer-me{name}")


def supervisor(chromium: Browser, server: Stack, album: Album, at: dict) -> None:
    place = {"longitude": at["longitude"], "latitude": at["latitude"], "accuracy": 18}
    invited(chromium, server)
    phone = Phone(chromium, server, server.account("supervisor"), at=place, segment_s=SEGMENT_S)
    page = phone.page
    expect(page.get_by_role("button", name="新的观察")).to_be_visible()
    album.take(page, "supervisor-sheets-empty")
    page.get_by_role("button", name="新的观察").click()
    page.get_by_label("看到的企业或地点").fill(at["name"])
    for n, said in ((1, "是"), (2, "是"), (3, "否")):
        page.get_by_role("group", name=f"第 {n} 题的回答").get_by_role("button", name=said, exact=True).click()
    page.evaluate("() => scrollTo(0, 0)")
    album.take(page, "supervisor-observe")
    page.goto("/app/observations")
    album.take(page, "supervisor-sheets")
    for name, way in (("clues", "clues"), ("invitations", "invitations")):
        page.goto(f"/app/{way}")
        expect(page.locator("main").first).to_be_visible()
        album.take(page, f"supervisor-{name}")
    page.get_by_role("button", name="谢绝邀请").click()
    album.take(page, "supervisor-decline")
    page.goto("/app/clues")
    page.get_by_role("button", name="提出线索").click()
    album.take(page, "supervisor-clue")
    page.goto("/app/me")
    album.take(page, "supervisor-me")
    page.goto("/app/join")
    album.take(page, "supervisor-join")
    phone.close()


def invited(chromium: Browser, server: Stack) -> None:
    """The bureau asks the supervisor to a visit that is still planned."""
    desk = Desk(chromium, server, server.account("bureau"))
    read = "async (path) => (await (await fetch('/api/v1' + path)).json()).items"
    [task, *_] = desk.page.evaluate(read, "/tasks?state=awaiting_approval")
    people = desk.page.evaluate(read, "/people?role=supervisor&page_size=100")
    wanted = next(each["id"] for each in people if each["name"] == server.account("supervisor")["name"])
    told(desk, f"/tasks/{task['id']}/attendances", {"person_id": wanted, "words": "请在门口等候，与检查人员一同进入"})
    desk.close()


def rated(chromium: Browser, server: Stack, album: Album) -> None:
    """After the visit its printed code opens its steps and the form that rates it."""
    page = strangers_page(chromium, server)
    page.goto(server.demo["visit_url"])
    album.take(page, "public-visit-steps")
    page.get_by_text("非常满意", exact=True).scroll_into_view_if_needed()
    page.get_by_text("非常满意", exact=True).click()
    page.get_by_text("下面这些都没有发生").click()
    album.take(page, "public-rate")
    page.get_by_role("button", name="提交").click()
    album.take(page, "public-rated")
    page.context.close()


def in_english(phone: Phone, album: Album) -> None:
    page = phone.page
    phone.go("/app/me")
    page.get_by_role("tab", name="English").click()
    page.get_by_role("link", name="Tasks").click()
    album.take(page, "officer-today-english")
    page.locator("a[href*='/tasks/']").first.click()
    expect(page.locator("[data-test=forecast]")).to_be_visible()
    album.take(page, "officer-task-english")
    page.go_back()
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("tab", name="中文").click()
    page.get_by_role("link", name="任务").click()
