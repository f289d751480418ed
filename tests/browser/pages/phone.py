"""A phone in the field: the officer's and the supervisor's app in the words of its screens."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.stack import Stack

PHONE = {"width": 390, "height": 844}
PIN = "294175"


class Phone:
    """Somebody with /app in their hand, at a place, with a camera and a microphone that may be used."""

    def __init__(
        self, browser: Browser, server: Stack, account: dict[str, str], *, at: dict[str, float], segment_s: int
    ):
        self.context = browser.new_context(
            base_url=server.base,
            viewport=PHONE,
            has_touch=True,
            is_mobile=True,
            device_scale_factor=2,
            locale="zh-CN",
            geolocation=at,
            permissions=["geolocation", "camera", "microphone"],
        )
        self.context.add_init_script(f"localStorage.setItem('liangma.config', '{{\"segment_s\": {segment_s}}}')")
        self.page: Page = self.context.new_page()
        self.sent: list[str] = []
        self.page.on("request", lambda request: self.sent.append(f"{request.method} {request.url}"))
        self.signs, self.pin = account["role"] == "officer", PIN
        self.page.goto("/app/")
        self.sign_in(account)

    def sign_in(self, account: dict[str, str]) -> None:
        """Account and password, then what comes before the first screen: the privacy notice and an officer's PIN."""
        self.page.get_by_label("账号").fill(account["login"])
        self.page.get_by_label("密码").fill(account["password"])
        self.primary("登录")
        self.page.wait_for_url(lambda url: "/login" not in url)
        if "/first/notice" in self.page.url:
            self.accept_notice()
        if "/first/pin" in self.page.url:
            self.set_pin()

    def accept_notice(self) -> None:
        expect(self.page.get_by_role("heading", name="谁能看到")).to_be_visible()
        self.primary("已阅读，继续")
        self.page.wait_for_url(lambda url: "/first/notice" not in url)

    def set_pin(self, pin: str = PIN) -> None:
        self.pin = pin
        self.enter_pin(pin)
        expect(self.page.get_by_role("heading", name="再输入一次")).to_be_visible()
        self.enter_pin(pin)
        self.page.wait_for_url(lambda url: "/first/" not in url)

    def enter_pin(self, pin: str) -> None:
        keys = self.page.get_by_role("group", name="PIN 键盘")
        for digit in pin:
            keys.get_by_role("button", name=digit, exact=True).click()

    def unlock(self) -> None:
        expect(self.lock).to_be_visible()
        self.enter_pin(self.pin)
        expect(self.lock).to_be_hidden()

    @property
    def lock(self) -> Locator:
        return self.page.get_by_role("heading", name="解锁")

    def go(self, address: str) -> None:
        """Open an address anew; an officer's phone is locked after that."""
        self.page.goto(address)
        if self.signs:
            self.unlock()

    def primary(self, name: str) -> None:
        """Press the button of this name in the thumb zone."""
        self.page.locator(".foot, .dock").get_by_role("button", name=name).click()

    def open_task(self, enterprise: str) -> None:
        self.page.get_by_role("link", name=enterprise).click()
        self.set_out()
        expect(self.page.get_by_role("img", name="检查码")).to_be_visible()

    def set_out(self) -> None:
        """Through the self-test: on with it whatever the phone found."""
        self.primary("准备出发")
        expect(self.page.locator(".verdict")).to_contain_text(re.compile("可以出发|没有就绪"))
        anyway = self.page.get_by_role("button", name="仍然出发")
        if anyway.count():
            anyway.click()
            self.page.get_by_role("dialog").get_by_role("button", name="记下并出发").click()
        else:
            self.page.locator(".foot").get_by_role("button", name=re.compile("全部就绪|看过了，出发")).click()

    def code_pixels(self, name: str) -> bytes:
        """A picture of the whole screen while the code of this name is on it."""
        self.page.get_by_role("tab", name=name, exact=True).click()
        expect(self.page.get_by_role("img", name=name)).to_be_visible()
        self.page.wait_for_function(
            "() => [...document.images].every((image) => image.complete && image.naturalWidth > 0)"
        )
        return self.page.screenshot()

    def type_enterprise(self, code: str) -> None:
        """After both codes were scanned; their steps ticked themselves."""
        self.primary("下一步：扫企业码")
        self.page.get_by_role("button", name="手动输入").click()
        self.page.get_by_label("统一社会信用代码").fill(code)
        self.page.get_by_role("button", name="使用这个代码").click()

    def arrive(self, partner: str) -> str:
        """Check in with a partner; returns the inspection's id."""
        self.page.get_by_role("button", name=f"选{partner}").click()
        with self.page.expect_response(lambda answer: answer.url.endswith("/check-ins"), timeout=60_000) as caught:
            self.primary("确认到场")
        assert caught.value.status == 201, caught.value.text()
        return str(caught.value.json()["inspection_id"])

    def tell_and_record(self) -> None:
        for step in ("notice_delivered", "rights_told", "recording_announced"):
            self.page.locator(f"[data-test={step}]").click()
        self.primary("开始录制")
        expect(self.page.get_by_role("button", name="结束录制")).to_be_visible(timeout=20_000)

    def record_until_segment_is_sent(self) -> None:
        """Go on until bytes of a closed segment have left the phone while it still records."""
        with self.page.expect_request(
            lambda request: request.method == "PATCH" and "/uploads/" in request.url, timeout=60_000
        ):
            pass
        expect(self.page.get_by_role("button", name="结束录制")).to_be_visible()

    def record_until_segment(self, n: int) -> None:
        """Go on until segment n has begun and held for four seconds of the recorder's own clock."""
        expect(self.page.get_by_text(f"第 {n} 段")).to_be_visible(timeout=90_000)
        self.page.wait_for_function(
            """() => {
                const [h, m, s] = document.querySelector('[role=timer]').textContent.split(':').map(Number);
                const now = h * 3600 + m * 60 + s;
                window.__begun ??= now;
                return now >= window.__begun + 4;
            }""",
            timeout=60_000,
        )

    def photograph(self, caption: str) -> None:
        self.page.get_by_role("link", name="拍照").click()
        self.page.get_by_label("说明").fill(caption)
        self.primary("拍摄")
        expect(self.page.get_by_text("已拍 1 张")).to_be_visible()
        self.page.go_back()

    def fill_checklist(self, wrong: str, seen: str, *, photos: int) -> None:
        """Everything in order but one line, which gets its note and its photo, the visit's so many; back at the recorder."""
        page = self.page
        page.locator("[data-test=checklist]").click()
        expect(page.locator("section.line").first).to_be_visible()
        for line in page.locator("section.line").all():
            if wrong in line.inner_text():
                line.get_by_role("button", name="不符合").click()
                line.get_by_label("看到的情况").fill(seen)
                line.get_by_role("link", name="拍照").click()
                self.primary("拍摄")
                expect(page.get_by_text(f"已拍 {photos} 张")).to_be_visible()
                page.get_by_role("button", name="返回").click()
                expect(line.get_by_role("link", name="照片 1 张")).to_be_visible()
            elif line.get_by_role("textbox").count():
                line.get_by_role("textbox").fill("-18.5")
                line.get_by_role("textbox").blur()
            else:
                line.get_by_role("button", name="符合", exact=True).click()
        self.primary("写现场笔录")

    def write_and_sign(self, found: str, said: str, attendee: str) -> None:
        """The record, read by the attendee and signed by all three; back at the recorder."""
        page = self.page
        page.get_by_label("检查情况").fill(found)
        page.get_by_label("被检查单位的意见").fill(said)
        page.get_by_label("现场人员姓名").fill(attendee)
        self.primary("交当事人核对")
        for _ in range(3):
            page.locator(".foot [data-test=sign]").click()
            self.draw_a_name()
            page.get_by_role("button", name="确认签名").click()
            expect(page.locator("[data-test=pad]")).to_be_hidden()
        expect(page.locator(".foot [data-test=sign]")).to_have_text("签名齐了，填检查结果")
        page.get_by_role("button", name="返回").click()
        page.get_by_role("button", name="返回").click()

    def draw_a_name(self) -> None:
        """Three strokes on the pad."""
        box = self.page.locator("[data-test=pad]").bounding_box()
        assert box
        for n in range(3):
            left, top = box["x"] + 60 + 80 * n, box["y"] + box["height"] / 3
            self.page.mouse.move(left, top)
            self.page.mouse.down()
            self.page.mouse.move(left + 50, top + 60, steps=6)
            self.page.mouse.move(left + 10, top + 90, steps=6)
            self.page.mouse.up()

    def stop_recording(self) -> None:
        self.page.get_by_role("button", name="结束录制").click()
        self.page.locator(".van-dialog, [role=dialog]").get_by_role("button", name="结束录制").click()

    def file_result(self) -> None:
        """An order to correct what the checklist says, within ten working days."""
        self.page.get_by_role("button", name="责令改正").click()
        self.page.get_by_label("情况说明").fill("查看库房与进货台账，有一项不符合")
        self.page.get_by_role("button", name="10 个工作日").click()
        self.primary("完成并提交")

    def leave(self) -> None:
        self.primary("确认离场")
        self.page.wait_for_url("**/app/today", timeout=40_000)

    def wait_until_all_is_sealed(self) -> None:
        self.go("/app/outbox")
        expect(self.page.get_by_text("音像已封存")).to_be_visible(timeout=120_000)

    def observe(self, where: str) -> None:
        """A supervisor's sheet with a photo and a place."""
        page = self.page
        page.get_by_role("button", name="新的观察").click()
        page.get_by_label("看到的企业或地点").fill(where)
        page.get_by_role("button", name="附上我的位置").click()
        for n in range(1, 13):
            page.get_by_role("group", name=f"第 {n} 题的回答").get_by_role("button", name="是", exact=True).click()
        page.get_by_role("link", name="补一张照片").click()
        self.primary("拍摄")
        expect(page.get_by_text("已拍 1 张")).to_be_visible()
        page.go_back()
        self.primary("提交")
        expect(page.get_by_text("观察表已提交，本机已存")).to_be_visible()

    def close(self) -> None:
        self.context.close()
