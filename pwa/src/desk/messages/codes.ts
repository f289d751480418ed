/** Words for codes that policy/sentences.*.json does not name. A code without a word is shown as it is. */
export const zh = {
  evidence: {
    superior: '文号', safety_field: '隐患或责令编号', emergency: '事件编号', complaint: '线索编号',
    case: '案件编号', statutory_deadline: '期限和依据', licence: '申请编号', tax_risk: '任务编号', other: '事由说明',
  },
  step: {
    check_in: '到场签到', checked_in: '到场签到', show_certificate: '出示证件', certificate_shown: '出示证件', show_code: '出示检查码', scanned: '企业扫码',
    notice_delivered: '送达检查通知书', rights_told: '告知权利', recording_announced: '告知录音录像', second_officer: '第二名执法人员到场',
    recording_started: '开始录制', recording_paused: '暂停录制', interruption: '录制中断', recording: '录音录像', photo: '拍照', note: '备注',
    result: '登记结果', result_filed: '登记结果', check_out: '离场', checked_out: '离场', sealed: '记录封存', rated: '企业评价', gap: '录像中断',
    code_issued: '签发检查码', code_scanned: '企业扫码', arrival: '到场签到', departure: '离场', auto_closed: '自动关闭',
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
  step: {
    check_in: 'Arrival', checked_in: 'Arrival', show_certificate: 'Certificate shown', certificate_shown: 'Certificate shown', show_code: 'Visit code shown', scanned: 'Scanned by the enterprise',
    notice_delivered: 'Notice delivered', rights_told: 'Rights told', recording_announced: 'Recording announced', second_officer: 'Second officer arrived',
    recording_started: 'Recording started', recording_paused: 'Recording paused', interruption: 'Recording interrupted', recording: 'Recording', photo: 'Photo', note: 'Note',
    result: 'Result filed', result_filed: 'Result filed', check_out: 'Departure', checked_out: 'Departure', sealed: 'Record sealed', rated: 'Rated', gap: 'Recording interrupted',
    code_issued: 'Visit code issued', code_scanned: 'Scanned by the enterprise', arrival: 'Arrival', departure: 'Departure', auto_closed: 'Closed by the clock',
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
