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
WHITELISTED = Problem(
    "planning.whitelisted", 409,
    "{zh}", "{en}",
    "投诉举报等情形，按例外情形登记并填写依据编号；认为应退出名单的，请司法局办理。",
    "Plan a visit for a complaint or the like with its trigger and evidence number; the bureau decides who leaves the list.",
    rule="B-36",
)  # fmt: skip
ITEM_CAP_REACHED = Problem(
    "planning.item_cap_reached", 409,
    "{zh}", "{en}",
    "去掉这一事项，或改到下一周期；属于例外情形的，按例外情形重新登记并填写依据编号。",
    "Leave the item out or choose a day of its next period; if the visit is exempt, plan it with its trigger and evidence number.",
    rule="B-25",
)  # fmt: skip
LEVELS_CAP_REACHED = Problem(
    "planning.levels_cap_reached", 409,
    "{zh}", "{en}",
    "改到下一周期，或与同一领域的上下级单位联合检查；属于例外情形的，按例外情形重新登记并填写依据编号。",
    "Choose a day of the next period, or go together with the other body of the field; if the visit is exempt, plan it with its"
    " trigger and evidence number.",
    rule="B-25",
)  # fmt: skip
FOLLOWUP_WINDOW = Problem(
    "planning.followup_window", 409,
    "{zh}", "{en}",
    "请改到 {due} 至 {last} 之间。", "Choose a day from {due} to {last}.", rule="B-32",
)  # fmt: skip
FOLLOWUP_NEW_ITEM = Problem(
    "planning.followup_new_item", 409,
    "复查只看原问题的事项，{named}不在其中。", "A follow-up looks only at what was found; {named_en} is not part of it.",
    "去掉这些事项，或按新的检查登记，另行审批。", "Leave it out, or plan a new inspection with an approval of its own.",
    rule="B-32",
)  # fmt: skip
NOTHING_TO_FOLLOW = Problem(
    "planning.nothing_to_follow", 409,
    "没有待复查的问题：整改已经核实，或这次检查没有责令改正。",
    "There is nothing to follow up: it was seen to already, or that visit gave no order to correct.",
    "请从检查详情进入复查。", "Start the follow-up from the page of the visit.", rule="B-32",
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
    "检查事项“{item}”{why_zh}，{day} 不得检查。", "The item “{item}” {why_en}; it may not be inspected on {day}.",
    "请选择已公布的事项。", "Choose published items.", rule="B-15",
)  # fmt: skip
ITEM_NOT_DRAWN = Problem(
    "planning.item_not_drawn", 409,
    "检查事项“{item}”不在 {day} 有效的随机抽查事项清单上，不能按“双随机”安排。",
    "The item “{item}” is not on the draw list in force on {day}; it cannot be planned by random draw.",
    "请只选清单上的事项，或按实际来由重新登记；清单有缺漏的，由司法局先公布。",
    "Choose items of that list, or plan the visit by what it really comes from; if the list lacks it, have the bureau publish it first.",
    rule="B-85",
)  # fmt: skip
TOO_FEW_OFFICERS = Problem(
    "planning.too_few_officers", 409,
    "入企检查须有至少 {least} 名持有效证件的执法人员，现有 {present} 名。",
    "At least {least} officers with valid certificates must go; there are {present}.",
    "请补充执法人员。", "Add officers.", rule="B-10",
)  # fmt: skip
CARD_INVALID = Problem(
    "planning.card_invalid", 409,
    "执法证件 {number} 在 {day} 不是有效状态，持证人不能派往现场。", "Certificate {number} is not valid on {day}; its holder cannot go.",
    "请更换执法人员。", "Send another officer.", rule="B-11",
)  # fmt: skip
CARD_NOT_FIT = Problem(
    "planning.card_not_fit", 409,
    "{zh}持证人不能派往现场。", "{en} Its holder cannot go.",
    "请改派证件适用的执法人员；证件写错或已变更的，先由司法局换发。",
    "Send an officer whose certificate fits; if the certificate is wrong or out of date, have the bureau renew it first.",
    rule="B-11",
)  # fmt: skip
OFFICER_UNKNOWN = Problem(
    "planning.officer_unknown", 422,
    "所选人员不是本单位在岗执法人员。", "One of the people chosen is not an officer of your organ.",
    "请重新选择。", "Choose again.", rule="B-11",
)  # fmt: skip
ASSISTANT_UNKNOWN = Problem(
    "planning.assistant_unknown", 422,
    "随行人员不是本单位登记的辅助人员或专家，或没有写明编号。",
    "Somebody who comes along is not known as an assistant or expert of your organ, or has no number.",
    "请在人员名册核对后重新选择。", "Look the person up in the register and choose again.", rule="B-12",
)  # fmt: skip
IN_CONFLICT = Problem(
    "planning.in_conflict", 409,
    "所选人员中有人对这家企业应当回避，不能参加检查。", "One of the people chosen must keep away from this enterprise and cannot go.",
    "请更换人员。", "Send somebody else.", rule="B-13",
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
SUBJECT_BARRED = Problem(
    "planning.subject_barred", 409,
    "{organ}不是行政机关、授权组织或受委托组织，不能组织检查。",
    "{organ} is no administrative organ, authorised or entrusted organisation and cannot own an inspection.",
    "请由有行政检查权的单位安排。", "Leave it to a body with the power to inspect.", rule="B-08",
)  # fmt: skip
ENTRUSTMENT_MISSING = Problem(
    "planning.entrustment_missing", 409,
    "{organ}在 {day} 没有有效的委托书{until_zh}，不能检查。", "{organ} holds no letter of entrustment for {day}{until_en}.",
    "请由委托机关续签并登记委托书。", "Ask the principal to renew the letter and have it registered.", rule="B-09",
)  # fmt: skip
ENTRUSTMENT_OUTSIDE = Problem(
    "planning.entrustment_outside", 409,
    "检查事项“{item}”不在{organ}的委托书范围内，不能检查。", "The item “{item}” lies outside the entrustment of {organ}.",
    "请只选委托书列明的事项，或由委托机关自行检查。", "Choose items that the letter names, or leave it to the principal.", rule="B-09",
)  # fmt: skip
ITEM_CODE_TAKEN = Problem(
    "planning.item_code_taken", 409,
    "本单位已有编码相同的事项，未保存。", "The organ has an item with this code already; nothing was saved.",
    "请核对编码。", "Check the code.",
)  # fmt: skip
ITEM_CODE_FIXED = Problem(
    "planning.item_code_fixed", 409,
    "事项已公布，编码不能再改，未保存。", "The item is published; its code cannot be changed any more.",
    "请停用这个事项，用新编码另建。", "Retire this item and make a new one.", rule="B-15",
)  # fmt: skip
ITEM_RETIRED = Problem(
    "planning.item_retired", 409,
    "事项已于 {day} 停用，未改动。", "The item was retired on {day}; nothing was changed.",
    "需要恢复时，请修改事项的截止日期。", "To restore it, change its last day.",
)  # fmt: skip
ITEM_SPAN = Problem(
    "planning.item_span", 422,
    "截止日期早于施行日期，未保存。", "The last day lies before the first; nothing was saved.",
    "请核对两个日期。", "Check both days.",
)  # fmt: skip
PUBLICATION_BY_LIST = Problem(
    "planning.publication_by_list", 403,
    "公布日期由司法局公布清单时写入，不能自行填写，未保存。",
    "The day of publication is written when the bureau publishes the list; nothing was saved.",
    "请留空，等待司法局公布。", "Leave it empty and wait for the bureau.", rule="B-15",
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
DAYS_APART = Problem(
    "planning.days_apart", 422,
    "{day} 和 {next} 之间隔了超过 {most} 个工作日，不能并为一次检查。",
    "More than {most} working days lie between {day} and {next}: that is not one visit.",
    "请改近日期，或分两次安排。", "Choose days closer together, or plan two visits.", rule="B-31",
)  # fmt: skip
TIME_PAST = Problem(
    "planning.time_past", 409,
    "检查日 {day} 已经过去，任务已失效，不能再审批或申领检查码。",
    "The day of this visit, {day}, is past; it can no longer be approved or coded.",
    "请重新安排。", "Plan it again.", rule="B-41",
)  # fmt: skip
WRONG_STATE = Problem(
    "planning.wrong_state", 409,
    "任务目前是“{state_zh}”，不能进行此操作，未改动。", "The task is “{state_en}”; this is not possible now. Nothing was changed.",
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
JOINT_ANSWERED = Problem(
    "planning.joint_answered", 409,
    "这条联合检查提议已经答复，未改动。", "This proposal for a joint visit has been answered already; nothing was changed.",
    "请刷新后查看结果。", "Refresh to see the answer.", rule="B-88",
)  # fmt: skip
JOINT_GONE = Problem(
    "planning.joint_gone", 409,
    "两项任务中有一项已经办完、取消或过期，不能再联合检查，未改动。",
    "One of the two visits is over, cancelled or past; they can no longer be joined. Nothing was changed.",
    "请刷新后核对。", "Refresh and compare.", rule="B-88",
)  # fmt: skip
JOINT_REASON_MISSING = Problem(
    "planning.joint_reason_missing", 422,
    "没有写明不一起检查的理由，未保存。", "The refusal gives no reason; nothing was saved.",
    "请写明理由，再提交。", "Say why, then send it again.", rule="B-88",
)  # fmt: skip
JOINT_PLAN_FIRST = Problem(
    "planning.joint_plan_first", 409,
    "本单位还没有安排这次检查，不能直接同意，未改动。", "Your organ has planned no visit there yet; nothing was changed.",
    "请按邀请安排检查，安排好就一同前往。", "Plan the visit from the invitation; with that you go along.", rule="B-88",
)  # fmt: skip
JOINT_ALONE = Problem(
    "planning.joint_alone", 409,
    "这项任务没有参加联合检查，未改动。", "This visit is part of no joint visit; nothing was changed.",
    "请刷新后核对。", "Refresh and compare.", rule="B-29",
)  # fmt: skip
JOINT_FOLLOWS = Problem(
    "planning.joint_follows", 409,
    "这次联合检查由别的单位牵头，由牵头单位改期，未改动。", "Another body leads this joint visit, and moves it; nothing was changed.",
    "请与牵头单位商量；也可以退出联合检查，单独前往。", "Talk to the body that leads, or leave the joint visit and go alone.", rule="B-29",
)  # fmt: skip
JOINT_BEGUN = Problem(
    "planning.joint_begun", 409,
    "联合检查已经有单位到场，或已经结束，不能改期，未改动。", "Somebody of the joint visit has arrived, or it is over; it cannot be moved.",
    "还没到场的单位可以退出，另行安排。", "Whoever has not arrived may leave it and plan anew.", rule="B-29",
)  # fmt: skip
JOINT_NOT_MOVED = Problem(
    "planning.joint_not_moved", 409,
    "联合检查的{organ}那天不能去：{zh}各单位的日期都没有改动。",
    "{organ_en}, which comes along, cannot go then: {en} Nobody’s day was changed.",
    "请换一天，或与{organ}商量。", "Choose another day, or talk to them.", rule="B-29",
)  # fmt: skip
JOINT_WAITS = Problem(
    "planning.joint_waits", 409,
    "联合检查的{organ}还没有获批，不能签发检查码。", "{organ_en}, which comes along, has no approval yet; no visit code can be issued.",
    "请等{organ}审批；不再等的，可以退出联合检查，单独前往。", "Wait for their decision, or leave the joint visit and go alone.",
    rule="B-29",
)  # fmt: skip
JOINT_STOPPED = Problem(
    "planning.joint_stopped", 409,
    "联合检查的{organ}这次不能去：{zh}全部没有签发。", "{organ_en}, which comes along, cannot go: {en} No code was issued to anybody.",
    "请与{organ}商量；也可以退出联合检查，单独前往。", "Talk to them, or leave the joint visit and go alone.", rule="B-29",
)  # fmt: skip
JOINT_LED = Problem(
    "planning.joint_led", 409,
    "这次联合检查由别的单位牵头，本单位不能另邀，未改动。", "Another body leads this joint visit and asks others; nothing was changed.",
    "请与牵头单位商量。", "Ask the body that leads.", rule="B-29",
)  # fmt: skip
JOINT_INVITED = Problem(
    "planning.joint_invited", 409,
    "已经邀请过这个单位，或者它已经在这次联合检查里，未改动。",
    "This body was invited already, or is part of the visit; nothing was changed.",
    "请刷新后查看答复。", "Refresh to see its answer.", rule="B-88",
)  # fmt: skip
JOINT_ELSEWHERE = Problem(
    "planning.joint_elsewhere", 422,
    "受邀的检查是 {day} 去{enterprise}，安排的不是这一次，未保存。",
    "The invitation is for {day} at {enterprise}; this plan is another. Nothing was saved.",
    "请按邀请的企业和日期安排。", "Plan it for that enterprise and day.", rule="B-88",
)  # fmt: skip
NO_PLAN = Problem(
    "planning.no_plan", 409,
    "{zh}", "{en}",
    "请先把年度检查计划报司法局备案并公布；属于投诉举报、应急等情形的，按实际来由重新安排。",
    "Have the yearly plan filed and published first; a visit after a complaint or in an emergency is planned by what brought it.",
    rule="B-17",
)  # fmt: skip
PLAN_EXISTS = Problem(
    "planning.plan_exists", 409,
    "本单位已经有这一年的检查计划，或已经登记过这个批准文号，未保存。",
    "The organ has a plan of this year, or one under this document, already; nothing was saved.",
    "请打开原计划修改或调整。", "Open that plan and change or amend it.", rule="B-17",
)  # fmt: skip
PLAN_STATE = Problem(
    "planning.plan_state", 409,
    "计划目前{state_zh}，不能进行此操作，未改动。", "The plan is {state_en}; this is not possible now. Nothing was changed.",
    "请刷新后核对。", "Refresh and compare.", rule="B-17",
)  # fmt: skip
PLAN_EMPTY = Problem(
    "planning.plan_empty", 409,
    "计划里还没有检查内容，未提交。", "The plan has no lines yet; it was not submitted.",
    "请至少填写 1 项。", "Add at least one line.", rule="B-17",
)  # fmt: skip
PLAN_DAYS = Problem(
    "planning.plan_days", 422,
    "第 {line} 项的检查时间不在 {year} 年内，未保存。", "The days of line {line} lie outside {year}; nothing was saved.",
    "请核对起止日期。", "Check both days.", rule="B-17",
)  # fmt: skip
PLAN_NOT_PUBLISHED = Problem(
    "planning.plan_not_published", 409,
    "这份计划目前没有公布，不用撤下，未改动。", "The plan does not stand published; there is nothing to take down.",
    "请刷新后核对。", "Refresh and compare.", rule="B-17",
)  # fmt: skip
PLAN_LINE_UNKNOWN = Problem(
    "planning.plan_line_unknown", 422,
    "所选计划项不在本单位 {day} 已公布的年度检查计划里，未保存。",
    "The line chosen is not part of the organ’s annual plan that is published on {day}; nothing was saved.",
    "请重新选择。", "Choose again.", rule="B-17",
)  # fmt: skip
