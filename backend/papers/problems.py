"""Why a paper or a card may not be made or printed now."""

from backend.kernel.problems import Problem

NOT_YET = Problem(
    "papers.not_yet", 409,
    "{zh}还没有生成：{waits_zh}。", "There is no “{en}” yet: {waits_en}.",
    "完成这一步后再打开。", "Take that step first, then open it.", rule="B-22",
)  # fmt: skip
BUSY = Problem(
    "papers.busy", 503,
    "正在制作其他文书，这一份还没有开始。", "Other papers are being made; this one has not been begun.",
    "请 5 秒后再打开，已记录的内容不受影响。", "Open it again in 5 seconds; what is recorded is safe.",
)  # fmt: skip
CARD_NOT_ACTIVE = Problem(
    "papers.card_not_active", 409,
    "证件 {numbers} 当前不是有效状态，没有打印。", "Certificate {numbers} is not valid now; nothing was printed.",
    "请在登记簿中核对状态，去掉后再打印。", "Check its state in the register, leave it out and print again.", rule="B-92",
)  # fmt: skip
