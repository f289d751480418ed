"""What the officer's camera reads at the door: a licence (any text with a valid USCC), another enterprise's, a partner's card."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser import clip, scanning
from tests.browser.conftest import launch
from tests.browser.pages.phone import Phone
from tests.browser.test_one_visit import base32

pytestmark = pytest.mark.browser
SIDE = 330
"""Pixels of the code in a picture 480 high: it lies in the middle 70 % that the app looks at."""
TOWN = {"longitude": 114.80, "latitude": 30.84, "accuracy": 18}


def write_code(path: Path, words: str) -> Path:
    """A second of a QR code held before the camera, on white paper."""
    drawn = qrcode.make(words, border=4).convert("RGB").resize((SIDE, SIDE))
    frame = Image.new("RGB", (clip.WIDTH, clip.HEIGHT), "white")
    frame.paste(drawn, ((clip.WIDTH - SIDE) // 2, (clip.HEIGHT - SIDE) // 2))
    out = io.BytesIO()
    frame.save(out, "JPEG", quality=90)
    path.write_bytes(out.getvalue() * clip.FPS)
    return path


@contextmanager
def officer_who_sees(playwright, server, path: Path, words: str) -> Iterator[Phone]:
    """The officer of the demo's visit of today, at its code screen, with this code before the camera."""
    browser = launch(playwright, write_code(path, words))
    phone = Phone(browser, server, server.account("officer"), at=TOWN, segment_s=8)
    phone.open_task(server.demo["enterprise"]["name"])
    phone.go(phone.page.url.replace("/code", "/scan"))
    yield phone
    phone.close()
    browser.close()


def test_any_text_with_the_enterprises_uscc_counts(playwright, server, tmp_path):
    licence = f"https://www.gsxt.gov.cn/licence?uniscid={server.demo['enterprise']['uscc']}&v=2"
    with officer_who_sees(playwright, server, tmp_path / "licence.mjpeg", licence) as phone:
        expect(phone.page.get_by_text("与扫到的营业执照一致")).to_be_visible(timeout=40_000)
        expect(phone.page.get_by_role("button", name="确认到场")).to_be_visible()


def test_another_enterprise_stops_and_asks(playwright, server, tmp_path):
    with officer_who_sees(playwright, server, tmp_path / "other.mjpeg", "91420117MA0DEM0170") as phone:
        expect(phone.page.get_by_text("与任务企业不符", exact=True)).to_be_visible(timeout=40_000)
        expect(phone.page.get_by_role("button", name="重新扫码")).to_be_visible()


def test_the_partners_card_makes_two(playwright, server, rows, tmp_path):
    with rows.connect() as look:
        cose = look.execute(text("SELECT cose FROM card WHERE holder_name = '林小禾'")).scalar_one()
    url = f"{server.base}/C/{base32(cose)}".upper()
    with officer_who_sees(playwright, server, tmp_path / "card.mjpeg", url) as phone:
        phone.go(phone.page.url.replace("/scan", "/partner"))
        expect(phone.page.get_by_text("已扫码")).to_be_visible(timeout=40_000)
        expect(phone.page.get_by_text("林小禾")).to_be_visible()


def test_a_card_scanned_just_before_its_code_is_put_away_was_shown(chromium, server):
    phone = Phone(chromium, server, server.account("officer"), at=TOWN, segment_s=8)
    phone.open_task(server.demo["enterprise"]["name"])
    card = scanning.scan(phone.code_pixels("证件码"))
    asked = "**/api/v1/cards/*/scan"
    phone.page.route(asked, lambda route: route.abort())  # the phone's questions come too early or not through
    reader = chromium.new_page(base_url=server.base)
    assert reader.goto(card).status == 200

    phone.page.unroute(asked)
    phone.page.get_by_role("tab", name="检查码").click()

    expect(phone.page.locator(".foot").get_by_role("button", name="下一步：扫企业码")).to_be_visible()
    reader.close()
    phone.close()
