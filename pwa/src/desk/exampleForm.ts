/** Examples of a rule set as the form holds them: a case, and the verdicts that it must get. */
import type { Example } from './asks/publishing'
import { KINDS, TRIGGERS } from './planning'

export { KINDS, TRIGGERS }
export const QUIET_CODES = ['VIOLATION', 'OUT', 'EXEMPT', 'APPROVED', 'NEEDS_REVIEW', 'NOT_APPLICABLE'] as const
export const CAP_CODES = ['WITHIN', 'REACHED', 'EXEMPT', 'NOT_COUNTED', 'NEEDS_REVIEW'] as const
export const TIERS = ['A', 'B', 'C', 'D'] as const
export const MOST = 100

/** An example with everything that it leaves unsaid. */
export const whole = (told: Partial<Example>): Example => ({
  name: '', arrives: '', kind: 'daily', trigger: 'plan', ground: null, evidence: false, approved: null, class: null, industry: null, tier: null,
  before: [], plan_published: true, quiet: null, cap: null, no_plan: null, ...told,
})
/** A fresh example: an ordinary visit at nine on a day. */
export const fresh = (day: string, name: string): Example => whole({ name, arrives: `${day}T09:00:00`, quiet: 'VIOLATION' })
/** Whether what was judged is what the form holds now, in whatever order the server says it. */
export const isSame = (one: Example, other: Example): boolean =>
  (Object.keys(whole({})) as (keyof Example)[]).every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]))
