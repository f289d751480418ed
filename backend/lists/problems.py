"""What can stand against publishing a list."""

from backend.kernel.problems import Problem

NOTHING_CHANGED = Problem(
    "lists.nothing_changed", 409,
    "与第 {n} 版相比没有变化，没有公布新版。", "Nothing differs from edition {n}; no new edition was published.",
    "登记有变动后再公布。", "Publish again when the registers have changed.",
)  # fmt: skip
NOTHING_TO_PUBLISH = Problem(
    "lists.nothing_to_publish", 409,
    "登记中没有可以列入的内容，没有公布。", "The registers hold nothing for this list; nothing was published.",
    "请先完成登记。", "Complete the registers first.",
)  # fmt: skip
DRAFT_CHANGED = Problem(
    "lists.draft_changed", 409,
    "打开页面后登记又有变动，没有公布。", "The registers have changed since you looked; nothing was published.",
    "请核对新的变动后再公布。", "Look at the new changes and publish again.",
)  # fmt: skip
TOO_EARLY = Problem(
    "lists.too_early", 422,
    "施行日期不能早于 {day}，没有公布。", "The effective date cannot be before {day}; nothing was published.",
    "已经过去的日子不能补公布。请选择当天或以后的日期。", "Days that are past cannot be published for. Choose that day or a later one.",
    rule="B-15",
)  # fmt: skip
