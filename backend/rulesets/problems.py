"""What can go wrong with rule sets."""

from backend.kernel.problems import Problem

NONE_IN_FORCE = Problem(
    "rulesets.none_in_force", 409,
    "{region} 在该日期没有生效的规则，未保存。", "No rule set is in force in {region} at that moment; nothing was saved.",
    "请司法局发布规则后重试。", "Ask the bureau to publish one.", rule="B-03",
)  # fmt: skip
BODY_WRONG = Problem(
    "rulesets.body_wrong", 422,
    "规则集有误，未提交：{zh}", "The rule set cannot be used; nothing was proposed: {en}",
    "请改正后再提交。", "Correct the parameter and propose it again.", rule="B-03",
)  # fmt: skip
EXAMPLE_FAILS = Problem(
    "rulesets.example_fails", 422,
    "第 {line} 个样例“{name}”不通过，未提交：判定结论与预期不同。",
    "Example {line}, “{name}”, does not pass; nothing was proposed: its verdict is not the expected one.",
    "请核对样例的预期结论或规则内容，改正后再提交。", "Compare what it expects with the rules, correct one of them and propose again.",
    rule="B-03",
)  # fmt: skip
PRESET_UNKNOWN = Problem(
    "rulesets.preset_unknown", 422,
    "没有这个预设，未提交。", "There is no such preset; nothing was proposed.",
    "请从列表中选择。", "Choose one from the list.",
)  # fmt: skip
DAY_PAST = Problem(
    "rulesets.day_past", 409,
    "规则集最早从 {day} 起施行：已经判定的检查不会改判，未生效。",
    "The earliest day is {day}: visits that were judged are not judged anew. It did not come into force.",
    "请改用以后的日期重新提出。", "Propose it again for a later day.", rule="B-03",
)  # fmt: skip
LATER_ONE_WAITS = Problem(
    "rulesets.later_one_waits", 409,
    "已有同日或更晚施行的规则集，未生效。", "Another rule set begins on that day or later; this one did not come into force.",
    "请选择更晚的日期。", "Choose a later day.", rule="B-03",
)  # fmt: skip
