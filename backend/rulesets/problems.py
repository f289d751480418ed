"""What can go wrong with rule sets."""

from backend.kernel.problems import Problem

NONE_IN_FORCE = Problem(
    "rulesets.none_in_force", 409,
    "{region} 在该日期没有生效的规则，未保存。", "No rule set is in force in {region} at that moment; nothing was saved.",
    "请司法局发布规则后重试。", "Ask the bureau to publish one.", rule="B-03",
)  # fmt: skip
