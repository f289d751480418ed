/** Words for codes that policy/sentences.*.json does not name. A code without a word is shown as it is. */
export const zh = {
  evidence: {
    superior: '文号', safety_field: '隐患或责令编号', emergency: '事件编号', complaint: '线索编号',
    case: '案件编号', statutory_deadline: '期限和依据', licence: '申请编号', tax_risk: '任务编号', other: '事由说明',
  },
  task: {
    awaiting_approval: '待审批', approved: '已批准', rejected: '已退回', coded: '已发码', visited: '已检查', cancelled: '已取消', lapsed: '已失效',
  },
  mark: { planned: '待开始', ongoing: '进行中', left: '已离场', alert: '预警', violation: '违规', review: '待核' },
  alert: {
    UNDER_STAFFED: '到场不足两人', ASSISTANT_ALONE: '辅助人员无人带队', ASSISTANT_UNDECLARED: '随行人员未登记', CARD_INVALID: '证件无效', CARD_NOT_FIT: '证件不适用', ITEM_CAP_REACHED: '事项次数已满', ITEM_NOT_DRAWN: '不在随机抽查清单', SUBJECT_NOT_PUBLISHED: '主体未公布', QUIET_VIOLATION: '安静期内检查',
    CAP_REACHED: '次数已满', NO_SCAN: '到场未扫码', FIVE_EIGHT_YES: '企业反映异常', CROSS_REGION: '跨区域检查', REPEAT_SAME_DAY: '同日重复检查',
    OFF_SITE: '位置不符', WEAK_LOCATION: '定位不准', GAP: '录像有缺口', NO_RECORDING: '没有录像', NO_NOTICE: '录前没有告知', NO_PHOTO: '没有照片', LATE_START: '录像开始过晚', EARLY_END: '录像结束过早', IMPOSSIBLE_TRAVEL: '来不及赶到', DISGUISED_INSPECTION: '变相检查',
    BACKFILL_OVERDUE: '补录超期', PUBLISH_OVERDUE: '公示超期', RESULT_OVERDUE: '结果超期', CORRECTION_OVERDUE: '责令改正逾期', JOINT_UNANSWERED: '联合检查未回应',
    COVERAGE_GAP: '检查缺位', EXEMPT_SHARE: '例外占比过高', RETALIATION: '疑似报复', HASH_MISMATCH: '记录与申报不一致',
    WRONG_ENTERPRISE: '企业不符', UNKNOWN_ENTERPRISE: '企业未登记', POSITION_SWAPPED: '经纬度颠倒', POSITION_MISSING: '没有定位',
    WRONG_REGION: '不在本区域', NO_TASK: '没有任务', NO_RULE_SET: '没有规则集', ITEM_OVERDUE: '事项逾期未调整', DEVICE_REVOKED: '设备已停用', EXEMPT_SOFT: '例外检查过多', OVERRUN: '超时未离场',
  },
  step: {
    check_in: '到场签到', checked_in: '到场签到', show_certificate: '出示证件', certificate_shown: '出示证件', show_code: '出示检查码', scanned: '企业扫码',
    notice_delivered: '送达检查通知书', rights_told: '告知权利', recording_announced: '告知录音录像', second_officer: '第二名执法人员到场',
    recording_started: '开始录制', recording_paused: '暂停录制', interruption: '录制中断', recording: '录音录像', photo: '拍照', note: '备注',
    result: '登记结果', result_filed: '登记结果', check_out: '离场', checked_out: '离场', sealed: '记录封存', rated: '企业评价', gap: '录像中断',
    code_issued: '签发检查码', code_scanned: '企业扫码', arrival: '到场签到', departure: '离场',
  },
  place: {
    INSIDE: '在登记地址内', OUTSIDE: '不在登记地址', UNCERTAIN: '精度不足，无法判断', WEAK: '定位精度太低', MISSING: '没有定位', EMPTY: '经纬度为零', SWAPPED: '经纬度颠倒，已存原值',
  },
  card: { active: '当时有效', suspended: '已暂扣', expired: '已过期', cancelled: '已注销', revoked: '已吊销', recalled: '已收回', missing: '没有证件' },
  how: { self: '本人扫码', partner_scan: '同事扫其证', declared: '口头申报，未扫码' },
  fact: {
    officers: '到场人数', count: '人数', valid: '有效证件', day: '日期', date: '日期', counted: '已用次数', most: '上限', used: '已用次数', period: '期间', calendar: '安静期',
    distance_m: '距离（米）', accuracy_m: '精度（米）', ground: '理由', evidence_id: '依据编号', arrived: '到场', arrived_at: '到场', year: '年份',
    next_slot: '最近可检查时间', needed: '应有人数', present: '到场人数', name: '企业', enterprise: '企业', organ: '部门', next_day: '最近可检查日', n: '次数',
  },
}

