"""Who reads the record leaves lines too; they can be folded away, and nobody copies the record page by page."""

from __future__ import annotations

import pytest

from backend.audit.api import PAGES


@pytest.fixture
def bureau(world):
    return world.person("bureau", world.organ("示范区司法局", kind="bureau"), "秦守正")


def actions(answer):
    return [each["action"] for each in answer.json["items"]]


def test_ones_own_looks_at_the_record_are_left_out_where_that_is_asked_and_stay_on_record(api, world, bureau, clock):
    other = world.person("bureau", world.organ(kind="bureau"))
    for who in (bureau, other):
        api.as_(who).get("/audit?q=x")
        api.as_(who).get("/inbox")
    mine = api.as_(bureau)

    folded = mine.get("/audit?own=hide")

    assert sorted(actions(folded)) == ["audit.see", "inbox.see", "inbox.see"]
    assert folded.json["total"] == 3
    assert {each["person"]["id"] for each in folded.json["items"] if each["action"] == "audit.see"} == {
        str(other.person.id)
    }
    clock.advance(minutes=1)
    assert actions(mine.get("/audit")).count("audit.see") == 2
    assert mine.get("/audit?own=perhaps").status_code == 422


def test_a_session_turns_so_many_pages_an_hour_and_then_waits(api, world, bureau, clock):
    mine, other = api.as_(bureau), world.person("bureau", world.organ(kind="bureau"))
    for _ in range(PAGES.most - 1):
        assert mine.get("/audit?page_size=1").status_code == 200
    assert mine.get("/audit?page=x").status_code == 422  # what could not be read showed nothing
    assert mine.get("/audit?page_size=1").status_code == 200

    waits = mine.get("/audit?page_size=1")

    assert (waits.status_code, waits.headers["Retry-After"]) == (429, "3600")
    assert api.as_(other).get("/audit").status_code == 200
    clock.advance(hours=1)
    assert mine.get("/audit").status_code == 200
