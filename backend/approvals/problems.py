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
NO_NUMBER = Problem(
    "approvals.no_number",
    409,
    "系统没有保存此人的身份证号码。",
    "No identity number of this person is kept.",
    "如确需核对，请当面查验证件。",
    "If it must be checked, look at the card itself.",
    "B-102",
)
NOT_AGREED = Problem(
    "approvals.not_agreed",
    403,
    "拆封申请尚未获得第二人同意。",
    "A second person has not said yes to this opening.",
    "请等待审批结果。",
    "Wait for the decision.",
    "B-102",
)
AGREED_LONG_AGO = Problem(
    "approvals.agreed_long_ago",
    403,
    "同意已超过 24 小时，不能再拆封。",
    "The yes is older than 24 hours; what is sealed stays sealed.",
    "如仍需要，请重新申请。",
    "Ask again if it is still needed.",
    "B-102",
)
CANNOT_OPEN = Problem(
    "approvals.cannot_open",
    409,
    "现有密钥不能拆封，内容保持密封。",
    "The key at hand does not open this; it stays sealed.",
    "请联系保管密钥的人员。",
    "Ask whoever keeps the keys.",
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
