"""What anybody sees of an installation: before it belongs to a county, and wherever that county lies."""

from __future__ import annotations

import pytest

from backend.identity.models import Organ, Region
from backend.kernel.ids import uuid7
from tests.api.setup.first_day import FirstDay, founding

YOUYU = {
    "regions": [
        {"code": "140000", "level": "province", "name": "山西省", "name_en": "Shanxi"},
        {"code": "140600", "level": "city", "name": "朔州市", "name_en": "Shuozhou"},
        {"code": "140623", "level": "county", "name": "右玉县", "name_en": "Youyu"},
    ],
    "box": {"west": 112.0, "south": 39.6, "east": 112.9, "north": 40.4},
    "bureau": {"code": "140623-SFJ", "name": "右玉县司法局", "name_en": "Youyu Justice Bureau"},
}
DOORS = ["/", "/p", "/p/lists/subjects", "/p/lists/items?on=2026-01-01"]


@pytest.fixture
def youyu(first_day: FirstDay) -> FirstDay:
    first_day.administrator()
    answer = first_day.signed_in().post("/setup/bureau", founding(**YOUYU))
    assert answer.status_code == 201, answer.json
    return first_day


@pytest.mark.parametrize("door", DOORS)
def test_before_there_is_a_bureau_every_public_page_stands(first_day, door):
    assert first_day.app.test_client().get(door).status_code == 200


def test_before_there_is_a_bureau_an_unknown_code_is_told_as_such(first_day):
    answer = first_day.app.test_client().get("/c/AAAAAAAAAAAAAAAAAAAA")

    assert answer.status_code == 200
    assert "不是有效的码" in answer.text


@pytest.mark.parametrize("door", DOORS[1:])
def test_a_county_publishes_under_its_own_name(youyu, door):
    page = youyu.app.test_client().get(door)

    assert page.status_code == 200
    assert "右玉县" in page.text


@pytest.mark.parametrize("asked", ["140600", "999999", "", "x" * 5000, "140623%00", "右玉"])
def test_a_region_that_publishes_nothing_is_as_if_it_were_not_asked(youyu, asked):
    page = youyu.app.test_client().get("/p", query_string={"region": asked})

    assert page.status_code == 200
    assert "右玉县" in page.text


def test_a_town_with_a_bureau_of_its_own_publishes_beside_its_county(youyu):
    with youyu.sessions() as tx:
        tx.add(Region(
            code="140623100", path="140000/140600/140623/140623100", parent_code="140623", level="town", name="新城镇",
            name_en="Xincheng", zone="Asia/Shanghai", scheme="uscc", demo=False, **founding(**YOUYU)["box"],
        ))  # fmt: skip
        tx.flush()
        tx.add(
            Organ(
                id=uuid7(),
                region_code="140623100",
                code="XC-SFS",
                name="新城镇司法所",
                name_en="Xincheng",
                kind="bureau",
            )
        )
        tx.commit()
    browser = youyu.app.test_client()

    assert 'href="/p?region=140623100"' in browser.get("/p").text
    page = browser.get("/p?region=140623100").text
    assert "新城镇" in page and 'href="/p/lists/items?region=140623100"' in page
    assert 'href="/p?region=140623100"' in browser.get("/p/lists/items?region=140623100").text
