"""What can be wrong with a record about a visit. An arrival is never refused for a broken rule."""

from backend.kernel.problems import Problem

NOT_PRESENT = Problem(
    "inspections.not_present", 403,
    "您不在这次检查的到场人员中，未记录。", "You are not one of the officers of this visit; nothing was recorded.",
    "请由到场人员记录。", "Ask an officer who is on the visit.",
)  # fmt: skip
RESULT_EXISTS = Problem(
    "inspections.result_exists", 409,
    "这次检查已有结果，原结果未改动。", "This visit has a result already; it is unchanged.",
    "请刷新后核对。", "Refresh and compare.", rule="B-66",
)  # fmt: skip
DEADLINE_MISSING = Problem(
    "inspections.deadline_missing", 422,
    "责令改正没有写整改期限，未保存。", "An order to correct needs its deadline; nothing was saved.",
    "请填写整改期限。", "Enter the deadline.", rule="B-66",
)  # fmt: skip
ENDING_UNEXPLAINED = Problem(
    "inspections.ending_unexplained", 422,
    "中止或拒绝检查要选原因并写明情况，其他结论不选原因。未保存。",
    "A visit that was broken off or refused needs its reason and words, any other result has no reason; nothing was saved.",
    "请选原因，并写明情况。", "Choose the reason and say what happened.", rule="B-33",
)  # fmt: skip
NOTE_GIVEN = Problem(
    "inspections.note_given", 409,
    "这次中止已有负责人说明，原说明未改动。", "The leader has explained this visit already; the note is unchanged.",
    "请刷新后核对。", "Refresh and compare.", rule="B-33",
)  # fmt: skip
HAD_A_CODE = Problem(
    "inspections.had_a_code", 409,
    "这次检查到场时有检查码，不用说明。", "This visit had its code at arrival; there is nothing to explain.",
    "请刷新后核对。", "Refresh and compare.", rule="B-54",
)  # fmt: skip
REPORTED_ALREADY = Problem(
    "inspections.reported_already", 409,
    "没有检查码的原因已报告，原报告未改动。", "Why there was no code has been reported already; it is unchanged.",
    "请刷新后核对。", "Refresh and compare.", rule="B-54",
)  # fmt: skip
NOT_AN_INSPECTION = Problem(
    "inspections.not_an_inspection", 409,
    "这次到访不是行政检查，不能记录违法情况。", "This visit is no inspection; no finding can be recorded on it.",
    "请先安排检查任务。", "Open an inspection task first.", rule="B-24",
)  # fmt: skip
ALREADY_LEFT = Problem(
    "inspections.already_left", 409,
    "这次检查已经离场，原记录未改动。", "This visit was checked out already; the first record is unchanged.",
    "请刷新后核对。", "Refresh and compare.", rule="B-53",
)  # fmt: skip
NOT_KEPT_APART = Problem(
    "inspections.not_kept_apart", 409,
    "这次检查没有等待复核的内容，未改动。", "Nothing of this visit waits for a review; nothing was changed.",
    "请刷新后核对。", "Refresh and compare.", rule="B-93",
)  # fmt: skip
OFFICER_NEEDED = Problem(
    "inspections.officer_needed", 422,
    "没有写明第二名执法人员。", "The step does not say who the second officer is.",
    "请扫描或选择同行人员的证件。", "Scan or choose the partner's certificate.", rule="B-10",
)  # fmt: skip
RECORD_HASH = Problem(
    "inspections.record_hash", 422,
    "笔录内容与校验值不一致，未保存。", "The record does not fit its hash; nothing was saved.",
    "请在手机上重新核对并签名。", "Check and sign the record again on the phone.", rule="B-62",
)  # fmt: skip
RECORD_OF_ANOTHER = Problem(
    "inspections.record_of_another", 422,
    "这份笔录写的是另一次检查，未保存。", "The record names another visit; nothing was saved.",
    "请从这次检查中重新生成笔录。", "Write the record from this visit.",
)  # fmt: skip
MAY_NOT_SIGN = Problem(
    "inspections.may_not_sign", 422,
    "签名人不在这份笔录中，未保存。", "The signer is not named in this record; nothing was saved.",
    "请由到场执法人员、笔录所列现场人员或见证人签名。", "Officers present, the attendee named, or a witness may sign.", rule="B-67",
)  # fmt: skip
WITNESS_NOT_NAMED = Problem(
    "inspections.witness_not_named", 422,
    "见证的执法人员不在这份笔录中，未保存。", "The witnessing officer is not named in this record; nothing was saved.",
    "请选笔录所列的执法人员。", "Choose an officer whom the record names.", rule="B-67",
)  # fmt: skip
SIGNED_ALREADY = Problem(
    "inspections.signed_already", 409,
    "此人已在这一版笔录上签名，原签名未改动。", "This person has signed this version already; the signature is unchanged.",
    "内容有改动时，另存新一版再签名。", "Where the content changed, make a new version and sign that.",
)  # fmt: skip
REFUSAL_UNSIGNED = Problem(
    "inspections.refusal_unsigned", 422,
    "现场人员拒绝签名，还缺第二名执法人员签名，结果未保存。",
    "The attendee refused to sign and a second officer has not signed; no result was saved.",
    "请两名执法人员都签名。", "Have both officers sign.", rule="B-67",
)  # fmt: skip
DEADLINE_PAST = Problem(
    "inspections.deadline_past", 422,
    "整改期限早于填报当天，未保存。", "The deadline lies before the day of the result; nothing was saved.",
    "请选填报当天或以后的日期。", "Choose that day or a later one.", rule="B-66",
)  # fmt: skip
NOT_AT_THE_DOOR = Problem(
    "inspections.not_at_the_door", 422,
    "被申请回避的人员没有参加这次检查，未登记。", "This person is not on the visit; nothing was recorded.",
    "请从到场人员中选择。", "Choose one of those present.", "B-13",
)  # fmt: skip
RECUSAL_DECIDED = Problem(
    "inspections.recusal_decided", 409,
    "这条回避申请已经决定，未改动。", "This request was decided already; nothing was changed.",
    "请刷新后核对。", "Refresh and compare.", "B-13",
)  # fmt: skip
REPLAY_SPAN = Problem(
    "inspections.replay_span", 422,
    "试算期间不对，未开始：止日不能早于起日，最长 3 年。",
    "The period cannot be tried; nothing was begun: it may not end before it begins, nor be longer than 3 years.",
    "请改正起止日期。", "Correct the two days.", "B-03",
)  # fmt: skip
REPLAY_TOO_LARGE = Problem(
    "inspections.replay_too_large", 422,
    "这段期间有 {counted} 次检查，一次最多试算 {most} 次，未开始。",
    "There are {counted} visits in this period; one trial takes {most} at most. Nothing was begun.",
    "请缩短期间，分几次试算。", "Choose a shorter period and try it in parts.", "B-03",
)  # fmt: skip
