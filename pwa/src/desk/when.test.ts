import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { daysWords, dayWords } from './when'

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-11-23T02:00:00Z') }))
afterEach(() => vi.useRealTimers())

test('a day of this year needs no year', () => {
  expect(dayWords('2026-11-24', 'zh')).toBe('11月24日')
  expect(dayWords('2025-11-24', 'zh')).toBe('2025年11月24日')
  expect(dayWords('2026-11-24', 'en', true)).toBe('Tue 24 Nov')
})

test.each([
  ['2026-11-24', '2026-12-03', '11月24日', '12月3日'],
  ['2025-11-24', '2026-11-23', '2025年11月24日', '2026年11月23日'],
  ['2026-12-04', '2027-01-03', '2026年12月4日', '2027年1月3日'],
  ['2025-01-01', '2025-02-01', '2025年1月1日', '2025年2月1日'],
])('both ends of a span name their year when either is not of this one: %s to %s', (first, last, from, to) => {
  expect(daysWords(first, last, 'zh')).toEqual({ from, to })
})
