"""B-49: a wrong check digit warns and is kept; what cannot be a code at all is refused."""

from __future__ import annotations

import pytest

from backend.enterprises.problems import NO_USCC
from tests.api.bad_input.answers import nothing_written, refused
from tests.unit.policy.test_b48_b49_identifiers import FAILING, REMAINDER_0, VALID


@pytest.fixture
def enter(office):
    def send(identifier: str):
        return office.send(
            office.bureau, "POST", "/enterprises", {"identifier": identifier, "name": "云川食品有限公司"}
        )

    return send


@pytest.mark.parametrize("code", VALID + REMAINDER_0)
def test_a_right_digit_is_kept_without_a_word(enter, code):
    made = enter(code)
    assert (made.status_code, made.json["identifier"], made.json["identifier_ok"]) == (201, code, True)


@pytest.mark.parametrize("code", FAILING)
def test_a_wrong_digit_warns_and_is_kept(enter, code):
    made = enter(code)
    assert (made.status_code, made.json["identifier"], made.json["identifier_ok"]) == (201, code, False)


@pytest.mark.parametrize(
    "text", ["91420117MA0DEM001", "91420117MA0DEM001CC", "9142O117MA0DEM001C", "示范公司", "🏭" * 18]
)
def test_what_is_no_code_is_refused_with_what_one_looks_like(office, enter, text):
    with nothing_written(office.world):
        body = refused(enter(text), NO_USCC, "identifier")
    assert body["rule"] == "B-49" and text in body["sentence"]["zh"] and text in body["sentence"]["en"]
