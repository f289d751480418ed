import { describe, expect, it } from 'vitest'
import { datesOf, faultsAt, ofType, spansOf, spansText } from './calendarForm'

describe('the quiet calendars of a rule set (B-37)', () => {
  it('keep whom they are for when their type changes', () =>
    expect(ofType('weekly', { scope: 'class', key: 'key_project', type: 'monthly_range', from: 1, to: 20 })).toEqual({ scope: 'class', key: 'key_project', type: 'weekly', days: [1, 2, 3, 4] }))
  it('are for everybody to begin with', () => expect(ofType('monthly_range')).toEqual({ scope: 'region', key: '*', type: 'monthly_range', from: 1, to: 20 }))
  it.each([['1-10、19-28', [[1, 10], [19, 28]]], ['5', [[5, 5]]], ['1–3, 8至9', [[1, 3], [8, 9]]], ['x', []], ['', []]])('read the spans of a group: %s', (text, spans) => expect(spansOf(text)).toEqual(spans))
  it('write them as they are read', () => expect(spansText([[1, 10], [15, 15]])).toBe('1-10、15'))
  it('read dates one a line', () => expect(datesOf('2026-06-07\n2026-06-08、2026-06-09 ')).toEqual(['2026-06-07', '2026-06-08', '2026-06-09']))
  it('find the faults of their own line only', () => {
    const fault = (path: string) => ({ path, rule: 'B-37', sentence: { zh: path, en: path } })
    expect(faultsAt([fault('quiet.calendars[1]'), fault('quiet.calendars[10]')], 'quiet.calendars[1]')).toHaveLength(1)
  })
})
