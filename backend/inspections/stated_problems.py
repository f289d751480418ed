"""What can be wrong with a ground that is stated afterwards, and with the bureau's answer to it (B-42)."""

from backend.kernel.problems import Problem

NO_VIOLATION = Problem(
    "inspections.no_violation", 409,
    "这次检查没有违反安静期，不用补述事由。", "This visit did not break the quiet period; there is no ground to state.",
    "请刷新后核对。", "Refresh and compare.", rule="B-42",
)  # fmt: skip
GROUND_STATED = Problem(
    "inspections.ground_stated", 409,
    "这次检查已经补述过事由，原说明未改动。", "A ground was stated for this visit already; it is unchanged.",
    "请刷新后核对。", "Refresh and compare.", rule="B-42",
)  # fmt: skip
GROUND_TOO_LATE = Problem(
    "inspections.ground_too_late", 409,
    "补述事由的期限已过，到 {until:%Y} 年 {until:%-m} 月 {until:%-d} 日 {until:%H:%M} 为止，未保存。",
    "The term for stating a ground is over, it ended on {until:%-d %B %Y} at {until:%H:%M}; nothing was saved.",
    "请联系司法局。", "Turn to the bureau.", rule="B-42",
)  # fmt: skip
GROUND_UNKNOWN = Problem(
    "inspections.ground_unknown", 422,
    "到场时施行的规则集里没有这种例外事由，未保存。",
    "The rule set in force at the arrival does not know this ground; nothing was saved.",
    "请从列出的事由中选择。", "Choose one of those listed.", rule="B-40",
)  # fmt: skip
GROUND_UNPROVED = Problem(
    "inspections.ground_unproved", 422,
    "这种事由要填依据编号，未保存。", "This ground needs its evidence number; nothing was saved.",
    "请填写依据编号。", "Enter the number.", rule="B-40",
)  # fmt: skip
GROUND_UNSTATED = Problem(
    "inspections.ground_unstated", 409,
    "还没有人补述事由，没有可以决定的。", "Nobody has stated a ground; there is nothing to decide.",
    "请刷新后核对。", "Refresh and compare.", rule="B-42",
)  # fmt: skip
GROUND_DECIDED = Problem(
    "inspections.ground_decided", 409,
    "这次补述已经决定，未改动。", "This was decided already; nothing was changed.",
    "请刷新后核对。", "Refresh and compare.", rule="B-42",
)  # fmt: skip
PRIOR_APPROVAL_NEEDED = Problem(
    "inspections.prior_approval_needed", 422,
    "这种事由须在到场前批准，事后不能补办，不能重新归类。",
    "This ground needs an approval before the arrival; that cannot be made good, so the visit cannot be reclassified.",
    "请选择确认违规，或者谅解并写明理由。", "Confirm the violation, or excuse it and say why.", rule="B-41",
)  # fmt: skip
