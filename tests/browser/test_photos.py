"""A photo asked for before the camera has opened: taken as soon as it has, or said to be missing; never lost in silence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.pages.phone import Phone

pytestmark = pytest.mark.browser

AT_HOME = {"latitude": 30.8416, "longitude": 114.8013, "accuracy": 18}
SLOW_CAMERA = """() => {
    const devices = navigator.mediaDevices, ask = devices.getUserMedia.bind(devices);
    const opened = new Promise((open) => { window.__open = open });
    devices.getUserMedia = async (wanted) => {
        await opened;
        return ask(wanted);
    };
}"""


@pytest.fixture
def waiting(chromium, server) -> Iterator[Phone]:
    """A supervisor's phone whose camera opens when the test lets it, pressed too early."""
    phone = Phone(chromium, server, server.account("supervisor"), at=AT_HOME, segment_s=120)
    phone.page.get_by_role("button", name="新的观察").click()
    phone.page.evaluate(SLOW_CAMERA)
    phone.page.get_by_role("link", name="补一张照片").click()
    phone.primary("拍摄")
    expect(phone.page.get_by_text("摄像头打开后马上拍")).to_be_visible()
    yield phone
    phone.close()


def test_it_is_taken_as_soon_as_the_camera_opens(waiting):
    waiting.page.evaluate("() => window.__open()")
    expect(waiting.page.get_by_text("已拍 1 张")).to_be_visible()
    expect(waiting.page.get_by_text("摄像头打开后马上拍")).to_be_hidden()


def test_whoever_leaves_before_hears_that_there_is_none(waiting):
    waiting.page.get_by_role("button", name="返回").click()
    expect(waiting.page.get_by_text("这一张没有拍成")).to_be_visible()
    waiting.page.get_by_role("link", name="补一张照片").click()
    expect(waiting.page.get_by_text("还没有照片")).to_be_visible()


def test_whoever_stays_and_goes_later_hears_nothing(waiting):
    waiting.page.evaluate("() => window.__open()")
    expect(waiting.page.get_by_text("已拍 1 张")).to_be_visible()
    waiting.page.get_by_role("button", name="返回").click()
    expect(waiting.page.get_by_text("已拍 1 张，本机已存")).to_be_visible()
    expect(waiting.page.get_by_text("没有拍成")).to_have_count(0)
