"""The enterprise sees all along how far the ground of a visit on a quiet day is, on its page and in its year (B-42)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.api.enterprise.conftest import Enterprise
from tests.api.papers.conftest import Office
from tests.arrivals import let_followers_read

THE_12TH = datetime(2026, 5, 12, 2, 0, tzinfo=UTC)
THE_13TH = THE_12TH + timedelta(days=1)


@pytest.fixture
def office(world, api):
    return Office(world, api)


@pytest.fixture
def came(office):
    """(enterprise, visit): a task of the 22nd of April was carried out on the 12th of May, which is quiet."""
    task = office.coded()
    office.world.clock.moment = THE_12TH
    return Enterprise(office, task), office.check_in(task).json["inspection_id"]


def state(office, visit):
    body = {
        "ground": "licence",
        "evidence_id": "许字〔2026〕9号",
        "words": "店主来电，说换了门面",
        "at": THE_12TH.isoformat(),
    }
    assert office.api.as_(office.zhou).post(f"/inspections/{visit}/ground", body).status_code == 201


def answer(office, visit, decision):
    office.world.clock.moment = THE_13TH
    body = {"decision": decision, "note": "与许可科核对"}
    path = f"/inspections/{visit}/ground-decision"
    assert office.api.as_(office.bureau).post(path, body).status_code == 200


def line(enterprise, tail="", query=""):
    """The fact that stands beside 补述事由, without its marks."""
    found = re.search(
        r"<dt>(?:补述事由|Ground stated afterwards)</dt><dd>(.*?)</dd>", enterprise.page(tail, query).text
    )
    return found[1] if found else None


def everywhere(enterprise):
    assert line(enterprise) == line(enterprise, "/visits"), "its page and its year say the same"
    return line(enterprise)


def test_b42_nothing_stated_yet(office, came):
    assert everywhere(came[0]) == "检查单位还没有说明，2026 年 5 月 13 日 10:00 前可以说明"


def test_b42_nothing_stated_in_the_term(office, came):
    office.world.clock.moment = THE_13TH
    assert everywhere(came[0]) == "检查单位没有说明，期限到 2026 年 5 月 13 日 10:00 为止"


def test_b42_stated(office, came):
    enterprise, visit = came
    state(office, visit)
    assert everywhere(enterprise) == "2026 年 5 月 12 日已说明：许可核查或企业申请，等待司法局决定"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("confirmed", "司法局 2026 年 5 月 13 日确认：违反安静期"),
        ("excused", "司法局 2026 年 5 月 13 日予以谅解，违反安静期的记录不变"),
        ("reclassified", "司法局 2026 年 5 月 13 日重新归类为“许可核查或企业申请”，已重新判定"),
    ],
)
def test_b42_decided(office, came, decision, words):
    enterprise, visit = came
    state(office, visit)
    answer(office, visit, decision)
    assert everywhere(enterprise) == words


def test_b42_in_english(office, came):
    enterprise, visit = came
    state(office, visit)
    assert line(enterprise, query="?lang=en").startswith(
        "Licence examination or request of the enterprise, stated on 12 May"
    )
    answer(office, visit, "excused")
    assert "Excused by the bureau on 13 May 2026" in line(enterprise, "/visits", "?lang=en")


def test_b47_neither_number_nor_words_reach_the_enterprise(office, came):
    enterprise, visit = came
    state(office, visit)
    answer(office, visit, "confirmed")
    for page in (enterprise.page().text, enterprise.page("/visits").text):
        assert "许字" not in page and "换了门面" not in page and "与许可科核对" not in page


def test_a_visit_that_broke_nothing_says_nothing_of_it(office):
    task = office.coded()
    office.check_in(task)
    assert everywhere(Enterprise(office, task)) is None


def test_b42_reclassified_its_year_shows_the_new_verdict(office, came):
    enterprise, visit = came
    state(office, visit)
    answer(office, visit, "reclassified")
    let_followers_read(office.world, office.world.clock)
    assert "许可核查或企业申请" in enterprise.page("/visits").text
    assert "在安静期内，没有" not in enterprise.page("/visits").text


def test_b42_everybody_who_must_act_is_told(office, came, told):
    _, visit = came
    state(office, visit)
    assert "ground_stated" in told(office.bureau)
    answer(office, visit, "excused")
    assert "ground_excused" in told(office.zhou) and "ground_excused" in told(office.head)
