"""What can go wrong with alerts and observations."""

from backend.kernel.problems import Problem

ALREADY_TAKEN = Problem(
    "supervision.already_taken",
    409,
    "{owner}已经接办，未重复接办。",
    "{owner} is already dealing with this.",
    "需要转办时，请与接办人联系。",
    "Talk to the owner if you should take over.",
    rule="B-98",
)
ALREADY_CLOSED = Problem(
    "supervision.already_closed",
    409,
    "此预警已办结，原结论未改动。",
    "This alert is closed; its reason is unchanged.",
    "请刷新列表。",
    "Refresh the list.",
    rule="B-98",
)
GROUND_UNDECIDED = Problem(
    "supervision.ground_undecided", 409,
    "补述的事由还没有决定，这条预警不能办结。", "The ground that was stated waits for a decision; the alert stays open.",
    "请先对补述的事由作出决定。", "Decide about the ground first.", rule="B-42",
)  # fmt: skip
ANSWERS_INCOMPLETE = Problem(
    "supervision.answers_incomplete",
    422,
    "第 {lines} 项没选结论，未送达。",
    "Lines {lines} have no answer; nothing was sent.",
    "请逐项选择：是、否、没看到。",
    "Choose yes, no or not seen for each line.",
    rule="B-78",
)
REMARKS_FULL = Problem(
    "supervision.remarks_full", 409,
    "这份观察表已有 {most} 条追加说明，没有再加。", "The sheet has {most} remarks already; nothing was added.",
    "还有情况请提交线索。", "Tell what else there is as a clue.", rule="B-78",
)  # fmt: skip
VISIT_NOT_AHEAD = Problem(
    "supervision.visit_not_ahead", 409,
    "这次检查已经开始、结束或取消，没有改动。", "The visit has begun, is over or was called off; nothing was changed.",
    "请刷新后核对。", "Refresh and compare.", rule="B-77",
)  # fmt: skip
HAS_AN_INTEREST = Problem(
    "supervision.has_an_interest", 409,
    "被检查企业在这名监督员的回避名单上，不能参加。", "The enterprise is on this supervisor's conflict list; they do not come.",
    "请另请一名监督员。", "Ask somebody else.", rule="B-77",
)  # fmt: skip
ALREADY_INVITED = Problem(
    "supervision.already_invited", 409,
    "已经邀请过这名监督员，未重复邀请。", "This supervisor is invited already; nothing was added.",
    "请看已有的邀请。", "See the invitation that stands.", rule="B-77",
)  # fmt: skip
NOT_TO_ANSWER = Problem(
    "supervision.not_to_answer", 409,
    "这条邀请已经谢绝或撤回，没有改动。", "This invitation was declined or taken back; nothing was changed.",
    "请刷新后核对。", "Refresh and compare.", rule="B-77",
)  # fmt: skip
REASON_MISSING = Problem(
    "supervision.reason_missing", 422,
    "谢绝邀请没有写原因，未提交。", "No reason is given for declining; nothing was sent.",
    "请写明原因。", "Say why.", rule="B-77",
)  # fmt: skip
