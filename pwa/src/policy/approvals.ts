import { dayAfter, daysOf, localDay, localMoment } from './days'
import type { Approval, Facts, Rules, Visit } from './facts'

/** Is there a yes, given before arrival by the right body, for this enterprise, subject, items and day (B-41)? */
export type Examined = 'valid' | 'missing' | 'wrong_body' | 'mismatch' | 'late' | 'border' | 'lapsed'

export function examine(visit: Visit, approver: string, rules: Rules): { state: Examined; facts: Facts } {
  const { approval } = visit
  if (approval == null) return { state: 'missing', facts: {} }
  const facts: Facts = { approved_at: localMoment(approval.at, rules.tz) }
  if (approval.approver !== approver && approval.approver !== 'bureau') return { state: 'wrong_body', facts }
  if (!names(approval, visit)) return { state: 'mismatch', facts }
  if (approval.at >= visit.arrived.earliest) return { state: approval.at < visit.arrived.latest ? 'border' : 'late', facts }
  return inWindow(approval, visit, rules, facts)
}

function names(approval: Approval, visit: Visit): boolean {
  const items = approval.item_ids ?? []
  const all = items.length === 0 || (visit.item_ids ?? []).every((each) => items.includes(each))
  return approval.enterprise_id === visit.enterprise_id && approval.organ_id === visit.organ_id && all
}

/** The window begins on the approval's first day; unused, it lapses after `quiet.approval_valid_days` days. */
function inWindow(approval: Approval, visit: Visit, rules: Rules, given: Facts): { state: Examined; facts: Facts } {
  const first = approval.first_day ?? localDay(approval.at, rules.tz)
  const lapse = dayAfter(first, rules.quiet.approval_valid_days)
  const last = approval.last_day != null && approval.last_day < lapse ? approval.last_day : lapse
  const facts = { ...given, valid_from: first, valid_to: last }
  const inside = daysOf(visit.arrived, rules.tz).map((day) => first <= day && day <= last)
  if (inside.every(Boolean)) return { state: 'valid', facts }
  return { state: inside.some(Boolean) ? 'border' : 'lapsed', facts }
}
