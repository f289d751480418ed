"""What is adopted is whole, sound, and passes its own examples; what is not, is refused by its line (B-03, B-37)."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

import pytest

from backend.approvals.models import ApprovalRequest
from backend.policy.parameters import CapRules
from backend.policy.ruleset import RuleSet, parameters
from tests.api.lists.test_rule_sets import TO_THE_15TH, Bureau


@pytest.fixture
def bureau(world, api):
    return Bureau(world, api)


def example(**told):
    return {"name": "10 日日常检查", "arrives": "2026-05-10T09:00:00", "quiet": "VIOLATION", **told}


def test_b03_what_is_adopted_is_whole_and_two_people_agreed_to_every_value(bureau, world):
    world.rule_set()
    asked = bureau.propose(on="2026-05-10")
    (waiting,) = bureau.sets()["waiting"]
    bureau.decide(asked.json["approval_id"])

    body = bureau.rows()[-1].body
    assert {
        f"{section}.{name}" for section, values in body.items() for name in (values if isinstance(values, dict) else {})
    } >= {name for name in parameters() if "." in name}
    assert body["quiet"]["calendars"] == TO_THE_15TH["quiet"]["calendars"]
    assert body["tz"] == "Asia/Shanghai"
    assert (body, waiting["body"]) == (waiting["body"], body)


def test_b03_a_default_that_changes_later_does_not_reach_a_rule_set_that_was_adopted(bureau, monkeypatch):
    bureau.propose({}, on="2026-04-22")
    adopted = bureau.rows()[0]

    change_default(monkeypatch, CapRules, "default", 7)

    assert RuleSet.from_data("new", {}).cap.default == 7
    assert RuleSet.from_data(adopted.id, adopted.body).cap.default == 2


def change_default(monkeypatch, kind, name, value):
    """As if a later release came with another default."""
    names = [each.name for each in fields(kind)]
    factories = [n for n, each in enumerate(fields(kind)) if each.name == name]
    standing = list(kind.__init__.__defaults__)
    standing[factories[0] - (len(names) - len(standing))] = value
    monkeypatch.setattr(kind.__init__, "__defaults__", tuple(standing))


def test_b03_an_example_that_fails_stops_the_adoption_and_is_named(bureau, world):
    world.rule_set()
    refused = bureau.propose(
        on="2026-05-10", examples=[example(), example(name="16 日", arrives="2026-05-16T09:00:00")]
    )

    assert (refused.status_code, refused.json["code"]) == (422, "rulesets.example_fails"), refused.json
    assert "第 2 个样例“16 日”不通过" in refused.json["sentence"]["zh"]
    assert bureau.sets()["waiting"] == []
    assert bureau.propose(on="2026-05-10", examples=[example()]).status_code == 201


def test_b17_a_visit_without_a_published_plan_is_an_example_that_is_run_before_adoption(bureau, world):
    world.rule_set()
    case = example(quiet=None, no_plan=True, plan_published=False)
    later = {"plan": {"due": "06-30"}}

    refused = bureau.propose(later, on="2026-05-10", examples=[case])
    assert (refused.status_code, refused.json["code"]) == (422, "rulesets.example_fails"), refused.json
    asked = {"body": later, "examples": [case]}
    (told,) = bureau.api.as_(bureau.sun).post("/rule-sets/preview", asked).json["examples"]
    assert (told["passes"], told["no_plan"]) == (False, {"found": False, "sentence": None, "passes": False})

    assert bureau.propose({}, on="2026-05-10", examples=[case]).status_code == 201
    (told,) = bureau.api.as_(bureau.sun).post("/rule-sets/preview", {**asked, "body": {}}).json["examples"]
    assert (
        told["no_plan"]["passes"] and told["no_plan"]["sentence"]["zh"] == "年度检查计划到 2026 年 3 月 31 日没有公布。"
    )


def test_examples_are_kept_with_the_rule_set_and_shown_with_what_comes_of_them(bureau, world):
    made = bureau.propose(
        on="2026-04-22", examples=[example(), example(arrives="2026-05-16T09:00:00", quiet="OUT", cap="WITHIN")]
    )
    kept = bureau.api.as_(bureau.sun).get(f"/rule-sets/{made.json['rule_set']['id']}").json["examples"]

    assert [(each["passes"], each["quiet"]["code"], each["cap"]["code"]) for each in kept] == [
        (True, "VIOLATION", "WITHIN"), (True, "OUT", "WITHIN"),
    ]  # fmt: skip
    assert kept[0]["example"]["name"] == "10 日日常检查"
    assert kept[0]["quiet"]["sentence"]["zh"].startswith("2026 年 5 月 10 日在安静期内")


def test_a_preview_says_of_each_example_whether_it_passes_and_why(bureau, world):
    world.rule_set()
    asked = {"body": TO_THE_15TH, "examples": [example(arrives="2026-05-16T09:00:00")]}
    (told,) = bureau.api.as_(bureau.sun).post("/rule-sets/preview", asked).json["examples"]
    assert (told["passes"], told["quiet"]["passes"], told["cap"]["passes"]) == (False, False, True)
    assert told["quiet"]["sentence"]["zh"] == "2026 年 5 月 16 日不在安静期内（每月 1–15 日）。"


@pytest.mark.parametrize(("body", "examples", "path", "said"), [
    ({"quiet": {"calendars": [{"scope": "region", "key": "*", "type": "monthly_range", "from": 25, "to": 5}]}}, [],
     "quiet.calendars[0]", "第 1 条安静日历：25 日至 5 日，止日早于起日"),
    ({}, [example(), example(quiet="OUT")], "examples[1]", "第 2 个样例与第 1 个矛盾"),
    ({}, [example(kind="raid")], "examples[0]", "“检查类型”不能填“raid”"),
    ({}, [example(quiet=None)], "examples[0]", "第 1 个样例没有写预期结论"),
])  # fmt: skip
def test_a_bad_pack_is_refused_with_its_line_and_the_reason_in_both_languages(
    bureau, world, body, examples, path, said
):
    world.rule_set()
    preview = bureau.api.as_(bureau.sun).post("/rule-sets/preview", {"body": body, "examples": examples})
    for answer in (preview, bureau.propose(body, examples=examples)):
        assert (answer.status_code, answer.json["code"]) == (422, "rulesets.body_wrong"), answer.json
        (fault,) = answer.json["facts"]["faults"]
        assert (fault["path"], answer.json["field"]) == (path, path)
        assert said in fault["sentence"]["zh"] and said in answer.json["sentence"]["zh"] and fault["sentence"]["en"]
    assert bureau.sets()["waiting"] == []


@pytest.mark.parametrize(
    "examples",
    [
        7,
        [7],
        [{}],
        [example(name="")],
        [example(moon=1)],
        [example(evidence="yes")],
        [example(no_plan="yes")],
        [example(plan_published=None)],
        [example()] * 101,
    ],
)
def test_examples_of_another_shape_are_refused(bureau, examples):
    assert bureau.propose({}, on="2026-04-22", examples=examples).status_code == 422


def test_b03_an_example_that_fails_by_the_day_of_the_yes_stops_it_there(bureau, world):
    """As if the program judged otherwise by then: what was agreed to is tried once more."""
    world.rule_set()
    asked = bureau.propose(on="2026-05-10", examples=[example()]).json["approval_id"]
    with world.sessions() as tx:
        waiting = tx.get_one(ApprovalRequest, UUID(asked))
        waiting.subject = {**waiting.subject, "examples": [whole_example(quiet="OUT")]}
        tx.commit()

    late = bureau.decide(asked)
    assert (late.status_code, late.json["code"]) == (422, "rulesets.example_fails"), late.json
    assert len(bureau.rows()) == 1


def whole_example(**told):
    return {
        "kind": "daily", "trigger": "plan", "ground": None, "evidence": False, "approved": None, "class": None,
        "industry": None, "tier": None, "before": [], "cap": None, "plan_published": True, "no_plan": None, **example(**told),
    }  # fmt: skip


CITY_TWICE = {"level": "county", "before": ["2026-01-22"], "others": {"city": ["2026-02-23", "2026-03-25"]}}


def test_b25_a_shared_cap_that_is_wrong_is_not_adopted_where_an_example_says_what_it_must_be(bureau, world):
    """The city came twice, the county once: of four together one is left, of three none."""
    world.rule_set()
    case = example(quiet=None, cap="REACHED", **CITY_TWICE)
    four, three = ({"cap": {"default": 2, "levels": {"city+county": most}}} for most in (4, 3))

    refused = bureau.propose(four, on="2026-05-10", examples=[case])
    assert (refused.status_code, refused.json["code"]) == (422, "rulesets.example_fails"), refused.json
    assert bureau.sets()["waiting"] == []
    (told,) = (
        bureau.api.as_(bureau.sun).post("/rule-sets/preview", {"body": three, "examples": [case]}).json["examples"]
    )
    assert (
        told["passes"] and "市级、县级" in told["cap"]["sentence"]["zh"] and told["example"]["others"] == case["others"]
    )
    assert bureau.propose(three, on="2026-05-10", examples=[case]).status_code == 201


@pytest.mark.parametrize(("told", "said"), [
    ({"others": {"city": ["2026-02-23"]}}, "没有填本单位的层级"),
    ({"level": "district"}, "“层级”不能填“district”"),
    ({"level": "county", "others": {"district": ["2026-02-23"]}}, "“其他单位层级”不能填“district”"),
    ({"level": "county", "others": {"city": ["二月"]}}, "填写有误，无法识别"),
    ({"level": "county", "before": ["2026-02-23"], "others": {"city": ["2026-02-23"] * 100}}, "此前检查最多填 100 次"),
], ids=["no level of its own", "unknown level", "others at an unknown level", "no day", "too many"])  # fmt: skip
def test_b25_others_of_an_example_that_cannot_be_are_refused_by_its_line(bureau, world, told, said):
    world.rule_set()
    refused = bureau.propose({}, examples=[example(cap="WITHIN", quiet=None, **told)])
    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (
        422,
        "rulesets.body_wrong",
        "examples[0]",
    )
    assert said in refused.json["sentence"]["zh"]
    assert bureau.sets()["waiting"] == []


@pytest.mark.parametrize("others", [7, [], {"city": "2026-02-23"}, {"city": [7]}, {n: [] for n in "abcde"}], ids=str)
def test_b25_others_of_another_shape_are_refused(bureau, world, others):
    world.rule_set()
    case = example(cap="WITHIN", level="county", others=others)
    assert bureau.propose({}, on="2026-05-10", examples=[case]).status_code == 422


@pytest.mark.parametrize(("levels", "said"), [
    ({"city+district": 4}, "“district”不能填"), ({"": 4}, "不能填"), ({"city+city": 4}, "“city”不能填"),
    ({"city+county": 4, "county+city": 5}, "层级相同"), ({"city+county": 1}, "少于同一主体的上限 2 次"),
    ({"city+county": 0}, "少于同一主体的上限 2 次"), ({"city+county": 2.5}, "整数"),
    ({"city+county": 367}, "整数"), ({"city+county": 4, "county": 5}, "互相矛盾"),
], ids=["unknown level", "no level", "one level twice", "the same levels twice", "below the own cap", "none", "half",
        "one more than days", "below its part"])  # fmt: skip
def test_b25_a_shared_cap_that_cannot_be_is_refused_by_its_line(bureau, world, levels, said):
    world.rule_set()
    refused = bureau.propose({"cap": {"default": 2, "levels": levels}}, on="2026-05-10")
    assert (refused.status_code, refused.json["code"]) == (422, "rulesets.body_wrong"), refused.json
    assert refused.json["field"].startswith("cap.levels[") and said in refused.json["sentence"]["zh"]
    assert refused.json["sentence"]["en"] and bureau.sets()["waiting"] == []


@pytest.mark.parametrize(
    "levels", [7, ["city"], None, "city+county", {"city+county": -1}, {"city+county": 10**30}], ids=str
)
def test_b25_shared_caps_of_another_shape_are_refused_by_their_name(bureau, world, levels):
    world.rule_set()
    refused = bureau.propose({"cap": {"levels": levels}}, on="2026-05-10")
    assert refused.status_code == 422 and "cap.levels" in str(refused.json), refused.json
    assert bureau.sets()["waiting"] == []


def test_b25_shared_caps_that_overlap_in_one_level_may_stand_beside_each_other(bureau, world):
    world.rule_set()
    levels = {"city+county": 4, "county+town": 5}
    assert bureau.propose({"cap": {"default": 2, "levels": levels}}, on="2026-05-10").status_code == 201
