"""One flipped byte between the phone and the seal is kept, marked, and explained on the desk."""

from __future__ import annotations

from hashlib import sha256

import pytest
from playwright.sync_api import expect

from tests import films
from tests.browser.pages.desk import Desk
from tests.browser.test_push import an_officer_arrives_alone, signed_in
from tests.phone import Phone, over_client

pytestmark = pytest.mark.browser


def test_a_flipped_byte_is_explained_on_the_visit_page(chromium, server, shots):
    content = films.webm(4.0)
    with signed_in(server, "officer") as officer:
        inspection = an_officer_arrives_alone(officer)["inspection_id"]
        half_sent_then_flipped(server, Phone(over_client(officer)), inspection, content)

    bureau = Desk(chromium, server, server.account("bureau"))
    bureau.open_visit(inspection)
    note = bureau.page.locator("section[data-code=HASH_MISMATCH]")
    expect(note).to_contain_text(sha256(content).hexdigest(), timeout=60_000)  # the page hears of the seal by itself
    bureau.page.screenshot(path=shots / "mismatch.png", full_page=True)
    bureau.close()


def half_sent_then_flipped(server, phone: Phone, inspection: str, content: bytes) -> None:
    media = phone.declare(inspection).json["media_id"]
    phone.segment(media, 0, content, duration_ms=4000, final=True)
    location = phone.begin(media, content).headers["Location"]
    half = len(content) // 2
    assert phone.patch(location, 0, content[:half]).offset == half
    flip_a_byte(server.data_dir / "staging", content[:half])
    assert phone.patch(location, half, content[half:]).status == 204


def flip_a_byte(staging, start: bytes) -> None:
    """Find the growing file that holds these bytes and change one."""
    (grown,) = [path for path in staging.rglob("*") if path.is_file() and path.read_bytes() == start]
    with grown.open("r+b") as file:
        file.seek(1234)
        byte = file.read(1)[0]
        file.seek(1234)
        file.write(bytes([byte ^ 1]))
