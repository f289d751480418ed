"""Amber for doubt; red only for what is forged, ended, suspended or expired (B-94)."""

import re
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from backend.certificates import codes, keyring
from backend.certificates.models import SigningKey, VisitCode
from backend.certificates.short_codes import spoken
from backend.identity.models import Device
from backend.policy.sentences import both
from tests.api.coded_visit import CLEAN, MIDNIGHT, coded_visit
from tests.api.pages import colour, headline, number
from tests.api.pages import get as get
from tests.api.pages import visit as visit

# --- amber ---


@pytest.mark.parametrize(("age", "expected"), [(0, "ok"), (60, "ok"), (75, "warn"), (200, "warn"), (86_400, "warn")])
def test_an_old_step_is_amber_never_red(visit, get, age, expected):
    page = get(f"/I/{visit.live(visit.now - timedelta(seconds=age))}")

    assert colour(page) == expected
    assert ("码已过期，请对方刷新" in page.text) == (expected == "warn")


def test_an_old_step_says_how_old_and_shows_no_photo(visit, get):
    page = get(f"/I/{visit.live(visit.now - timedelta(seconds=200))}").text

    assert "这个码是3 分 30 秒前的" in page
    assert "<img" not in page


def test_a_step_ahead_of_our_clock_is_amber(visit, get):
    assert colour(get(f"/I/{visit.live(visit.now + timedelta(seconds=15))}")) == "ok"
    page = get(f"/I/{visit.live(visit.now + timedelta(seconds=45))}")
    assert colour(page) == "warn"
    assert "手机时间未校准" in page.text


def test_a_printed_code_proves_the_visit_not_the_bearer(visit, get):
    page = get(f"/I/{visit.printed}")
    assert (colour(page), number(page)) == ("warn", None)
    assert "固定码" in page.text

    card = get(f"/C/{visit.printed_card}")
    assert (colour(card), number(card)) == ("warn", None)
    assert "此码只证明证件真实有效，请核对照片，或要求出示动态码" in card.text


def test_a_visit_with_a_broken_rule_is_amber_and_says_which(world, get):
    facts = {"day": "2026-04-22", "unit": "year", "counted": 3, "most": 2, "next_slot": "—"}
    finding = {"code": "CAP_REACHED", "severity": "violation", "sentence": both("CAP_REACHED", facts)}
    hidden = {"code": "OFF_SITE", "severity": "review", "sentence": {"zh": "签到点距登记地址", "en": "off site"}}
    over = coded_visit(world, verdict=CLEAN | {"findings": [finding, hidden]})

    page = get(f"/I/{over.live()}")

    assert (colour(page), headline(page)) == ("warn", "已登记，但有异常")
    assert "第 3 次，上限 2 次" in page.text
    assert "签到点" not in page.text


def test_the_verdict_of_the_arrival_replaces_that_of_the_plan(visit, get):
    finding = {
        "code": "UNDER_STAFFED",
        "severity": "alert",
        "sentence": both("UNDER_STAFFED", {"present": 1, "least": 2}),
    }
    visit.arrive(verdict=CLEAN | {"findings": [finding]})

    page = get(f"/I/{visit.live()}")

    assert colour(page) == "warn"
    assert "1 人，至少要 2 人" in page.text


def test_a_visit_of_tomorrow_is_amber(visit, get):
    visit.world.clock.advance(hours=-12)

    page = get(f"/I/{visit.live()}")

    assert (colour(page), headline(page)) == ("warn", "已登记，还没到日期")


@pytest.mark.parametrize(("seconds", "expected"), [(-1, "warn"), (0, "ok")])
def test_the_day_of_a_visit_begins_at_its_midnight(visit, get, seconds, expected):
    visit.world.clock.moment = MIDNIGHT + timedelta(seconds=seconds)

    assert colour(get(f"/I/{visit.live()}")) == expected


# --- red ---


@pytest.mark.parametrize("state", ["suspended", "cancelled", "recalled", "revoked", "lost"])
def test_a_colleague_without_a_valid_card_makes_the_visit_red(visit, get, state):
    visit.world.card_state(visit.officers[1].card, state, since=visit.now - timedelta(hours=1))

    page = get(f"/I/{visit.live()}")

    assert colour(page) == "bad"
    assert "林小禾" in page.text
    assert "您有权拒绝检查" in page.text
    assert "12345" in page.text


def test_a_withdrawn_code_is_red(visit, get):
    visit.change(VisitCode, visit.code.id, cancelled_at=visit.now)

    assert headline(get(f"/I/{visit.live()}")) == "这次检查已取消"


