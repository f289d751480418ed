"""What can go wrong when two people decide."""

from backend.kernel.problems import Problem

SAME_PERSON = Problem(
    "approvals.same_person",
    403,
    "申请人不能审批自己的申请。",
    "Nobody decides what he or she asked for.",
    "请由另一位有权限的人员审批。",
    "Another person who is allowed to must decide.",
)
DECIDED = Problem(
    "approvals.decided",
    409,
    "该申请已有决定。",
    "This request has been decided already.",
    "请刷新后查看结果。",
    "Refresh to see what was decided.",
)
EXPIRED = Problem(
    "approvals.expired",
    409,
    "申请已超过 7 天，自动失效。",
    "The request is older than seven days and has lapsed.",
    "如仍需要，请重新申请。",
    "Ask again if it is still needed.",
)
NOT_ENDED = Problem(
    "approvals.not_ended",
    409,
    "此人仍在岗，不能注销。",
    "This person is still active and cannot be erased.",
    "请先在人员登记中办理离岗。",
    "End their service in the register first.",
    "B-101",
)
NOT_MAINTENANCE = Problem(
    "approvals.not_maintenance",
    422,
    "只能授权给在岗的运维人员。",
    "Only active maintenance staff can be given a grant.",
    "请选择运维人员。",
    "Choose a person of the maintenance staff.",
    "B-106",
)
CONCERNED = Problem(
    "approvals.concerned",
    403,
    "本人不能审批涉及自己账号的申请。",
    "Nobody agrees to the opening of his or her own account.",
    "请由另一位司法局监督人员审批。",
    "Another person of the bureau must decide.",
    "B-104",
)
