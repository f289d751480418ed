"""Moments and days that no clock or calendar shows, and those that one does though they look odd."""

from __future__ import annotations

import pytest

from backend.kernel.problems import INVALID
from tests.api.bad_input.answers import nothing_written, refused, says
from tests.arrivals import CLOCK

OUTSIDE = ("时间超出 1970–2199 年", "The datetime must lie between 1970 and 2199.")
INVALID_MOMENT = ("时间格式不正确", "Not a valid datetime.")


def check_in(at: str) -> dict:
    return {"enterprise": {"text": "x", "source": "typed"}, "captured_at": at, "clock": CLOCK, "officers": []}


@pytest.mark.parametrize(
    "at", ["2026-04-22T08:13:14+05:45", "2026-04-22T16:28:14+14:00", "2026-04-21T14:28:14-12:00",
           "2026-04-22T02:28:14-00:00", "2026-04-22T02:28:14.999999Z"],
    ids=["Nepal", "Kiribati", "Baker Island", "minus zero", "microseconds"],
)  # fmt: skip
def test_any_offset_is_the_same_moment(phone, at):
    assert phone.post("/check-ins", check_in(at)).status_code == 201


NO_MOMENTS = {
    "leap second": ("2026-06-30T23:59:60Z", INVALID_MOMENT),
    "24:00:01": ("2026-04-22T24:00:01Z", INVALID_MOMENT),
    "29 February of no leap year": ("2026-02-29T00:00:00Z", INVALID_MOMENT),
    "+25:00": ("2026-04-22T02:28:14+25:00", INVALID_MOMENT),
    "+08:60": ("2026-04-22T02:28:14+08:60", INVALID_MOMENT),
    "a day": ("2026-04-22", INVALID_MOMENT),
    "a week": ("2026-W17-3T02:28:14Z", INVALID_MOMENT),
    "small letters": ("2026-04-22t02:28:14z", INVALID_MOMENT),
    "year 9999": ("9999-12-31T23:59:59Z", OUTSIDE),
    "year 1": ("0001-01-01T00:00:00Z", OUTSIDE),
    "no offset": ("2026-04-22T02:28:14", ("时间缺少时区", "The datetime needs an offset or Z.")),
}


@pytest.mark.parametrize(("at", "line"), NO_MOMENTS.values(), ids=NO_MOMENTS)
def test_what_is_no_moment_is_refused_by_name(phone, world, at, line):
    with nothing_written(world):
        body = refused(phone.post("/check-ins", check_in(at)), INVALID, "captured_at")
    assert says(body, *line)


@pytest.mark.parametrize("day", ["2024-02-29", "2000-02-29", "2096-02-29"])
def test_29_february_of_a_leap_year_is_a_day(office, day):
    assert office.api.as_(office.bureau).get(f"/visits?day={day}").status_code == 200


@pytest.mark.parametrize(
    ("day", "zh"), [("2026-02-29", "日期格式不正确"), ("2100-02-29", "日期格式不正确"), ("2026-13-01", "日期格式不正确"),
                    ("9999-12-31", "数值"), ("0001-01-01", "数值")],
)  # fmt: skip
def test_what_is_no_day_of_ours_is_refused_by_name(office, day, zh):
    body = refused(office.api.as_(office.bureau).get(f"/visits?day={day}"), INVALID, "day")
    assert body["errors"][0]["zh"].startswith(zh)
