"""Every screen of the phone as it is held: two languages, two sizes; no barrier, nothing cut, every target big enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from tests.browser.looks import assert_none, barriers, faults
from tests.browser.pages.desk import Desk
from tests.browser.pages.phone import PHONE, Phone
from tests.browser.test_desk_dialogs import told

pytestmark = pytest.mark.browser

AT_HOME = {"latitude": 30.8416, "longitude": 114.8013, "accuracy": 18}
FOR_EVERYBODY = ["/outbox", "/me", "/me/sign-in", "/me/password", "/me/notice", "/me/data"]
WAYS = [(language, large) for language in ("zh", "en") for large in (False, True)]


def test_an_officers_screens(chromium, server):
    phone = Phone(chromium, server, server.account("officer"), at=AT_HOME, segment_s=120)
    page = phone.page
    task = open_visit(phone)
    places = ["/today", task, *screens_of(page, visit_of(page)), "/scan", "/follow-ups", *FOR_EVERYBODY, "/me/pin"]
    assert_none(looked_at(page, places))
    shut(page)
    assert_none({f"locked {way}": each for way, each in in_every_way(page)})
    phone.close()


def test_a_supervisors_screens(chromium, server):
    phone = Phone(chromium, server, server.account("supervisor"), at=AT_HOME, segment_s=120)
    phone.page.get_by_role("button", name="新的观察").click()
    phone.page.wait_for_url("**/observations/*")
    sheet = phone.page.url.rsplit("/", 1)[-1]
    places = ["/observations", f"/observations/{sheet}", f"/visits/{sheet}/photo", *FOR_EVERYBODY]
    assert_none(looked_at(phone.page, places))
    phone.close()


def test_what_is_signed_with(chromium, server):
    """The pad, the ways to sign without it, and the sheets for a refusal and a witness."""
    phone = Phone(chromium, server, server.account("officer"), at=AT_HOME, segment_s=120)
    page = phone.page
    open_visit(phone)
    open_screen(page, f"{visit_of(page)}/write")
    page.get_by_label("检查情况").fill("查看原料库和进货台账，未发现过期原料。")
    page.get_by_label("现场人员姓名").fill("吴店长")
    phone.primary("交当事人核对")
    page.locator(".foot [data-test=sign]").click()
    found = sheet_looked_at(page, "pad")
    for door, sheet in (("other", "attendee without drawing"), ("refuse", "refusal")):
        page.locator(f"[data-test={door}]").click()
        found |= sheet_looked_at(page, sheet)
        put_away(page, door)
    phone.draw_a_name()
    page.locator("[data-test=confirm]").click()
    expect(page.locator(".foot [data-test=sign]")).to_contain_text(server.account("officer")["name"])
    page.locator(".foot [data-test=sign]").click()
    page.locator("[data-test=other]").click()
    found |= sheet_looked_at(page, "officer on paper")
    put_away(page, "other")
    phone.close()
    assert_none(found)


def test_a_supervisors_invitations(chromium, server, rows):
    bureau = Desk(chromium, server, server.account("bureau"))
    with rows.connect() as look:
        planned = text(
            "SELECT id FROM task WHERE state IN ('awaiting_approval', 'approved', 'coded') ORDER BY planned_on DESC LIMIT 1"
        )
        task = look.execute(planned).scalar_one()
        query = text("SELECT id FROM identity.person WHERE login = :login")
        person = look.execute(query, {"login": server.account("supervisor")["login"]}).scalar_one()
    told(bureau, f"/tasks/{task}/attendances", {"person_id": str(person), "words": "请在门口等候，与检查人员一同进入"})
    bureau.close()
    phone = Phone(chromium, server, server.account("supervisor"), at=AT_HOME, segment_s=120)
    page = phone.page
    open_screen(page, "/invitations")
    expect(page.get_by_role("button", name="接受邀请")).to_be_visible()
    found = {f"invited {way}": each for way, each in in_every_way(page)}
    page.get_by_role("button", name="谢绝邀请").click()
    page.get_by_role("dialog").get_by_role("button", name="谢绝邀请").click()
    found |= sheet_looked_at(page, "declining")
    phone.close()
    assert_none(found)


def test_a_supervisors_clues(chromium, server):
    phone = Phone(chromium, server, server.account("supervisor"), at=AT_HOME, segment_s=120)
    page = phone.page
    open_screen(page, "/clues")
    page.get_by_role("button", name="提出线索").click()
    page.wait_for_url("**/clues/*")
    phone.primary("提交线索")
    found = {f"clue, empty {way}": each for way, each in in_every_way(page)}
    page.get_by_label("发生了什么").fill("两人进店检查，没有出示检查码")
    phone.primary("提交线索")
    expect(page.locator(".number")).to_be_visible(timeout=60_000)
    found |= {f"clue, received {way}": each for way, each in in_every_way(page)}
    page.get_by_role("button", name="返回我的线索").click()
    page.locator("[data-clue=received]").first.click()
    page.wait_for_url("**/clues/told/*")
    found |= {f"clue, its state {way}": each for way, each in in_every_way(page)}
    page.get_by_role("button", name="返回我的线索").click()
    found |= {f"clues {way}": each for way, each in in_every_way(page)}
    phone.close()
    assert_none(found)


def test_the_screens_before_signing_in(chromium, server):
    context = chromium.new_context(base_url=server.base, viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/app/")
    expect(page.get_by_label("账号")).to_be_visible()
    assert_none(looked_at(page, ["/login", "/join#AAAA"]))
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Accept the invitation")).to_be_visible()
    context.close()


def open_visit(phone: Phone) -> str:
    """The first task, set out on; answers the task's address."""
    phone.page.locator("a[href*='/tasks/']").first.click()
    phone.page.wait_for_url("**/tasks/*")
    task = phone.page.url.rsplit("/app", 1)[-1]
    phone.set_out()
    phone.page.wait_for_url("**/code")
    return task


