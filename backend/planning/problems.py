"""Why a visit may not be planned, approved or coded. Each names the rule."""

from backend.kernel.problems import Problem

QUIET_PERIOD = Problem(
    "planning.quiet_period", 409,
    "{zh}", "{en}",
    "改期，或选择法定例外并填写依据编号。", "Choose another day, or give a ground with its evidence number.", rule="B-37",
)  # fmt: skip
CAP_REACHED = Problem(
    "planning.cap_reached", 409,
    "{zh}", "{en}",
    "改期；属于例外情形的，按例外情形重新登记并填写依据编号。",
    "Choose another day; if the visit is exempt, plan it with its trigger and evidence number.", rule="B-25",
)  # fmt: skip
SAME_DAY = Problem(
    "planning.same_day", 409,
    "{day} 已有本单位对这家企业的检查任务，同一天的事项应并为一次。",
    "Your organ already has a visit to this enterprise on {day}; the items of one day belong into one visit.",
    "请在原任务中增加事项，或改期。", "Add the items to that task, or choose another day.", rule="B-30",
)  # fmt: skip
ENTRY_REASON_MISSING = Problem(
    "planning.entry_reason_missing", 422,
    "没有写明为何需要入企，未保存。", "The task does not say why entry is needed; nothing was saved.",
    "书面核查、数据共享或远程方式能满足的，不入企。", "If documents, shared data or remote means are enough, do not enter.",
    rule="B-20",
)  # fmt: skip
ITEM_UNPUBLISHED = Problem(
    "planning.item_unpublished", 409,
    "检查事项“{item}”在 {day} 没有公布或不在有效期内，不得检查。", "The item “{item}” is not published and in force on {day}.",
    "请选择已公布的事项。", "Choose published items.", rule="B-15",
)  # fmt: skip
TOO_FEW_OFFICERS = Problem(
    "planning.too_few_officers", 409,
    "入企检查须有至少 {least} 名持有效证件的执法人员，现有 {present} 名。",
    "At least {least} officers with valid certificates must go; there are {present}.",
    "请补充执法人员。", "Add officers.", rule="B-10",
)  # fmt: skip
CARD_INVALID = Problem(
    "planning.card_invalid", 409,
    "{name}的执法证件在 {day} 不是有效状态，不能派往现场。", "The certificate of {name} is not valid on {day}.",
    "请更换执法人员。", "Send another officer.", rule="B-11",
)  # fmt: skip
OFFICER_UNKNOWN = Problem(
    "planning.officer_unknown", 422,
    "所选人员不是本单位在岗执法人员。", "One of the people chosen is not an officer of your organ.",
    "请重新选择。", "Choose again.", rule="B-11",
)  # fmt: skip
GROUND_UNKNOWN = Problem(
    "planning.ground_unknown", 422,
    "例外情形“{ground}”不在现行规则中。", "The ground “{ground}” is not in the rules in force.",
    "请从列表中选择。", "Choose one from the list.", rule="B-40",
)  # fmt: skip
EVIDENCE_MISSING = Problem(
    "planning.evidence_missing", 409,
    "按例外情形检查，须填写依据编号。", "An exempt visit needs the number of its evidence.",
    "请填写文件、线索或案件编号。", "Enter the number of the document, clue or case.", rule="B-26",
)  # fmt: skip
SUBJECT_UNPUBLISHED = Problem(
    "planning.subject_unpublished", 409,
    "{organ}没有作为行政执法主体公布，不能组织检查。", "{organ} is not published as an enforcement subject.",
    "请先由司法局公布执法主体。", "Ask the bureau to publish it first.", rule="B-07",
)  # fmt: skip
SPECIAL_UNAPPROVED = Problem(
    "planning.special_unapproved", 409,
    "专项检查须经县级以上政府或上级部门批准，没有填写批准文号。", "A special inspection needs its approval; no document number was given.",
    "请填写批准文号。", "Enter the number of the approval.", rule="B-18",
)  # fmt: skip
DAY_PAST = Problem(
    "planning.day_past", 422,
    "{day} 已经过去，不能安排检查。", "{day} is past; a visit cannot be planned for it.",
    "请选择今天或以后的日期。", "Choose today or a later day.",
)  # fmt: skip
TIME_PAST = Problem(
    "planning.time_past", 409,
    "检查日 {day} 已经过去，任务已失效，不能再审批或申领检查码。",
    "The day of this visit, {day}, is past; it can no longer be approved or coded.",
    "请重新安排。", "Plan it again.", rule="B-41",
)  # fmt: skip
WRONG_STATE = Problem(
    "planning.wrong_state", 409,
    "任务目前是“{state_zh}”，不能进行此操作，未改动。", "The task is {state_en}; this is not possible now. Nothing was changed.",
    "请刷新后核对。", "Refresh and compare.",
)  # fmt: skip
DECIDED_ELSEWHERE = Problem(
    "planning.decided_elsewhere", 403,
    "此任务应由{who_zh}决定。", "This task is decided by {who_en}.",
    "请转交有权人员。", "Leave it to the person in charge.", rule="B-40",
)  # fmt: skip
NOT_APPROVED = Problem(
    "planning.not_approved", 409,
    "任务未经批准，不能申领检查码。", "The task has not been approved; no visit code can be issued.",
    "请先由单位负责人审批。", "Ask the head to decide first.", rule="B-19",
)  # fmt: skip
SLOT_TAKEN = Problem(
    "planning.slot_taken", 409,
    "同一时刻另有任务占用了这次检查名额，未签发。", "Another task took this place at the same moment; no code was issued.",
    "请重新核对次数后再试。", "Look at the count and try again.", rule="B-25",
)  # fmt: skip
