"""No field of any form keeps an identity number; a fact loses the number, never itself (B-102)."""

from __future__ import annotations

import pytest

from backend.inspections.models import CheckIn, Step
from tests.api.sign_in.hands import code
from tests.arrivals import CLOCK
from tests.world import valid_uscc

NUMBER = "11010519491231002X"
REFUSED = (422, "kernel.identity_number")
NOON = "2026-04-22T02:28:14Z"


@pytest.mark.parametrize("text", [NUMBER, NUMBER.lower(), f"联系人 {NUMBER}", "110105 19491231 002X"])
def test_a_form_with_one_is_refused_and_the_answer_does_not_repeat_it(api, world, text):
    head = api.as_(world.person("head", world.organ()))
    answer = head.post("/tasks", {"entry_reason": text})
    assert code(answer) == REFUSED
    assert answer.json["field"] == "entry_reason"
    assert text not in answer.text


@pytest.mark.parametrize("path", ["/enterprises", "/tasks", "/visits"])
def test_nor_is_it_searched_for(api, world, path):
    assert code(api.as_(world.person("bureau", world.organ())).get(f"{path}?q={NUMBER}")) == REFUSED


def test_deep_inside_too(api, world):
    head = api.as_(world.person("head", world.organ()))
    answer = head.post("/tasks", {"item_ids": [{"a": ["x", {"b": NUMBER}]}]})
    assert (code(answer), answer.json["field"]) == (REFUSED, "item_ids.0.a.1.b")


def test_a_credit_code_is_none(api, world):
    bureau = api.as_(world.person("bureau", world.organ()))
    assert all(bureau.get(f"/enterprises?q={valid_uscc(n)}").status_code == 200 for n in range(20))


def test_an_arrival_is_never_refused_for_it_and_never_keeps_it(api, world):
    world.rule_set()
    officer = api.as_(world.officer(world.organ()))
    body = {
        "enterprise": {"text": f"个体户 {NUMBER}", "source": "scan"}, "captured_at": NOON, "clock": CLOCK, "officers": [],
        "position_reason": f"业主 {NUMBER}",
    }  # fmt: skip
    visit = officer.post("/check-ins", body).json["inspection_id"]
    step = {"kind": "note", "at": NOON, "clock": CLOCK, "note": f"当事人 {NUMBER}"}
    assert officer.post(f"/inspections/{visit}/steps", step).status_code == 201
    arrival, note = world.look(lambda tx: (tx.query(CheckIn).one(), tx.query(Step).one()))
    assert (arrival.scanned_text, arrival.position_reason) == ("个体户 110105************", "业主 110105************")
    assert note.note == "当事人 110105************"
