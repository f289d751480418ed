import { dayAfter, daysOf } from './days'
import type { Interval, Rules, Visit } from './facts'
import { isInspection } from './kinds'
import { noPlan, type Remark } from './plans'

/** What else stands out at a visit beside those before it (B-24, B-30, B-33, B-52). The twin of `disguised`, `endings` and `counting`. */

/** An earlier visit of the same subject to the same enterprise, without people and without what was found. */
export interface Past {
  arrived: Interval
  site_id: string | null
  task_id: string | null
  /** An inspection, another visit, or one that is kept apart and weighs nothing (B-93). */
  as: 'inspection' | 'visit' | 'apart'
  entered: boolean
  aborted: boolean
  /** Whether an officer of the visit that is judged was there. */
  same_officer: boolean
}

const ABORTED = ['aborted_before_entry', 'aborted_on_site']
const NOBODY_ENTERED = ['aborted_before_entry', 'refused_lawful', 'refused_other']

/** A visit from this phone as one of those before: the officer is the phone's own, unless somebody says otherwise. */
export function pastOf(visit: Visit): Past {
  return {
    arrived: visit.arrived, site_id: visit.site_id, task_id: visit.task_id ?? null, as: visit.kept_apart === true ? 'apart' : isInspection(visit) ? 'inspection' : 'visit',
    entered: !NOBODY_ENTERED.includes(visit.outcome ?? ''), aborted: ABORTED.includes(visit.outcome ?? ''), same_officer: visit.same_officer ?? true,
  }
}

/** All remarks on a visit; `came` are the others that share its count, by arrival. Null: a package that was signed before it told them. */
export function remarksOn(visit: Visit, came: readonly Past[] | null, rules: Rules): Remark[] {
  const beside = came === null ? [] : [repeated(visit, came, rules), abortedAgain(visit, came), disguised(visit, came, rules)]
  return [...beside, noPlan(visit, rules)].filter((each) => each !== null)
}

/** A second entry on one day that is neither of the same notice nor the same arrival told twice (B-30, B-52). */
function repeated(visit: Visit, came: readonly Past[], rules: Rules): Remark | null {
  const days = daysOf(visit.arrived, rules.tz)
  if (days.length > 1 || !pastOf(visit).entered) return null
  const others = came.filter((each) => isSameDoor(each, visit, days[0], rules) && !merges(each, visit, rules))
  const continued = visit.task_id != null && others.some((each) => each.task_id === visit.task_id)
  return others.length === 0 || continued ? null : { code: 'REPEAT_SAME_DAY', rule: 'B-30', facts: { day: days[0], count: others.length + 1 } }
}

function isSameDoor(other: Past, visit: Visit, day: string, rules: Rules): boolean {
  const days = daysOf(other.arrived, rules.tz)
  return other.entered && other.site_id === visit.site_id && days.length === 1 && days[0] === day
}

/** Told twice by one officer under one task, minutes apart: one arrival (B-52). */
function merges(other: Past, visit: Visit, rules: Rules): boolean {
  const apart = Math.abs(visit.arrived.earliest - other.arrived.earliest)
  return other.task_id === (visit.task_id ?? null) && other.same_officer && apart <= rules.merge.min * 60_000
}

/** Broken off once more in a row: the leader explains it (B-33). */
function abortedAgain(visit: Visit, came: readonly Past[]): Remark | null {
  const now = pastOf(visit)
  if (!now.aborted || now.as !== 'inspection') return null
  const before = came.filter((each) => each.as === 'inspection' && each.arrived.earliest <= visit.arrived.earliest)
  const times = before.length - before.findLastIndex((each) => !each.aborted)
  return times > 1 ? { code: 'ABORTED_AGAIN', rule: 'B-33', facts: { times } } : null
}

/** So often without inspecting, within the days that end with this visit, that it looks like inspections in disguise (B-24). */
function disguised(visit: Visit, came: readonly Past[], rules: Rules): Remark | null {
  if (!isFree(pastOf(visit))) return null
  const { alert, days } = rules.noninsp
  const last = daysOf(visit.arrived, rules.tz)[0]
  const first = dayAfter(last, 1 - days)
  const others = came.filter((each) => isFree(each) && isWithin(daysOf(each.arrived, rules.tz)[0], first, last))
  return others.length + 1 < alert ? null : { code: 'DISGUISED_INSPECTION', rule: 'B-24', facts: { count: others.length + 1, days } }
}

const isFree = (each: Past): boolean => each.as === 'visit' && each.entered

const isWithin = (day: string, first: string, last: string): boolean => first <= day && day <= last
