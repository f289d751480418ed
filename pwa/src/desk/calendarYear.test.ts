import { describe, expect, it } from 'vitest'
import { monthsOf, quietSpans } from './calendarYear'
import type { Calendar, CalendarVisit } from './types'

function year(visits: CalendarVisit[] = []): Calendar {
  const first = Date.UTC(2026, 0, 1)
  const days = Array.from({ length: 365 }, (_, n) => new Date(first + n * 86_400_000).toISOString().slice(0, 10))
  return { days: days.map((day) => ({ day, quiet: Number(day.slice(8)) <= 20 })), visits }
}
const visit = (day: string, exempt: boolean, state: 'visited' | 'planned' = 'visited'): CalendarVisit => ({
  id: day, task_id: null, inspection_id: null, day, state, kind: 'daily', exempt, organ: { id: 'o', name: '消防救援大队' },
})
const next = { code: 'slot.open', day: '2026-04-23', weekday: 4, starts_at: '09:00', reason: 'free' }

describe('a year with a quiet period on days 1 to 20', () => {
  const months = monthsOf(year([visit('2026-02-11', true), visit('2026-02-25', false), visit('2026-04-24', false, 'planned')]), next, '2026-04-22')
  const cell = (day: string) => months.flatMap((month) => month.days).find((it) => it.day === day)

  it('has twelve months, each with its own first weekday', () => {
    expect(months.map((month) => month.lead)).toEqual([3, 6, 6, 2, 4, 0, 2, 5, 1, 3, 6, 1])
  })
  it('runs the grey block to the end of the week and of the period', () => {
    expect([cell('2026-01-01')?.opens, cell('2026-01-04')?.closes, cell('2026-01-20')?.closes, cell('2026-01-21')?.quiet]).toEqual([true, true, true, false])
  })
  it('counts exempt visits beside the others', () => {
    expect([months[1]?.visits, months[1]?.exempt]).toEqual([1, 1])
  })
  it('shows plans, the next lawful day and today', () => {
    expect([cell('2026-04-24')?.planned, cell('2026-04-23')?.next, cell('2026-04-22')?.today]).toEqual([true, true, true])
  })
})

describe('the words beside the shading', () => {
  const spansOf = (quiet: (day: string) => boolean) => monthsOf({ days: year().days.map(({ day }) => ({ day, quiet: quiet(day) })), visits: [] }, null, '2026-04-22').map(quietSpans)
  it('name a window of each month', () => expect(spansOf((day) => Number(day.slice(8)) <= 20)[1]).toEqual([[1, 20]]))
  it('name two, to the end of February', () => expect(spansOf((day) => Number(day.slice(8)) <= 5 || Number(day.slice(8)) >= 25)[1]).toEqual([[1, 5], [25, 28]]))
  it('are none where no day is quiet', () => expect(spansOf(() => false)[0]).toEqual([]))
})
