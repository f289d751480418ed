/** Examples of a rule set as the form holds them: a case, and the verdicts that it must get. */
import type { Example } from './asks/publishing'
import { LEVELS } from './levelCaps'
import { KINDS, TRIGGERS } from './planning'

export { KINDS, TRIGGERS }
export const QUIET_CODES = ['VIOLATION', 'OUT', 'EXEMPT', 'APPROVED', 'NEEDS_REVIEW', 'NOT_APPLICABLE'] as const
export const CAP_CODES = ['WITHIN', 'REACHED', 'EXEMPT', 'NOT_COUNTED', 'NEEDS_REVIEW'] as const
export const TIERS = ['A', 'B', 'C', 'D'] as const
export const MOST = 100

/** An example with everything that it leaves unsaid. */
export const whole = (told: Partial<Example>): Example => ({
  name: '', arrives: '', kind: 'daily', trigger: 'plan', ground: null, evidence: false, approved: null, class: null, industry: null, tier: null,
  whitelisted: null, before: [], level: null, plan_published: true, quiet: null, cap: null, no_plan: null, ...told, others: fewest(told.others ?? {}),
})
/** Levels from the top down, and only those at which somebody came. */
const fewest = (others: Record<string, string[]>) => Object.fromEntries(LEVELS.flatMap((it) => (others[it]?.length ? [[it, others[it]]] : [])))
/** The example with the days on which another body of that level came; without a level of its own it shares nothing. */
export const withOthers = (it: Example, level: string, days: string[]): Example => ({ ...it, others: fewest({ ...it.others, [level]: days }) })
export const atLevel = (it: Example, level: string | null): Example => ({ ...it, level, others: level ? it.others : {} })
/** A fresh example: an ordinary visit at nine on a day. */
export const fresh = (day: string, name: string): Example => whole({ name, arrives: `${day}T09:00:00`, quiet: 'VIOLATION' })
/** Whether what was judged is what the form holds now, in whatever order the server says it. */
export const isSame = (one: Example, other: Example): boolean => {
  const [first, second] = [whole(one), whole(other)]
  return (Object.keys(first) as (keyof Example)[]).every((name) => JSON.stringify(first[name]) === JSON.stringify(second[name]))
}