def visit_of(page: Page) -> str:
    """The address of the visit that is open."""
    return page.url.rsplit("/app", 1)[-1].rsplit("/", 1)[0]


def sheet_looked_at(page: Page, name: str) -> dict[str, list[str]]:
    """What is wrong with the sheet over the screen."""
    sheet = page.get_by_role("dialog").last
    expect(sheet).to_be_visible()
    sheet.evaluate("(it) => Promise.allSettled(it.getAnimations().map((each) => each.finished))")
    return {f"{name} {way}": each for way, each in in_every_way(page)}


def put_away(page: Page, door: str) -> None:
    """Escape closes the sheet alone, and the focus is again on what opened it."""
    page.keyboard.press("Escape")
    expect(page.locator(".van-popup:visible")).to_have_count(0)
    expect(page.locator(f"[data-test={door}]")).to_be_focused()


def looked_at(page: Page, places: list[str]) -> dict[str, list[str]]:
    """What is wrong in each place, in each way of reading it."""
    found = {}
    for place in places:
        open_screen(page, place)
        found |= {f"{place} {way}": each for way, each in in_every_way(page)}
    return found


def in_every_way(page: Page) -> Iterator[tuple[str, list[str]]]:
    """The screen that is open in both languages and sizes. Barriers are looked for in each language and size once."""
    for language, large in WAYS:
        read_as(page, language, large)
        axe = barriers(page) if (language == "zh") != large else []
        yield f"{language}{' 大字版' if large else ''}", axe + faults(page, large=large)
    read_as(page, "zh", False)


def screens_of(page: Page, visit: str) -> list[str]:
    """The addresses of every screen of a visit that the app has."""
    router = "document.querySelector('#app').__vue_app__.config.globalProperties.$router"
    paths = page.evaluate(f"{router}.getRoutes().map((route) => route.path)")
    return [path.replace("/visits/:id", visit) for path in paths if path.startswith("/visits/:id/")]


def open_screen(page: Page, place: str) -> None:
    """Go there as a link does, without loading the app anew."""
    page.evaluate("(to) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(to)", place)
    expect(page.locator("main").first).to_be_visible()
    page.wait_for_load_state("networkidle")


def read_as(page: Page, language: str, large: bool) -> None:
    page.evaluate(
        """async ([language, large]) => {
            const session = document.querySelector('#app').__vue_app__.config.globalProperties.$pinia._s.get('session')
            if (session.large !== large) session.toggleLarge()
            await session.chooseLanguage(language)
        }""",
        [language, large],
    )
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def shut(page: Page) -> None:
    """Lock the phone as minutes in the background do."""
    page.evaluate(
        "() => document.querySelector('#app').__vue_app__.config.globalProperties.$pinia._s.get('lock').close()"
    )
    expect(page.get_by_role("heading", name="解锁")).to_be_visible()
