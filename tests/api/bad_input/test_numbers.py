"""NaN, the infinities, and places that are not on this earth."""

from __future__ import annotations

import pytest

from backend.kernel.problems import INVALID
from tests.api.bad_input.answers import nothing_written, refused, says
from tests.arrivals import CLOCK

HERE = {"longitude": 114.8, "latitude": 30.84, "accuracy_m": 9, "datum": "wgs84"}
NO_NUMBER = ("应为普通数字", "Special numeric values (nan or infinity) are not permitted.")


def check_in(**position) -> dict:
    return {
        "enterprise": {"text": "x", "source": "typed"}, "captured_at": "2026-04-22T02:28:14Z", "clock": CLOCK,
        "officers": [], "position": {**HERE, **position},
    }  # fmt: skip


@pytest.mark.parametrize("field", ["longitude", "latitude", "accuracy_m"])
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), 1e400])
def test_what_is_no_number_is_refused_by_name(phone, world, field, number):
    with nothing_written(world):
        body = refused(phone.post("/check-ins", check_in(**{field: number})), INVALID, f"position.{field}")
    assert says(body, *NO_NUMBER)


@pytest.mark.parametrize("field", ["longitude", "latitude"])
@pytest.mark.parametrize("degrees", [181, -181, 180.0000001, 1e300])
def test_beyond_180_degrees_there_is_no_place(phone, world, field, degrees):
    with nothing_written(world):
        body = refused(phone.post("/check-ins", check_in(**{field: degrees})), INVALID, f"position.{field}")
    assert body["errors"][0]["zh"] == "数值超出范围"


@pytest.mark.parametrize(("longitude", "latitude"), [(180, 90), (-180, -90), (0, 0), (30.84, 114.8)])
def test_to_the_bounds_a_fact_is_taken_also_when_it_looks_swapped(phone, longitude, latitude):
    assert phone.post("/check-ins", check_in(longitude=longitude, latitude=latitude)).status_code == 201


@pytest.mark.parametrize(("field", "value"), [("longitude", 181), ("latitude", 91), ("latitude", -90.1)])
def test_an_enterprise_lies_on_this_earth(office, field, value):
    body = {"identifier": "91350100M000100Y43", "name": "云川", "longitude": 114.8, "latitude": 30.8, field: value}
    with nothing_written(office.world):
        refused(office.send(office.bureau, "POST", "/enterprises", body), INVALID, field)
