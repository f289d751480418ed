"""One visit, end to end, on real parts: planned, refused, excepted, approved, coded, scanned, checked in, recorded,
sealed, rated, observed, seen on the map and played."""

from __future__ import annotations

import base64
import io
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import av
import mapbox_vector_tile
import numpy as np
import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser import clip, scanning
from tests.browser.pages.desk import Desk
from tests.browser.pages.phone import Phone

pytestmark = pytest.mark.browser

WRONG, SEEN = "进货查验记录", "4 月 18 日至 20 日没有记录"
SEGMENT_S = 8
PIN_WITHIN_MS = 3_000
NUMBER_WITHIN_MS = 3_500
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICERS = ["周明远", "林小禾"]


@pytest.fixture(scope="module")
def target(rows) -> dict:
    """A quiet enterprise of the demo that nobody visits today, with its place."""
    found = """
        SELECT e.name, e.identifier, ST_X(s.location::geometry) AS longitude, ST_Y(s.location::geometry) AS latitude
        FROM enterprise e JOIN site s ON s.enterprise_id = e.id
        WHERE 'always_quiet' = ANY(e.classes) AND s.location IS NOT NULL
          AND NOT EXISTS (SELECT FROM task t WHERE t.enterprise_id = e.id)
          AND NOT EXISTS (SELECT FROM inspection i WHERE i.enterprise_id = e.id)
        ORDER BY e.identifier LIMIT 1
    """
    with rows.connect() as look:
        return dict(look.execute(text(found)).mappings().one())


def today():
    return datetime.now(SHANGHAI).date()


def test_one_visit(chromium, server, rows, target, shots):
    task_id = planned_refused_excepted_and_approved(chromium, server, target, shots)

    place = {"longitude": target["longitude"], "latitude": target["latitude"], "accuracy": 18}
    phone = Phone(chromium, server, server.account("officer"), at=place, segment_s=SEGMENT_S)
    phone.open_task(target["name"])
    live_url = enterprise_scans_the_officers_screen(chromium, server, rows, phone, target, shots)

    bureau = Desk(chromium, server, server.account("bureau"))
    bureau.open_map()
    phone.type_enterprise(target["identifier"])
    phone.page.screenshot(path=shots / "check-in.png")
    inspection = phone.arrive(OFFICERS[1])
    mark = bureau.wait_for_pin(inspection, target["longitude"], target["latitude"], PIN_WITHIN_MS)
    assert mark == "ongoing"
    bureau.page.screenshot(path=shots / "map.png")
    a_foreign_department_sees_nothing(chromium, server, target, inspection)

    recorded_uploaded_and_left(phone, shots)
    enterprise_rates(chromium, server, rows, live_url, task_id, inspection, shots)
    supervisor_observes(chromium, server, rows, target, place, shots)

    phone.wait_until_all_is_sealed()
    phone.page.screenshot(path=shots / "outbox.png")
    the_sealed_original_is_whole(server, rows, inspection)
    the_desk_reads_what_was_written(bureau, inspection, shots)
    the_desk_plays_it_where_it_is_asked(bureau, server, rows, inspection, shots)
    phone.close()
    bureau.close()


def planned_refused_excepted_and_approved(chromium, server, target, shots) -> str:
    """Planning a quiet day is refused in words; a complaint with its number, approved by the head, gets a code."""
    desk = Desk(chromium, server, server.account("department"))
    desk.plan(target["name"], OFFICERS, today())
    refusal = desk.page.get_by_test_id("refusal")
    expect(refusal).to_contain_text("安静期")
    expect(refusal).to_contain_text("B-37")
    expect(refusal).to_contain_text(f"{today().month} 月 {today().day} 日")
    desk.page.screenshot(path=shots / "refusal.png")
    desk.ask_for_an_exception("complaint", "12345-2026-004821")
    task_id = desk.task_id

    head = Desk(chromium, server, server.account("head"))
    head.approve(task_id)
    head.close()
    desk.issue_code(task_id)
    desk.page.screenshot(path=shots / "code-issued.png")
    desk.close()
    return task_id


