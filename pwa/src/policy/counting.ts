import { dayAfter, daysOf } from './days'
import type { Rules, Visit } from './facts'
import { isInspection } from './kinds'
import { isWorkday } from './workdays'

/** What one visit weighs on the cap (B-24, B-26 to B-34). The twin of `policy/counting.py`. */
export interface Weight {
  usesCap: boolean
  exempt: boolean
  reason: string
  rule: string
}

/** What earlier visits leave behind for later ones: counted days by premises, followed-up batches, inspections over days. */
export interface Tally {
  counted_days: [string | null, string][]
  followups: Record<string, number>
  last_day_of_task: Record<string, string>
}

export const emptyTally = (): Tally => ({ counted_days: [], followups: {}, last_day_of_task: {} })

/** Remembers the visit for those after it. */
export function note(tally: Tally, visit: Visit, weight: Weight, rules: Rules): void {
  const days = daysOf(visit.arrived, rules.tz)
  if (weight.usesCap && days.length === 1) tally.counted_days.push([visit.site_id, days[0]])
  if (weight.reason === 'cap.followup_free' && visit.followup_batch != null) tally.followups[visit.followup_batch] = (tally.followups[visit.followup_batch] ?? 0) + 1
  if (visit.task_id != null && (weight.usesCap || weight.reason === 'cap.multiday')) tally.last_day_of_task[visit.task_id] = days.at(-1) ?? days[0]
}

const not = (reason: string, rule: string): Weight => ({ usesCap: false, exempt: false, reason, rule })
const free = (reason: string, rule: string): Weight => ({ usesCap: false, exempt: true, reason, rule })

/** Weighs a visit after those in the tally. The first rule that speaks decides. */
export function weigh(visit: Visit, tally: Tally, rules: Rules): Weight {
  const none = noVisit(visit, rules)
  if (none !== null) return none
  const exemption = visit.cap_exempt ?? exemptionOf(visit, rules)
  if (exemption === 'yes') return whyExempt(visit)
  if (exemption === 'first_of_batch' && isFreeFollowup(visit, tally, rules)) return free('cap.followup_free', 'B-32')
  return partOfAnother(visit, tally, rules) ?? { usesCap: true, exempt: false, reason: 'cap.within', rule: 'B-25' }
}

function noVisit(visit: Visit, rules: Rules): Weight | null {
  if (visit.kept_apart === true) return not('cap.kept_apart', 'B-93')
  if (!isInspection(visit)) return not('cap.non_inspection', 'B-24')
  if (visit.outcome === 'aborted_before_entry' || (visit.outcome === 'aborted_on_site' && inGrace(visit, rules))) return not('cap.aborted', 'B-33')
  if (visit.outcome === 'refused_lawful') return not('cap.refused_lawful', 'B-34')
  return visit.counts === false ? not('cap.source_says_no', 'B-24') : null
}

/** Broken off within the limit, before any item was recorded; what nobody measured is no excuse (B-33). */
function inGrace(visit: Visit, rules: Rules): boolean {
  return visit.left != null && visit.items_recorded === 0 && visit.left - visit.arrived.earliest <= rules.abort.grace_min * 60_000
}

/** What kind and trigger say about the cap where the source is silent (B-26, B-28, B-32). */
function exemptionOf(visit: Visit, rules: Rules): 'yes' | 'no' | 'first_of_batch' {
  if (visit.kind === 'followup' && !rules.followup.own_triggers.includes(visit.trigger)) return isPureFollowup(visit) ? 'first_of_batch' : 'no'
  if (visit.kind === 'special' && visit.trigger === 'superior') return visit.document === true && rules.cap.special_superior === 'exempt' ? 'yes' : 'no'
  const proved = visit.evidence === true || !rules.cap.exempt_needs_evidence
  return rules.cap.exempt.includes(visit.trigger) && proved ? 'yes' : 'no'
}

const whyExempt = (visit: Visit): Weight => (visit.kind === 'special' && visit.trigger === 'superior' ? free('cap.exempt_superior', 'B-28') : free('cap.exempt', 'B-26'))

/** Looks only at the open finding; a new item turns it into a new inspection (B-32). */
function isPureFollowup(visit: Visit): boolean {
  const allowed = visit.followup_item_ids
  const only = (allowed == null || (visit.item_ids ?? []).every((each) => allowed.includes(each))) && visit.beyond_finding !== true
  return visit.followup_batch != null && only
}

function isFreeFollowup(visit: Visit, tally: Tally, rules: Rules): boolean {
  return visit.followup_batch != null && isPureFollowup(visit) && (tally.followups[visit.followup_batch] ?? 0) < rules.followup.free
}

function partOfAnother(visit: Visit, tally: Tally, rules: Rules): Weight | null {
  const days = daysOf(visit.arrived, rules.tz)
  if (days.length === 1 && tally.counted_days.some(([site, day]) => site === visit.site_id && day === days[0])) return not('cap.same_day', 'B-30')
  if (continues(visit, days[0], tally, rules)) return not('cap.multiday', 'B-31')
  if (rules.joint.own_cap === 'lead_only' && goesAlong(visit, rules)) return not('cap.joint_not_lead', 'B-29')
  return null
}

/** Another subject leads the joint visit, and it came in its window: whoever comes later comes alone (B-29). */
function goesAlong(visit: Visit, rules: Rules): boolean {
  return visit.joint_group != null && visit.joint_lead !== true && inJointWindow(visit, rules)
}

/** It came so soon after the first of its joint visit that to the enterprise both are one (B-29). */
export function inJointWindow(visit: Visit, rules: Rules): boolean {
  const apart = visit.joint_opened == null ? 0 : visit.arrived.earliest - visit.joint_opened
  return apart <= rules.joint.window_min * 60_000
}

/** The notice names the day, and not too many working days went by since the last one (B-31). */
function continues(visit: Visit, day: string, tally: Tally, rules: Rules): boolean {
  const last = visit.task_id == null ? undefined : tally.last_day_of_task[visit.task_id]
  if (last === undefined || !(visit.notice_days ?? []).includes(day)) return false
  let between = 0
  for (let each = dayAfter(last); each < day; each = dayAfter(each)) between += isWorkday(each, rules.holidays) ? 1 : 0
  return between <= rules.multiday.gap_workdays
}
