import { expect, test } from 'vitest'
import { peaceOf, USUAL, withPeace } from './peaceTerms'

test('what a body leaves out is as usual', () => {
  expect(peaceOf({})).toEqual(USUAL)
  expect(peaceOf({ checkout: { autoclose_h: 8 }, whitelist: { daily_cap: 1 } })).toEqual({ autoclose_h: 8, daily_cap: 1, review_months: 12 })
})
test('only what differs is written, and the rest of its section stays', () => {
  const body = { whitelist: { conditions: ['no_penalty'] } }
  expect(withPeace(body, USUAL)).toEqual(body)
  expect(withPeace(body, { ...USUAL, autoclose_h: 6 })).toEqual({ ...body, checkout: { autoclose_h: 6 } })
  expect(withPeace(body, { ...USUAL, review_months: 6 })).toEqual({ whitelist: { conditions: ['no_penalty'], daily_cap: 0, review_months: 6 } })
})