def test_a_visit_that_runs_past_midnight_stays_valid_until_it_ends(visit, get):
    visit.world.clock.moment = MIDNIGHT + timedelta(hours=23)
    visit.arrive(verdict=CLEAN)
    visit.world.clock.advance(hours=2)
    assert colour(get(f"/I/{visit.live()}")) == "ok"

    visit.leave()

    assert headline(get(f"/I/{visit.live()}")) == "检查码已失效"


def test_a_phone_that_is_not_on_the_visit_proves_nothing(visit, get, world):
    stranger = coded_visit(world).officers[0]

    code = stranger.live(codes.Subject.VISIT, visit.code.code_id, visit.now)
    card = stranger.live(codes.Subject.CARD, visit.officers[0].card.code_id, visit.now)

    assert headline(get(f"/I/{code}")) == headline(get(f"/C/{card}")) == "不是有效的码"


def test_a_revoked_phone_proves_nothing(visit, get):
    """B-93: a code is shown by a phone that may show it, or it is none."""
    device = visit.world.look(lambda tx: tx.query(Device).filter_by(person_id=visit.officers[0].who.person.id).one())
    visit.change(Device, device.id, revoked_at=visit.now)

    assert headline(get(f"/I/{visit.live()}")) == "不是有效的码"


def test_a_revoked_key_of_the_bureau_ends_all_that_it_signed(visit, get):
    kid = codes.parse(visit.code.cose).kid
    visit.change(SigningKey, kid, revoked_at=visit.now)

    assert {headline(get(f"/I/{code}")) for code in (visit.live(), visit.printed, spoken(visit.code.short_code))} == {
        "不是有效的码"
    }


def test_a_key_of_another_region_proves_nothing_here(visit, get, world):
    """Wrong region is red."""
    world.other_region()
    folder = world.settings.data_dir / "keys"
    with world.sessions() as tx:
        keyring.init_keys(tx, folder, "420116", visit.now)
        key = keyring.code_key(tx, folder, "420116", visit.now)
        tx.commit()
    payload = codes.parse(visit.code.cose).payload
    visit.change(VisitCode, visit.code.id, cose=codes.sign(payload, key))

    assert headline(get(f"/I/{visit.live()}")) == "不是有效的码"


def test_a_code_signed_by_nobody_we_know_is_red(visit, get):
    payload = codes.parse(visit.code.cose).payload

    assert (
        headline(get(f"/I/{codes.to_text(codes.sign(payload, ec.generate_private_key(ec.SECP256R1())))}"))
        == "不是有效的码"
    )


def test_unknown_and_malformed_codes_answer_alike(visit, get):
    unknown = codes.sign(
        codes.VisitCode(bytes(12), bytes(16), visit.code.valid_from, visit.code.valid_to), visit.officers[0].phone
    )
    texts = [codes.to_text(unknown), "x", "%20", "A" * 65_536, "1" * 12, "😀", "ÄÖÜ", "a/b/c", "..%2f..%2fetc", "%00",
             visit.live()[:-1], visit.live() + "A", spoken(visit.code.short_code)[:-1]]  # fmt: skip

    answers = {get(f"/i/{text}").data.replace(f"/i/{text}".encode(), b"") for text in texts}
    bodies = {re.sub(rb"<header.*?</header>", b"", answer, flags=re.S) for answer in answers}

    assert len(bodies) == 1
    assert all(get(f"/i/{text}").status_code == 200 for text in texts)


# --- photos ---


def test_photos_leave_with_a_valid_code_only(visit, get):
    code, old = visit.live(), visit.live(visit.now - timedelta(seconds=200))

    shown = get(f"/I/{code}/photo/1")
    assert shown.mimetype == "image/jpeg"
    assert shown.data == visit.officers[1].card.photo
    assert shown.headers["Cache-Control"] == "no-store"
    assert get(f"/C/{visit.printed_card}/photo/0").data == visit.officers[0].card.photo
    for address in (f"/I/{code}/photo/2", f"/I/{old}/photo/0", f"/I/{code[:-3]}AAA/photo/0", "/i/x/photo/0",
                    f"/C/{visit.live_card()}/photo/1"):  # fmt: skip
        assert get(address).status_code == 404


def test_no_photo_of_a_suspended_officer_leaves(visit, get):
    visit.world.card_state(visit.officers[0].card, "suspended", since=visit.now)

    assert get(f"/C/{visit.live_card()}/photo/0").status_code == 404
