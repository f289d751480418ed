"""How an enterprise is found: by one character of its name or more, by pinyin, or by how its identifier begins."""

from __future__ import annotations

from typing import Any

import pytest

from backend.enterprises import queries
from tests.api.registers.office import Office

CLOUD, SEA = "示范区云川食品有限公司", "海门化工厂 A 座"


@pytest.fixture
def found(office: Office) -> Any:
    """The names that a search finds, in their order."""
    office.world.enterprise(CLOUD)
    office.world.enterprise(SEA)

    def search(q: str, **extra: int) -> list[str]:
        answer = office.api.as_(office.bureau).get("/enterprises", query_string={"q": q, **extra})
        return [each["name"] for each in answer.json["items"]]

    return search


@pytest.mark.parametrize("q", ["云", "云川", "川食品", "示范区云川食品有限公司", "yc", "yunchuan", "sfqyc"])
def test_any_part_of_a_name_or_of_its_pinyin_finds_it(found: Any, q: str) -> None:
    assert found(q) == [CLOUD]


@pytest.mark.parametrize("q", ["川云", "云品", "鑫", "云川化工", "%", "_", "A座"])
def test_what_does_not_stand_together_in_a_name_finds_nothing(found: Any, q: str) -> None:
    assert found(q) == []


def test_a_pair_of_a_letter_and_a_space_counts_like_characters(found: Any) -> None:
    assert found("A 座") == [SEA]
    assert found(" 座") == [SEA]


def test_the_second_page_goes_on_where_the_first_ended(found: Any, office: Office) -> None:
    office.world.enterprise("云上物流")
    assert found("云", page_size=1) + found("云", page_size=1, page=2) == [CLOUD, "云上物流"]
    assert found("云", page_size=1, page=3) == []


def test_a_search_that_stops_counting_says_so(found: Any, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_HITS", 1)
    see = office.api.as_(office.bureau).get
    assert see("/enterprises?q=厂").json["total_capped"] is True
    assert see("/enterprises?q=鑫").json["total_capped"] is False
    whole = see("/enterprises").json
    assert (whole["total"], whole["total_capped"]) == (2, False)
