import { describe, expect, it } from 'vitest'
import { daysOf, termsOf, withTerms } from './planTerms'

describe('the terms of plans', () => {
  it('are as usual where a body says nothing', () => {
    expect(termsOf({})).toEqual({ month: 3, day: 31, enforce: 'flag', remind_days: 30, publish_days: 30, backfill_workdays: 2 })
  })
  it('are read from a body and written back into it, beside what else stands there', () => {
    const body = { plan: { due: '04-15', enforce: 'block', remind_days: 10 }, special: { publish_days: 7 }, emergency: { backfill_workdays: 3 }, cap: { default: 2 } }
    expect(withTerms(body, termsOf(body))).toEqual(body)
  })
  it('write a day with two digits', () => {
    expect(withTerms({}, { ...termsOf({}), month: 2, day: 1 }).plan).toMatchObject({ due: '02-01' })
  })
  it.each([[2, 28], [4, 30], [12, 31]])('give month %i the %i days that every year has', (month, days) => {
    expect(daysOf(month)).toBe(days)
  })
})