def enterprise_scans_the_officers_screen(chromium, server, rows, phone, target, shots) -> str:
    """Pixels to page: both codes read by two engines, checked by another library, opened without script; numbers match."""
    picture = phone.code_pixels("检查码")
    (shots / "code.png").write_bytes(picture)
    visit_url = scanning.scan(picture)
    version, kind, code_id, _step, kid = scanning.claims(scanning.cose_of(visit_url), device_point(rows), scanning.LIVE)
    assert (version, kind) == (1, 1)
    stored = one(rows, "SELECT cose, notice_hash FROM visit_code WHERE code_id = :id", id=code_id)
    printed = scanning.claims(stored.cose, bureau_point(rows), scanning.VISIT)
    assert printed[1] == code_id
    assert printed[2] == stored.notice_hash[:16]
    assert kid == one(rows, "SELECT kid FROM identity.device ORDER BY enrolled_at DESC LIMIT 1").kid

    page = without_script(chromium, server)
    page.goto(lowered(visit_url))
    expect(page.locator("body")).to_contain_text("真实有效的检查")
    expect(page.locator("body")).to_contain_text(target["name"])
    expect(page.locator("body")).not_to_contain_text("12345-2026-004821")
    both_screens_show_one_number(page, phone)
    page.screenshot(path=shots / "enterprise-visit.png", full_page=True)

    card_url = scanning.scan(phone.code_pixels("证件码"))
    card = scanning.claims(scanning.cose_of(card_url), device_point(rows), scanning.LIVE)
    assert card[:2] == [1, 2]
    stored_card = one(rows, "SELECT cose FROM card WHERE code_id = :id", id=card[2])
    assert scanning.claims(stored_card.cose, bureau_point(rows), scanning.CARD)[1] == card[2]
    page.goto(lowered(card_url))
    expect(page.locator("body")).to_contain_text("周明远")
    both_screens_show_one_number(page, phone)
    page.screenshot(path=shots / "enterprise-card.png", full_page=True)
    page.context.close()
    phone.page.get_by_role("tab", name="检查码").click()
    return visit_url


def both_screens_show_one_number(page, phone) -> None:
    number = page.locator(".num b").inner_text()
    assert 10 <= int(number) <= 99
    expect(phone.page.locator("[data-test=match-number]")).to_have_text(number, timeout=NUMBER_WITHIN_MS)


def recorded_uploaded_and_left(phone, shots) -> None:
    """Bytes leave while the recording goes on; photo, result and departure follow."""
    phone.tell_and_record()
    phone.record_until_segment_is_sent()
    phone.page.screenshot(path=shots / "record.png")
    phone.photograph("原料库货架")
    phone.fill_checklist(WRONG, SEEN, photos=2)
    phone.write_and_sign("查看库房与进货台账，缺三天记录。", "情况属实，今天补齐。", "何小满")
    phone.page.screenshot(path=shots / "record-again.png")
    phone.record_until_segment(4)
    phone.stop_recording()
    phone.file_result()
    phone.page.screenshot(path=shots / "result.png")
    phone.leave()
    phone.page.screenshot(path=shots / "check-out.png")


def enterprise_rates(chromium, server, rows, live_url, task_id, inspection, shots) -> None:
    """Three taps by the plain form; the department reads nothing, the bureau reads it."""
    page = without_script(chromium, server)
    printed = one(rows, "SELECT cose FROM visit_code WHERE task_id = :id", id=task_id).cose
    page.goto(f"{server.base}/i/{base32(printed)}")
    page.get_by_text("非常满意", exact=True).click()
    page.get_by_text("下面这些都没有发生").click()
    page.screenshot(path=shots / "rate.png", full_page=True)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("body")).to_contain_text("评价")
    page.screenshot(path=shots / "rated.png", full_page=True)
    page.context.close()

    bureau, department = (Desk(chromium, server, server.account(role)) for role in ("bureau", "department"))
    bureau.open_visit(inspection)
    expect(bureau.page.get_by_test_id("rating")).to_contain_text("非常满意")
    department.open_visit(inspection)
    expect(department.page.get_by_test_id("rating")).not_to_contain_text("非常满意")
    bureau.close()
    department.close()


