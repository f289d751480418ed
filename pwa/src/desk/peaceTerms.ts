/** When a visit that nobody left is closed, and what the white list leaves of daily visits, as a rule set's form holds them (B-36, B-53). */
import type { Body } from './asks/publishing'

export interface PeaceTerms {
  autoclose_h: number
  daily_cap: number
  review_months: number
}
/** What the server takes, both ends included. */
export const SPANS: Record<keyof PeaceTerms, [least: number, most: number]> = { autoclose_h: [1, 72], daily_cap: [0, 12], review_months: [1, 60] }
export const USUAL: PeaceTerms = { autoclose_h: 12, daily_cap: 0, review_months: 12 }

const section = (body: Body, name: string) => (body[name] ?? {}) as Record<string, unknown>
const numberOf = (value: unknown, usual: number) => (typeof value === 'number' ? value : usual)

/** What a body says of them; what it leaves out is as usual. */
export function peaceOf(body: Body): PeaceTerms {
  const list = section(body, 'whitelist')
  return {
    autoclose_h: numberOf(section(body, 'checkout').autoclose_h, USUAL.autoclose_h),
    daily_cap: numberOf(list.daily_cap, USUAL.daily_cap), review_months: numberOf(list.review_months, USUAL.review_months),
  }
}
/** The body with these terms, where they differ from what it says. */
export function withPeace(body: Body, it: PeaceTerms): Body {
  const was = peaceOf(body)
  const listed = was.daily_cap !== it.daily_cap || was.review_months !== it.review_months
  return {
    ...body,
    ...(was.autoclose_h !== it.autoclose_h && { checkout: { ...section(body, 'checkout'), autoclose_h: it.autoclose_h } }),
    ...(listed && { whitelist: { ...section(body, 'whitelist'), daily_cap: it.daily_cap, review_months: it.review_months } }),
  }
}
