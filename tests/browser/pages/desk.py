"""The bureau's and departments' desk in the words of its screens."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Browser, Page, expect

from tests.browser.stack import Stack

WIDE = {"width": 1440, "height": 900}


class Desk:
    """Somebody at /desk."""

    def __init__(self, browser: Browser, server: Stack, account: dict[str, str]):
        self.context = browser.new_context(base_url=server.base, viewport=WIDE, locale="zh-CN")
        self.page: Page = self.context.new_page()
        self.page.goto("/desk/")
        self.page.locator("#login").fill(account["login"])
        self.page.locator("#password").fill(account["password"])
        self.page.get_by_role("button", name="登录").click()
        self.accept_notice_once()
        home = "人员" if account["role"] == "admin" else "态势地图"
        expect(self.page.get_by_role("heading", name=home)).to_be_visible()

    def accept_notice_once(self) -> None:
        """Whoever signs in for the first time is given the privacy notice."""
        self.page.wait_for_url(lambda url: "/desk/login" not in url)
        if "/first/notice" in self.page.url:
            expect(self.page.get_by_role("heading", name="谁能看到")).to_be_visible()
            self.page.get_by_role("button", name="已阅读，继续").click()

    def plan(self, enterprise: str, officers: list[str], day: date) -> None:
        """Fill the form for a visit and send it."""
        page = self.page
        page.goto("/desk/plan/new")
        page.get_by_placeholder("输入名称或统一代码").fill(enterprise)
        page.get_by_role("listbox").get_by_role("option").first.click()
        page.locator("#planned_on").fill(day.isoformat())
        page.locator("#planned_on").press("Enter")
        for name in officers:
            page.get_by_test_id("officers").get_by_text(name, exact=True).click()
        page.get_by_test_id("items").get_by_role("checkbox").first.check()
        page.get_by_label("入企理由").fill("核实群众反映的过期原料线索，须现场查看库房")
        page.get_by_role("button", name="提交审批").click()

    def ask_for_an_exception(self, ground: str, evidence: str) -> None:
        """After a refusal: name a ground and its evidence, and send again."""
        self.page.get_by_role("button", name="按例外事由申请").click()
        self.page.locator("#ground").select_option(ground)
        self.page.locator("#evidence").fill(evidence)
        self.page.get_by_role("button", name="提交审批").click()
        expect(self.page.get_by_test_id("task-verdict")).to_be_visible()

    @property
    def task_id(self) -> str:
        return self.page.url.rsplit("/", 1)[-1]

    def approve(self, task_id: str) -> None:
        self.page.goto(f"/desk/plan/{task_id}")
        self.page.get_by_role("button", name="批准").click()
        expect(self.page.get_by_test_id("decision")).to_be_hidden()

    def issue_code(self, task_id: str) -> None:
        self.page.goto(f"/desk/plan/{task_id}")
        self.page.get_by_role("button", name="发检查码").click()
        expect(self.page.get_by_test_id("short-code")).to_be_visible()

    def open_map(self) -> None:
        """The map with its tiles drawn."""
        self.page.goto("/desk/")
        drawn = "() => { const map = window.__liangmaMap; return !!map && map.loaded() && !!map.getLayer('visits'); }"
        self.page.wait_for_function(drawn, timeout=60_000)

    def wait_for_pin(self, inspection_id: str, longitude: float, latitude: float, within_ms: int) -> str:
        """Wait until MapLibre has drawn this visit at this place; returns its mark."""
        found = self.page.wait_for_function(
            """([id, lon, lat]) => {
                const map = window.__liangmaMap, {x, y} = map.project([lon, lat]);
                const hits = map.queryRenderedFeatures([[x - 3, y - 3], [x + 3, y + 3]], {layers: ['visits']});
                return hits.find((hit) => hit.properties.id === id)?.properties.mark;
            }""",
            arg=[inspection_id, longitude, latitude],
            timeout=within_ms,
            polling=50,
        )
        return found.json_value()

    def open_visit(self, inspection_id: str) -> None:
        self.page.goto(f"/desk/visits/{inspection_id}")
        expect(self.page.get_by_test_id("verdict")).to_be_visible()

    def play(self, purpose: str) -> None:
        """Say why, and start the recording."""
        self.page.get_by_label("先写明调阅事由").fill(purpose)
        self.page.get_by_role("button", name="填写事由并播放").click()
        self.page.wait_for_function("() => document.querySelector('video')?.readyState >= 2", timeout=30_000)

    def picture_at(self, share: float) -> list[int]:
        """The grey picture (160×120) that the player shows after seeking to this share of the recording."""
        return self.page.evaluate(
            """async (share) => {
                const video = document.querySelector('video');
                video.pause();
                const seeked = new Promise((done) => video.addEventListener('seeked', done, {once: true}));
                video.currentTime = video.duration * share;
                await seeked;
                await new Promise((done) => video.requestVideoFrameCallback ? setTimeout(done, 300) : done());
                const canvas = new OffscreenCanvas(160, 120), pen = canvas.getContext('2d');
                pen.drawImage(video, 0, 0, 160, 120);
                const {data} = pen.getImageData(0, 0, 160, 120);
                return Array.from({length: 160 * 120}, (_, n) => data[4 * n]);
            }""",
            share,
        )

    def close(self) -> None:
        self.context.close()
