import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { FieldDb, writeMeta } from './db'
import { inOrder, keptInvitations, waiting, type Invitation } from './invitations'

const invitation = (id: string, changes: Partial<Invitation> = {}): Invitation => ({
  id, state: 'invited', words: '', reason: '', planned_on: '2026-04-23', starts_at: null, organ: { id: 'o', name: '局' }, place: { zh: '区', en: 'district' },
  enterprise: null, kept_away: false, ahead: true, ...changes,
})

test('what waits for an answer stands on top, what is over at the end', () => {
  const all = [
    invitation('over', { ahead: false, planned_on: '2026-04-01' }), invitation('yes', { state: 'accepted', planned_on: '2026-04-22' }),
    invitation('late', { planned_on: '2026-05-01' }), invitation('soon'), invitation('long over', { ahead: false, planned_on: '2026-03-01' }),
  ]
  expect(inOrder(all).map((one) => one.id)).toEqual(['soon', 'late', 'yes', 'over', 'long over'])
  expect(waiting(all)).toBe(2)
})

test('the list of whoever used this phone before is none of mine', async () => {
  const db = new FieldDb('invitations')
  await writeMeta('invitations', { person_id: 'another', at: 1, items: [invitation('theirs')] }, db)
  expect(await keptInvitations('me', db)).toBeNull()
  expect((await keptInvitations('another', db))?.items).toHaveLength(1)
})
