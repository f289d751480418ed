"""From nothing to the first visit: what each step waits for, and which organ is the nearest to it (B-07, B-10, B-15)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from backend.setup.standing import OrganStanding, Standing
from backend.setup.steps import steps

ROLES = frozenset({"department", "head", "officer"})
ORGAN = OrganStanding(
    UUID(int=1), "示范区市场监督管理局", published=True, items=1, unpublished_items=0, officers=2, planners=1, heads=1,
    accounts=ROLES, valid_cards=2,
)  # fmt: skip
READY = Standing(
    "420117", "示范区", "Model District", "示范区司法局", keys=True, rules=True, organ=ORGAN, enterprises=True,
    visited=False,
)  # fmt: skip


def missing(it: Standing | None) -> dict[str, str]:
    """Code of each step that waits, and what it says."""
    return {each.code: each.missing.zh for each in steps(it) if each.missing}


def without(**changes: object) -> Standing:
    return replace(READY, organ=replace(ORGAN, **changes))


def test_where_everything_stands_no_step_waits_and_each_says_what_was_made():
    assert missing(READY) == {}
    assert all(each.done and each.made and each.made.zh and each.made.en for each in steps(READY))


@pytest.mark.parametrize(
    ("it", "waits", "said"),
    [
        (replace(READY, keys=False), "bureau", "密钥"), (replace(READY, rules=False), "rules", "规则"),
        (replace(READY, enterprises=False), "enterprise", "企业"),
        (without(published=False), "department", "还没有公布为检查主体"),
        (without(items=0), "items", "还没有检查事项"), (without(items=0, unpublished_items=3), "items", "3 项检查事项还没有公布"),
        (without(planners=0), "people", "还缺经办人"), (without(heads=0), "people", "还缺负责人"),
        (without(officers=1), "people", "还缺1 名执法人员"),
        (without(accounts=ROLES - {"department"}), "accounts", "经办人还不能登录"),
        (without(accounts=ROLES - {"head"}), "accounts", "负责人还不能登录"),
        (without(accounts=ROLES - {"officer"}), "accounts", "执法人员还不能登录"),
        (without(valid_cards=1), "cards", "还缺 1 本"), (without(valid_cards=0), "cards", "还缺 2 本"),
    ],
)  # fmt: skip
def test_what_is_missing_is_the_step_that_waits_and_no_other(it, waits, said):
    assert list(missing(it)) == [waits] and said in missing(it)[waits]


@pytest.mark.parametrize(
    "further",
    [
        {"published": False}, {"items": 0}, {"officers": 1}, {"planners": 0}, {"heads": 0},
        {"accounts": ROLES - {"head"}},
    ],
)  # fmt: skip
def test_the_organ_that_lacks_something_is_further_from_its_first_visit(further):
    assert replace(ORGAN, **further).progress < ORGAN.progress
