"""The visit itself, from the task to the departure, as the officer and the enterprise see it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser import scanning
from tests.browser.pages.phone import Phone
from tests.browser.stack import Stack
from tests.screens.album import Album
from tests.screens.public import strangers_page

PARTNER = "林小禾"


def to_the_door(phone: Phone, chromium: Browser, server: Stack, album: Album, at: dict) -> None:
    """The task, both codes, and the enterprise that scans them."""
    page = phone.page
    phone.go("/app/today")
    page.get_by_role("link", name=at["name"]).first.click()
    expect(page.get_by_role("button", name="准备出发")).to_be_visible()
    album.take(page, "officer-task")
    phone.primary("准备出发")
    expect(page.locator(".verdict")).to_contain_text(re.compile("可以出发|没有就绪"))
    album.take(page, "officer-prepare")
    page.go_back()
    phone.set_out()
    visit = scanning.scan(phone.code_pixels("检查码"))
    album.take(page, "officer-code")
    in_large_type(page, album, "officer-code-large")
    enterprise = strangers_page(chromium, server)
    enterprise.goto(visit)
    album.take(enterprise, "public-visit")
    enterprise.goto(f"{visit}?lang=en")
    album.take(enterprise, "public-visit-english")
    expect(page.locator("[data-test=match-number]")).to_be_visible()
    album.take(page, "officer-code-matched")
    enterprise.goto(scanning.scan(phone.code_pixels("证件码")))
    expect(page.get_by_role("img", name="证件码")).to_be_visible()
    album.take(page, "officer-card-code")
    enterprise.context.close()


def checked_in(phone: Phone, album: Album, at: dict, inspection: list[str]) -> None:
    page = phone.page
    page.get_by_role("tab", name="检查码").click()
    phone.primary("下一步：扫企业码")
    expect(page.get_by_role("button", name="手动输入")).to_be_visible()
    expect(page.get_by_text("正在打开摄像头")).to_be_hidden()
    album.take(page, "officer-scan")
    page.get_by_role("button", name="手动输入").click()
    page.get_by_label("统一社会信用代码").fill(at["identifier"])
    album.take(page, "officer-scan-typed")
    page.get_by_role("button", name="使用这个代码").click()
    expect(page.get_by_role("button", name=f"选{PARTNER}")).to_be_visible()
    album.take(page, "officer-check-in")
    inspection.append(phone.arrive(PARTNER))


def said(chromium: Browser, server: Stack, album: Album) -> None:
    """What the enterprise may say, and add, while the officers are there."""
    page = strangers_page(chromium, server)
    page.goto(f"{server.demo['visit_url']}/say")
    page.locator("label[for=statement]").click()
    album.take(page, "public-say")
    page.goto(f"{server.demo['visit_url']}/more")
    album.take(page, "public-more")
    for language, name in (("zh", "public-own-year"), ("en", "public-own-year-english")):
        page.goto(f"{server.demo['visit_url']}/visits?lang={language}")
        album.take(page, name)
    page.context.close()


def told_and_recorded(phone: Phone, album: Album) -> None:
    page = phone.page
    expect(page.locator("[data-test=notice_delivered]")).to_be_visible()
    visit = page.url.split("/visits/")[1].split("/")[0]
    for step in ("notice_delivered", "rights_told"):
        page.locator(f"[data-test={step}]").click()
    album.take(page, "officer-notice")
    for name, way in (("officer-recusal", "recusal"), ("officer-along", "along"), ("officer-early", "early")):
        phone.go(f"/app/visits/{visit}/{way}")
        expect(page.locator("main").first).to_be_visible()
        album.take(page, name)
    page.get_by_text("中途终止", exact=True).click()
    album.take(page, "officer-early-chosen")
    phone.go(f"/app/visits/{visit}/codeless")
    page.get_by_text("网络或系统故障", exact=True).click()
    album.take(page, "officer-no-code")
    phone.go(f"/app/visits/{visit}/ground")
    page.get_by_label("事由", exact=True).select_option("licence")
    album.take(page, "officer-ground")
    phone.go(f"/app/visits/{visit}/notice")
    page.locator("[data-test=recording_announced]").click()
    phone.primary("开始录制")
    expect(page.get_by_role("button", name="结束录制")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("第 2 段")).to_be_visible(timeout=60_000)
    album.take(page, "officer-record")
    page.get_by_role("link", name="拍照").click()
    page.get_by_label("说明").fill("原料库货架")
    phone.primary("拍摄")
    expect(page.get_by_text("已拍 1 张")).to_be_visible()
    album.take(page, "officer-photo")
    page.go_back()


def written(phone: Phone, album: Album) -> None:
    """The checklist and the record as they are being filled in, and the record before its signatures."""
    page = phone.page
    phone.stop_recording()
    page.wait_for_url("**/result")
    visit = page.url.split("/visits/")[1].split("/")[0]
    phone.go(f"/app/visits/{visit}/checklist")
    for answer in page.get_by_text("符合", exact=True).all()[:2]:
        answer.click()
    page.evaluate("() => scrollTo(0, 0)")
    album.take(page, "officer-checklist")
    phone.go(f"/app/visits/{visit}/write")
    page.get_by_label("检查情况").fill("查看原料库和进货台账，货架分区清楚，未发现过期原料。")
    page.get_by_label("被检查单位的意见").fill("无意见")
    page.get_by_label("现场人员姓名").fill("吴店长")
    page.evaluate("() => scrollTo(0, 0)")
    album.take(page, "officer-written")
    phone.primary("交当事人核对")
    page.wait_for_url("**/sign")
    album.take(page, "officer-sign")
    page.locator(".foot [data-test=sign]").click()
    page.locator("[data-test=other]").click()
    album.take(page, "officer-sign-other")


def ended(phone: Phone, album: Album) -> None:
    page = phone.page
    phone.go(page.url.rsplit("/", 1)[0] + "/result")
    expect(page.get_by_role("button", name="未发现问题")).to_be_visible()
    album.take(page, "officer-result")
    page.get_by_role("button", name="未发现问题").click()
    page.get_by_label("情况说明").fill("查看库房与进货台账，未发现过期原料")
    phone.primary("完成并提交")
    expect(page.get_by_role("button", name="确认离场")).to_be_visible()
    album.take(page, "officer-check-out")
    phone.leave()


def in_large_type(page: Page, album: Album, name: str) -> None:
    page.evaluate("() => document.documentElement.dataset.size = 'large'")
    album.take(page, name)
    page.evaluate("() => document.documentElement.dataset.size = 'normal'")
