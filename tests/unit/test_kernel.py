"""Settings, identifiers, places, signatures, problems: what everything else stands on."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.config import Settings, SettingsError, database_url
from backend.kernel.geo import Box, Point, distance_m, gcj02_to_wgs84
from backend.kernel.ids import uuid7
from backend.kernel.invalid import invalid_fields
from backend.kernel.problems import Problem
from backend.kernel.signing import ORDER, check_es256, key_id, load_or_make_key, public_point, sign_es256

QUIET = Problem("x.quiet", 409, "{name}：{day}在安静期。", "{name}: {day} is quiet.", rule="B-37")


@pytest.mark.parametrize("url", ["postgres://a@/b", "postgresql://a@/b", "postgresql+psycopg2://a@/b"])
def test_every_spelling_of_a_postgres_address_means_psycopg_3(url):
    assert database_url(url) == "postgresql+psycopg://a@/b"


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"DATABASE_URL": "sqlite:///x"},
        {"DATABASE_URL": "postgresql://a@/b", "PORT": "x"},
        {"DATABASE_URL": "postgresql://a@/b", "DEMO": "maybe"},
        {"DATABASE_URL": "postgresql://a@/b", "BLOB_STORE": "tape"},
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(env):
    with pytest.raises(SettingsError, match=r"\."):
        Settings.from_env(env)


def test_ids_are_version_7_and_come_in_order():
    made = [uuid7() for _ in range(1000)]
    assert {each.version for each in made} == {7}
    assert [each.int >> 80 for each in made] == sorted(each.int >> 80 for each in made)


def test_distance_between_two_known_places_is_right():
    beijing, shanghai = Point(116.4074, 39.9042), Point(121.4737, 31.2304)
    assert distance_m(beijing, shanghai) == pytest.approx(1_067_300, rel=0.005)
    assert distance_m(beijing, beijing) == 0


def test_gcj02_is_undone_to_within_a_decimetre():
    # Tiananmen in both systems, as published by converters of several map services.
    shown = Point(116.397477, 39.908692)
    assert distance_m(gcj02_to_wgs84(shown), Point(116.391234, 39.907289)) < 2.0


@pytest.mark.parametrize(("longitude", "latitude"), [(181, 0), (0, 91), (float("nan"), 0), (0, float("nan"))])
def test_a_place_outside_the_world_is_no_place(longitude, latitude):
    with pytest.raises(ValueError, match="longitude"):
        Point(longitude, latitude)


def test_a_box_holds_its_edges():
    box = Box(114, 30, 115, 31)
    assert box.holds(Point(114, 30))
    assert box.holds(Point(115, 31))
    assert not box.holds(Point(113.999, 30.5))


def test_a_key_is_made_once_and_kept_to_its_owner(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: public_point(load_or_make_key(tmp_path / "keys", "bureau")), range(8)))
    assert len(set(keys)) == 1
    assert stat.S_IMODE((tmp_path / "keys" / "bureau.pem").stat().st_mode) == 0o600
    assert len(key_id(keys[0])) == 4


def test_a_signature_has_low_s_and_its_mirror_is_refused(tmp_path):
    key = load_or_make_key(tmp_path, "k")
    point = public_point(key)
    for n in range(32):
        signature = sign_es256(key, b"visit %d" % n)
        r, s = signature[:32], int.from_bytes(signature[32:], "big")
        mirrored = r + (ORDER - s).to_bytes(32, "big")
        assert s <= ORDER // 2
        assert check_es256(point, b"visit %d" % n, signature)
        assert not check_es256(point, b"visit %d" % n, mirrored)
        assert check_es256(point, b"visit %d" % n, mirrored, low_s=False)
        assert not check_es256(point, b"another", signature)


def test_a_problem_tells_the_case_in_both_languages():
    body = QUIET(name="云川食品", day="4 月 12 日").as_data("en")
    assert body["detail"] == "云川食品: 4 月 12 日 is quiet."
    assert body["sentence"]["zh"] == "云川食品：4 月 12 日在安静期。"
    assert (body["status"], body["rule"]) == (409, "B-37")


def test_schema_errors_become_lines_with_a_path():
    lines = invalid_fields(
        {"json": {"position": {"longitude": ["Not a valid number."]}, "officers": {0: ["Unknown field."]}}}
    )
    assert lines[0] == {"field": "position.longitude", "zh": "应为数字", "en": "Not a valid number."}
    assert lines[1]["field"] == "officers.0"


@pytest.mark.parametrize("place", [(180.0, 0.0), (-180.0, -90.0), (-87.63, 41.88), (2.35, 48.86)])
def test_outside_china_gcj02_says_what_wgs84_says(place):
    assert gcj02_to_wgs84(Point(*place)) == Point(*place)
