import { daysOf } from './days'
import type { Facts, Rules, Visit } from './facts'

/** The annual plan behind a daily visit: the twin of the server's `policy/plans.py: no_plan` (B-17). */

const FROM_A_PLAN = ['plan', 'draw']

/** A broken rule that is no refusal: a code, its rule and its facts. */
export interface Remark {
  code: string
  rule: string
  facts: Facts
}

/** NO_PLAN where the day is after the last one and no plan of its subject and year is published; null where nobody said. */
export function noPlan(visit: Visit, rules: Rules): Remark | null {
  const { plans } = visit
  if (plans == null || visit.kind !== 'daily' || !FROM_A_PLAN.includes(visit.trigger) || visit.ground === 'emergency') return null
  const days = daysOf(visit.arrived, rules.tz)
  const missing = (day: string) => day > dueOf(day, rules) && !plans.some(({ year, first, end }) => String(year) === day.slice(0, 4) && first <= day && (end === null || day < end))
  if (!days.every(missing)) return null
  return { code: 'NO_PLAN', rule: 'B-17', facts: { year: days[0].slice(0, 4), due: dueOf(days[0], rules) } }
}

const dueOf = (day: string, rules: Rules): string => `${day.slice(0, 4)}-${rules.plan.due}`
