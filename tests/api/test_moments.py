"""Moments and offsets that cannot be reckoned with are malformed everywhere: 422 that names the field, never 500 (B-01, B-02)."""

from __future__ import annotations

import pytest

from backend.inspections.states import STEPS
from backend.kernel.ids import uuid7
from tests.api.desk import NEVER_QUIET, Desk

BAD_MOMENTS = [
    "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z", "2199-12-31T00:00:01Z",
    "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "2026-04-22T10:00:00", "", "now", 0, 1e300, True, [], {},
]  # fmt: skip
BAD_SPANS = [1e300, -1e300, 8e15, "1" * 400, "NaN", "Infinity", "soon", [], {}]
GOOD_MOMENTS = [
    "1970-01-01T00:00:00Z",
    "1970-01-01T08:00:00+08:00",
    "2026-04-22T02:28:00.123456Z",
    "2199-12-31T00:00:00Z",
]
GOOD_SPANS = [0, -1, 0.5, 7.9e12, -7.9e12]
CLOCK = {"wall": "2026-04-22T02:28:00Z", "mono_ms": 1, "boot": "b1", "offset_ms": 0, "quality": "synced"}
NOW = "2026-04-22T02:28:00Z"


def position(**changes):
    return {"longitude": 114.8, "latitude": 30.84, "accuracy_m": 9, "datum": "wgs84", "fix_at": NOW, **changes}


SHEET = {
    "at": NOW, "clock": CLOCK, "position": position(), "answers": {str(n): "yes" for n in range(1, 13)}, "text": "",
    "enterprise_text": "云川食品",
}  # fmt: skip
MEDIUM = {"kind": "photo", "mime": "image/jpeg", "started_at": NOW, "clock": CLOCK, "position": position()}
SEGMENT = {
    "n": 0, "bytes": 1, "sha256": "0" * 64, "prev": "0" * 64, "link": "0" * 64, "started_at": NOW, "duration_ms": 1,
    "gap_ms": 0, "final": True,
}  # fmt: skip
FORMS = {
    "check-in": ("captured_at", "clock.wall", "clock.offset_ms", "clock.mono_ms", "position.fix_at"),
    "step": ("at", "clock.wall", "clock.offset_ms", "clock.mono_ms", "position.fix_at"),
    "result": ("at",),
    "check-out": ("captured_at", "clock.wall", "clock.offset_ms", "clock.mono_ms", "position.fix_at"),
    "medium": ("started_at", "clock.wall", "clock.offset_ms", "clock.mono_ms", "position.fix_at"),
    "segment": ("started_at",),
    "observation": ("at", "clock.wall", "clock.offset_ms", "clock.mono_ms", "position.fix_at"),
}
FIELDS = [(form, field) for form, fields in FORMS.items() for field in fields]


class Visit:
    """A visit that has begun, with a recording, and every form that tells a moment."""

    def __init__(self, desk):
        self.desk, self.id, self.medium = desk, uuid7(), uuid7()
        assert desk.check_in(None, key=self.id).status_code == 201
        recording = {**MEDIUM, "kind": "recording", "mime": "video/webm"}
        assert self.officer.post(f"/inspections/{self.id}/media", recording, key=self.medium).status_code == 201
        self.supervisor = desk.api.as_(desk.world.person("supervisor", desk.bureau_organ))

    @property
    def officer(self):
        return self.desk.api.as_(self.desk.zhou)

    def send(self, form, field, value):
        who, path, body = {
            "check-in": (self.officer, "/check-ins", {**self.desk.arrival(), "clock": CLOCK, "position": position()}),
            "step": (self.officer, f"/inspections/{self.id}/steps",
                     {"kind": STEPS[0], "at": NOW, "clock": CLOCK, "position": position()}),
            "result": (self.officer, f"/inspections/{self.id}/result", {"outcome": "none_found", "at": NOW}),
            "check-out": (self.officer, f"/inspections/{self.id}/check-out",
                          {"captured_at": NOW, "clock": CLOCK, "position": position()}),
            "medium": (self.officer, f"/inspections/{self.id}/media", MEDIUM),
            "segment": (self.officer, f"/media/{self.medium}/segments", SEGMENT),
            "observation": (self.supervisor, "/observations", SHEET),
        }[form]  # fmt: skip
        outer, _, inner = field.partition(".")
        return who.post(path, {**body, outer: {**body[outer], inner: value} if inner else value})


@pytest.fixture
def visit(world, api):
    return Visit(Desk(world, api, NEVER_QUIET))


def is_span(field):
    return field.endswith("_ms")


@pytest.mark.parametrize(("form", "field"), FIELDS)
def test_what_cannot_be_reckoned_with_is_malformed(visit, form, field):
    for value in BAD_SPANS if is_span(field) else BAD_MOMENTS:
        refused = visit.send(form, field, value)
        assert refused.status_code == 422, (value, refused.json)
        assert [each["field"] for each in refused.json["errors"]] == [field], value
        assert refused.json["errors"][0]["zh"] and refused.json["errors"][0]["en"]


@pytest.mark.parametrize(("form", "field"), FIELDS)
def test_what_can_be_is_taken_to_its_bounds(visit, form, field):
    for value in GOOD_SPANS if is_span(field) else GOOD_MOMENTS:
        taken = visit.send(form, field, value)
        assert taken.status_code in (201, 409), (value, taken.json)  # 409: there is a result, a departure already


@pytest.mark.parametrize(
    ("form", "field", "value", "zh"),
    [("check-in", "captured_at", "9999-12-31T23:59:59Z", "时间超出 1970–2199 年"), ("check-in", "clock.offset_ms", 1e300, "数值超出范围"),
     ("medium", "started_at", "2026-04-22T10:00:00", "时间缺少时区")],
)  # fmt: skip
def test_the_line_says_what_is_wrong(visit, form, field, value, zh):
    assert visit.send(form, field, value).json["errors"][0]["zh"] == zh
