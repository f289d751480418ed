"""What can go wrong when sealed words are asked for."""

from backend.kernel.problems import Problem

NO_WORDS = Problem(
    "feedback.no_words",
    409,
    "这次检查没有密封的评价文字。",
    "There are no sealed words about this visit.",
    "星级和八项回答可直接查看。",
    "Stars and the eight answers can be seen as they are.",
    "B-74",
)
NOT_APPROVED_YET = Problem(
    "feedback.not_approved",
    403,
    "拆封申请尚未获得第二人同意。",
    "A second person has not said yes to this unsealing.",
    "请等待审批结果。",
    "Wait for the decision.",
    "B-102",
)
OPENING_OVER = Problem(
    "feedback.opening_over",
    403,
    "同意已超过 24 小时，不能再拆封。",
    "The yes is older than 24 hours; the words stay sealed.",
    "如仍需要，请重新申请。",
    "Ask again if it is still needed.",
    "B-102",
)
CANNOT_OPEN = Problem(
    "feedback.cannot_open",
    409,
    "现有密钥不能打开这段文字，原文保持密封。",
    "The key at hand does not open these words; they stay sealed.",
    "请联系保管密钥的人员。",
    "Ask whoever keeps the keys.",
)
