import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { askFollowUp, fetchFollowUps, keptFollowUps, proposedDay, standing, type FollowUp } from './followUps'

const ONE: FollowUp = {
  inspection_id: 'visit-1', arrived_on: '2026-04-22', enterprise: { id: 'e-1', name: '望江酒家' }, deadline: '2026-05-20', first_day: '2026-05-20', last_day: '2026-06-19',
  earlier: 0, free: true, corrections: [], officers: [{ person_id: 'p-1', name: '周明远' }, { person_id: 'p-2', name: '林晓' }], task: null,
}

function answers(body: unknown) {
  const asked = vi.fn().mockImplementation(() => Promise.resolve(new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } })))
  vi.stubGlobal('fetch', asked)
  return asked
}
afterEach(() => vi.unstubAllGlobals())

test('a follow-up is proposed for the first day that is open, never for one gone by', () => {
  expect(proposedDay(ONE, '2026-05-01')).toBe('2026-05-20')
  expect(proposedDay(ONE, '2026-05-25')).toBe('2026-05-25')
})

test('the window includes both its ends', () => {
  expect(['2026-05-19', '2026-05-20', '2026-06-19', '2026-06-20'].map((day) => standing(ONE, day))).toEqual(['early', 'open', 'open', 'late'])
})

test('the list is kept for its person alone', async () => {
  answers({ items: [ONE] })
  await fetchFollowUps('me')
  expect((await keptFollowUps('me'))?.items).toEqual([ONE])
  expect(await keptFollowUps('somebody')).toBeNull()
})

test('those who were there are sent again, without a time where none is given', async () => {
  const asked = answers({ id: 'task-1' })
  await askFollowUp(ONE, '2026-05-21', '', 'key-1')
  const [path, sent] = asked.mock.calls[0] as [string, RequestInit]
  expect(path).toContain('/inspections/visit-1/follow-up')
  expect(JSON.parse(sent.body as string)).toEqual({ planned_on: '2026-05-21', starts_at: null, officer_ids: ['p-1', 'p-2'] })
})
