/** Words of what supervisors saw. */
import { SHEET as EN } from '../../i18n/sheet.en'
import { SHEET as ZH } from '../../i18n/sheet.zh'

const named = (lines: readonly string[]): Record<string, string> => Object.fromEntries(lines.map((line, n) => [String(n + 1), line]))

export const zh = {
  title: '观察记录', lead: '社会监督员看到的，提交后不能修改', searchHint: '地点、内容或监督员姓名', empty: '还没有观察记录。监督员在手机上提交后出现在这里', nothing: '没有符合条件的观察记录',
  columns: { where: '企业或地点', said: '否定的项', supervisor: '监督员', seen: '观察时间', later: '追加说明' },
  nowhere: '没写地点', none_no: '没有', lines: '{n} 项', remarks: '{n} 条',
  told: '十二项', words: '补充的话', photos: '照片', photo: '第 {n} 张照片', photoWaits: '照片还没有送到，或还在处理', remark: '追加说明', remarkNone: '没有追加说明', about: '谁、何时、何地', received: '送达', place: '位置', accuracy: '精度约 {m} 米', toVisit: '看这次检查', toDay: '看当天登记的检查',
  answer: { yes: '是', no: '否', unseen: '没看到' } as Record<string, string>,
  q: named(ZH),
}

export const en: typeof zh = {
  title: 'Observations', lead: 'What volunteer supervisors saw; nobody changes it', searchHint: 'Place, words or supervisor', empty: 'No observations yet. They appear here once a supervisor hands one in', nothing: 'No observation fits',
  columns: { where: 'Enterprise or place', said: 'Answered no', supervisor: 'Supervisor', seen: 'Seen', later: 'Remarks' },
  nowhere: 'No place given', none_no: 'None', lines: '{n} of 12', remarks: '{n}',
  told: 'The twelve lines', words: 'In a sentence', photos: 'Photos', photo: 'Photo {n}', photoWaits: 'The photo is not here yet, or being prepared', remark: 'Remarks added later', remarkNone: 'No remarks', about: 'Who, when, where', received: 'Received', place: 'Position', accuracy: 'about {m} m', toVisit: 'The visit', toDay: 'Visits of that day',
  answer: { yes: 'Yes', no: 'No', unseen: 'Not seen' },
  q: named(EN),
}