export const en: typeof zh = {
  evidence: {
    superior: 'Document number', safety_field: 'Hazard or order number', emergency: 'Incident number', complaint: 'Clue number',
    case: 'Case number', statutory_deadline: 'Deadline and basis', licence: 'Application number', tax_risk: 'Task number', other: 'Reason in words',
  },
  task: {
    awaiting_approval: 'Awaiting approval', approved: 'Approved', rejected: 'Returned', coded: 'Code issued', visited: 'Visited', cancelled: 'Cancelled', lapsed: 'Lapsed',
  },
  mark: { planned: 'Planned', ongoing: 'On site', left: 'Left', alert: 'Alert', violation: 'Violation', review: 'To review' },
  alert: {
    UNDER_STAFFED: 'Fewer than two officers', ASSISTANT_ALONE: 'Assistants without officers', ASSISTANT_UNDECLARED: 'Companions not declared', CARD_INVALID: 'Certificate not valid', CARD_NOT_FIT: 'Certificate does not fit', ITEM_CAP_REACHED: 'Cap of the item reached', ITEM_NOT_DRAWN: 'Not on the draw list', SUBJECT_NOT_PUBLISHED: 'Subject not published', QUIET_VIOLATION: 'Visit in the quiet period',
    CAP_REACHED: 'Cap reached', NO_SCAN: 'No scan on arrival', FIVE_EIGHT_YES: 'Enterprise reports a breach', CROSS_REGION: 'Outside own region', REPEAT_SAME_DAY: 'Repeated on one day',
    OFF_SITE: 'Away from the address', WEAK_LOCATION: 'Weak position', GAP: 'Gaps in the recording', NO_RECORDING: 'No recording', NO_NOTICE: 'Recorded without notice', NO_PHOTO: 'No photos', LATE_START: 'Recording began late', EARLY_END: 'Recording ended early', IMPOSSIBLE_TRAVEL: 'Could not have travelled', DISGUISED_INSPECTION: 'Disguised inspection',
    BACKFILL_OVERDUE: 'Late entry overdue', PUBLISH_OVERDUE: 'Publication overdue', RESULT_OVERDUE: 'Result overdue', CORRECTION_OVERDUE: 'Correction overdue', JOINT_UNANSWERED: 'Joint visit unanswered',
    COVERAGE_GAP: 'Missing inspections', EXEMPT_SHARE: 'Too many exceptions', RETALIATION: 'Possible retaliation', HASH_MISMATCH: 'Record differs from declaration',
    WRONG_ENTERPRISE: 'Wrong enterprise', UNKNOWN_ENTERPRISE: 'Unknown enterprise', POSITION_SWAPPED: 'Coordinates swapped', POSITION_MISSING: 'No position',
    WRONG_REGION: 'Outside the region', NO_TASK: 'No task', NO_RULE_SET: 'No rule set', ITEM_OVERDUE: 'Item overdue', DEVICE_REVOKED: 'Revoked device', EXEMPT_SOFT: 'Many exempt visits', OVERRUN: 'Stayed too long',
  },
  step: {
    check_in: 'Arrival', checked_in: 'Arrival', show_certificate: 'Certificate shown', certificate_shown: 'Certificate shown', show_code: 'Visit code shown', scanned: 'Scanned by the enterprise',
    notice_delivered: 'Notice delivered', rights_told: 'Rights told', recording_announced: 'Recording announced', second_officer: 'Second officer arrived',
    recording_started: 'Recording started', recording_paused: 'Recording paused', interruption: 'Recording interrupted', recording: 'Recording', photo: 'Photo', note: 'Note',
    result: 'Result filed', result_filed: 'Result filed', check_out: 'Departure', checked_out: 'Departure', sealed: 'Record sealed', rated: 'Rated', gap: 'Recording interrupted',
    code_issued: 'Visit code issued', code_scanned: 'Scanned by the enterprise', arrival: 'Arrival', departure: 'Departure',
  },
  place: {
    INSIDE: 'at the registered address', OUTSIDE: 'away from the registered address', UNCERTAIN: 'too inexact to decide', WEAK: 'too inexact', MISSING: 'no position', EMPTY: 'coordinates are zero', SWAPPED: 'coordinates swapped, stored as sent',
  },
  card: { active: 'valid then', suspended: 'suspended', expired: 'expired', cancelled: 'cancelled', revoked: 'revoked', recalled: 'recalled', missing: 'no certificate' },
  how: { self: 'own scan', partner_scan: 'scanned by partner', declared: 'declared, not scanned' },
  fact: {
    officers: 'Officers present', count: 'Number', valid: 'Valid certificates', day: 'Day', date: 'Day', counted: 'Used', most: 'Cap', used: 'Used', period: 'Period', calendar: 'Quiet period',
    distance_m: 'Distance (m)', accuracy_m: 'Accuracy (m)', ground: 'Ground', evidence_id: 'Evidence number', arrived: 'Arrival', arrived_at: 'Arrival', year: 'Year',
    next_slot: 'Next lawful slot', needed: 'Needed', present: 'Present', name: 'Enterprise', enterprise: 'Enterprise', organ: 'Department', next_day: 'Next lawful day', n: 'Count',
  },
}