def supervisor_observes(chromium, server, rows, target, place, shots) -> None:
    phone = Phone(chromium, server, server.account("supervisor"), at=place, segment_s=SEGMENT_S)
    phone.observe(target["name"])
    phone.page.screenshot(path=shots / "observation.png")
    phone.wait_until_all_is_sealed()
    phone.close()
    sheet = one(rows, "SELECT answers, position FROM observation ORDER BY received_at DESC LIMIT 1")
    assert set(sheet.answers.values()) == {"yes"}
    assert sheet.position["accuracy_m"] == 18


def a_foreign_department_sees_nothing(chromium, server, target, inspection) -> None:
    """The tile under the pin, asked for by another department, does not hold it."""
    foreign = next(each for each in server.demo["accounts"] if each["login"] == "yj-department")
    ours = next(each for each in server.demo["accounts"] if each["login"] == "sc-department")
    assert inspection in visits_in_tile(chromium, server, ours, target)
    assert inspection not in visits_in_tile(chromium, server, foreign, target)


def the_sealed_original_is_whole(server, rows, inspection) -> None:
    """Counters of every sealed segment rise without a gap of more than the declared hole; a beep per second is there."""
    numbers, beeps, seconds = [], 0, 0.0
    for item in sealed(rows, inspection):
        raw = (server.data_dir / "blobs" / item.key).read_bytes()
        found = counters(raw)
        numbers.append([number for _, number in found])
        beeps += beeps_in(raw)
        seconds += found[-1][0]
    assert len(numbers) >= 3
    for found in numbers:
        assert len(found) > SEGMENT_S
        assert found == sorted(found), "frames out of order"
        assert max(np.diff(found)) < clip.FPS, "a second of frames is missing inside a segment"
    for before, after in pairwise(numbers):
        assert after[0] - before[-1] < clip.FPS, "a hole between segments that no gap was declared for"
    assert abs(beeps - seconds) <= 0.25 * seconds + 2


def the_desk_reads_what_was_written(bureau, inspection, shots) -> None:
    """The line that was not in order with its photo, the record with three names, the order with its deadline."""
    bureau.open_visit(inspection)
    checklist, record, result = (bureau.page.get_by_test_id(name) for name in ("checklist", "record", "result"))
    first = checklist.locator("li").first
    expect(first).to_contain_text(WRONG)
    expect(first).to_contain_text(SEEN)
    expect(first.get_by_role("img")).to_have_count(1)
    expect(record).to_contain_text("情况属实，今天补齐。")
    expect(record.get_by_role("img", name="的签名")).to_have_count(3)
    expect(result).to_contain_text("责令改正")
    expect(result).to_contain_text("改正期限")
    expect(result).to_contain_text(WRONG)
    bureau.page.screenshot(path=shots / "desk-written.png", full_page=True)


def the_desk_plays_it_where_it_is_asked(bureau, server, rows, inspection, shots) -> None:
    """The player seeks by ranges; the picture at 10, 50 and 90 % is the one that the sealed originals hold for that moment."""
    ranges: list[int] = []
    bureau.page.on("response", lambda answer: ranges.append(answer.status) if "/play?" in answer.url else None)
    bureau.open_visit(inspection)
    bureau.play("核对录像与申报是否一致")
    originals = moments(server, rows, inspection)
    duration = bureau.page.evaluate("document.querySelector('video').duration")
    seen = []
    for share in (0.1, 0.5, 0.9):
        grey = np.array(bureau.picture_at(share), dtype=np.uint8).reshape(120, 160)
        number = clip.read_number(grey)
        assert number is not None, f"no counter in the picture at {share:.0%}"
        seen.append(number)
        expected = min(originals, key=lambda each: abs(each[0] - share * duration))[1]
        assert abs(number - expected) < clip.FPS, f"at {share:.0%}: frame {number}, the original has {expected}"
    assert seen == sorted(seen)
    assert 206 in ranges
    bureau.page.screenshot(path=shots / "visit.png", full_page=True)


