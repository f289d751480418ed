/** The terms of plans and of an emergency's approval as a rule set's form holds them (B-17 to B-19). */
import type { Body } from './asks/publishing'

export interface PlanTerms {
  month: number
  day: number
  enforce: string
  remind_days: number
  publish_days: number
  backfill_workdays: number
}
const section = (body: Body, name: string) => (body[name] ?? {}) as Record<string, unknown>
const numberOf = (value: unknown, usual: number) => (typeof value === 'number' ? value : usual)

/** What a body says of them; what it leaves out is as usual. */
export function termsOf(body: Body): PlanTerms {
  const plan = section(body, 'plan')
  const [month, day] = (typeof plan.due === 'string' ? plan.due : '03-31').split('-').map(Number)
  return {
    month: month ?? 3, day: day ?? 31, enforce: typeof plan.enforce === 'string' ? plan.enforce : 'flag', remind_days: numberOf(plan.remind_days, 30),
    publish_days: numberOf(section(body, 'special').publish_days, 30), backfill_workdays: numberOf(section(body, 'emergency').backfill_workdays, 2),
  }
}
const two = (n: number) => String(n).padStart(2, '0')
/** The body with these terms. */
export function withTerms(body: Body, it: PlanTerms): Body {
  return {
    ...body,
    plan: { ...section(body, 'plan'), due: `${two(it.month)}-${two(it.day)}`, enforce: it.enforce, remind_days: it.remind_days },
    special: { ...section(body, 'special'), publish_days: it.publish_days },
    emergency: { ...section(body, 'emergency'), backfill_workdays: it.backfill_workdays },
  }
}
/** How many days a month has in every year. */
export const daysOf = (month: number): number => new Date(2027, month, 0).getDate()
