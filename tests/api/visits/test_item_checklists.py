"""An item's checklist in the register: written, refused by its line."""

import pytest

from backend.planning.models import Item
from tests.api.visits.onsite import CHECKLIST, OnSite


@pytest.fixture
def visit(world, api):
    return OnSite(world, api)


def test_it_is_kept_as_it_is_read(visit):
    shown = visit.api.as_(visit.bureau).get(f"/items/{visit.item.id}").json["checklist"]
    assert shown.splitlines()[0] == CHECKLIST.splitlines()[0]
    assert visit.ask("").json["checklist"] == ""


@pytest.mark.parametrize(("text", "line"), [("问题 | 也许", "第 1 行"), ("甲\n甲", "第 2 行"), ("问" * 201, "第 1 行")])
def test_a_line_that_is_no_question_is_named(visit, text, line):
    answer = visit.ask(text)
    assert answer.status_code == 422
    assert line in str(answer.json), answer.json
    assert visit.world.look(lambda tx: tx.get_one(Item, visit.item.id)).checklist.startswith("冷库温度")


def test_too_much_is_refused(visit):
    assert visit.ask("问" * 20_001).status_code == 422
    assert visit.ask("\n".join(f"第 {n} 问" for n in range(61))).status_code == 422