# -- what the steps look with ------------------------------------------------------------------------------------------


def one(rows, sql: str, **values):
    with rows.connect() as look:
        return look.execute(text(sql), values).one()


def sealed(rows, inspection):
    sql = """SELECT i.key, i.segment, s.started_at FROM sealed_item i JOIN media m ON m.id = i.media_id
             JOIN segment s ON s.media_id = m.id AND s.n = i.segment
             WHERE m.inspection_id = :id AND m.kind = 'recording' ORDER BY i.segment"""
    with rows.connect() as look:
        return look.execute(text(sql), {"id": inspection}).all()


def device_point(rows) -> bytes:
    return one(rows, "SELECT public_key FROM identity.device ORDER BY enrolled_at DESC LIMIT 1").public_key


def bureau_point(rows) -> bytes:
    return one(rows, "SELECT public_key FROM signing_key WHERE purpose = 'code'").public_key


def without_script(chromium, server):
    context = chromium.new_context(
        base_url=server.base, viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="zh-CN"
    )
    return context.new_page()


def lowered(url: str) -> str:
    """Scanners hand the text on as it is; some lower the host. Routes take any letter case."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}/{path}"


def base32(cose: bytes) -> str:
    return base64.b32encode(cose).decode().rstrip("=")


def visits_in_tile(chromium, server, account, target, zoom: int = 15) -> set[str]:
    context = chromium.new_context(base_url=server.base)
    api = context.request
    signed_in = api.post("/api/v1/session", data={"login": account["login"], "password": account["password"]})
    assert signed_in.ok
    x = int((target["longitude"] + 180) / 360 * 2**zoom)
    lat = np.radians(target["latitude"])
    y = int((1 - np.log(np.tan(lat) + 1 / np.cos(lat)) / np.pi) / 2 * 2**zoom)
    answer = api.get(f"/api/v1/map/{zoom}/{x}/{y}.mvt")
    layers = mapbox_vector_tile.decode(answer.body()) if answer.status == 200 else {}
    context.close()
    return {feature["properties"]["id"] for feature in layers.get("visits", {}).get("features", [])}


def counters(raw: bytes) -> list[tuple[float, int]]:
    """(second, number) of every frame of a media file whose number can be read, in order of showing."""
    with av.open(io.BytesIO(raw)) as container:
        read = [
            (float(frame.time or 0), clip.read_number(frame.to_ndarray(format="gray")))
            for frame in container.decode(video=0)
        ]
    return [(second, number) for second, number in read if number is not None]


def moments(server, rows, inspection) -> list[tuple[float, int]]:
    """(second of the recording, number) of every frame of the sealed originals."""
    items = sealed(rows, inspection)
    return [
        ((item.started_at - items[0].started_at).total_seconds() + second, number)
        for item in items
        for second, number in counters((server.data_dir / "blobs" / item.key).read_bytes())
    ]


def beeps_in(raw: bytes) -> int:
    """How often the sound rises from silence to a beep."""
    with av.open(io.BytesIO(raw)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=8000)
        parts = [part.to_ndarray()[0] for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    loud = np.abs(np.concatenate(parts)) if parts else np.zeros(1)
    blocks = loud[: len(loud) // 400 * 400].reshape(-1, 400).max(axis=1) > 0.1
    return int(np.count_nonzero(np.diff(blocks.astype(int)) == 1)) + int(blocks[0])
