import { expect, test } from 'vitest'
import { emptyDraft } from '../offline/visit'
import { draftToday, goesOn, isOn } from './days'

const TASK = { id: 't1', planned_on: '2026-04-22', further_days: ['2026-04-23', '2026-04-27'] }
const left = (at: string | null, made_at = 1) => ({ ...emptyDraft({ person_id: 'p1', kind: 'visit', task_id: 't1', title: '' }), made_at, left_at: at === null ? null : new Date(at).getTime() })

test.each([['2026-04-22', true], ['2026-04-23', true], ['2026-04-24', false], ['2026-04-27', true]])('B-31: the notice names %s: %s', (day, named) => {
  expect(isOn(TASK, day)).toBe(named)
})

test('B-31: what was left yesterday goes on today, where today is named', () => {
  const first = left('2026-04-22T09:00:00Z')
  expect(['2026-04-22', '2026-04-23', '2026-04-24', '2026-04-27'].map((day) => goesOn(TASK, first, day))).toEqual([false, true, false, true])
  expect(goesOn(TASK, left(null), '2026-04-23')).toBe(false)
  expect(goesOn({ ...TASK, further_days: undefined }, first, '2026-04-23')).toBe(false)
})

test('B-31: each day has its own draft, and the newest is the one in hand', () => {
  const first = left('2026-04-22T09:00:00Z', 1)
  const second = left(null, 2)
  expect(draftToday([first], TASK, '2026-04-22')).toBe(first)
  expect(draftToday([first], TASK, '2026-04-23')).toBeUndefined()
  expect(draftToday([second, first], TASK, '2026-04-23')).toBe(second)
  expect(draftToday([], TASK, '2026-04-22')).toBeUndefined()
})
