"""4.05, decision 9: the list of the nearest region holds; its county's only where it has none of its own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from backend.lists.models import ListEdition
from backend.planning.on_lists import _in_force

TOWN, COUNTY, CITY = "420117100", "420117", "4201"
CHAIN = (TOWN, COUNTY, CITY)


def edition(number: int, region: str, since: str, n: int = 1) -> ListEdition:
    return ListEdition(id=UUID(int=number), region_code=region, effective_from=date.fromisoformat(since), n=n)


PUBLISHED = [
    edition(1, CITY, "2026-01-01"),
    edition(2, COUNTY, "2026-02-01"),
    edition(3, COUNTY, "2026-03-01", n=2),
    edition(4, COUNTY, "2026-03-01", n=3),
    edition(5, TOWN, "2026-05-01"),
]


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        ("2025-12-31", None),
        ("2026-01-01", 1),
        ("2026-02-01", 2),
        ("2026-02-28", 2),
        ("2026-03-01", 4),
        ("2026-04-30", 4),
        ("2026-05-01", 5),
    ],
)
@pytest.mark.parametrize("order", [1, -1], ids=["as published", "the other way round"])
def test_the_nearest_list_that_has_begun_holds(day, holds, order):
    found = _in_force(PUBLISHED[::order], CHAIN, date.fromisoformat(day))

    assert found == (UUID(int=holds) if holds else None)
