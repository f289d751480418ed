import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { FieldDb } from './db'
import { counts, endEarly, minutesOnSite, type AtTheDoor } from './endings'
import { checkIn, draftFor } from './visit'

const ME = { person_id: 'p1', name: '周明远', card: { id: 'c1', number: '17010100237', state: 'active' as const, expires_on: null } }
const DOOR: AtTheDoor = { at: 1000, position: null, position_reason: 'none', me: ME, identifier: '91420117MA0DEM001C' }
const SHUT = { outcome: 'aborted_before_entry', reason: 'closed', words: '大门上锁' } as const
const AWAY = { outcome: 'aborted_on_site', reason: 'called_away', words: '附近起火' } as const
const start = { person_id: 'p1', kind: 'visit' as const, task_id: 't1', title: '示范区云川食品有限公司' }
let count = 0
let db: FieldDb

beforeEach(() => {
  count += 1
  db = new FieldDb(`endings-${count}`)
})

const kinds = async () => (await db.op.orderBy('seq').toArray()).map((op) => op.kind)

test('B-33: a shut door before check-in is an arrival, a result and a departure, in one order, without network', async () => {
  const draft = await draftFor(start, db)
  await endEarly(draft, SHUT, DOOR, 2000, db)
  expect(await kinds()).toEqual(['check_in', 'result', 'check_out'])
  const ops = await db.op.orderBy('seq').toArray()
  expect(ops[0]?.payload).toMatchObject({ task_id: 't1', enterprise: { text: '91420117MA0DEM001C', source: 'typed' } })
  expect(ops[1]?.payload).toMatchObject({ outcome: 'aborted_before_entry', reason: 'closed', summary: '大门上锁', deadline: null })
  expect(await db.draft.get(draft.id)).toMatchObject({ arrived_at: 1000, result_at: 2000, left_at: 2000, outcome: 'aborted_before_entry' })
})

test('B-33: what was scanned stays what was scanned', async () => {
  const draft = { ...(await draftFor(start, db)), enterprise_text: 'https://x/OTHER', enterprise_source: 'scan' as const }
  await db.draft.put(draft)
  await endEarly(draft, SHUT, DOOR, 2000, db)
  expect((await db.op.orderBy('seq').first())?.payload).toMatchObject({ enterprise: { text: 'https://x/OTHER', source: 'scan' } })
})

test('B-33: breaking off on site files the result; leaving has its own screen', async () => {
  const draft = await draftFor(start, db)
  await checkIn(draft, { ...DOOR, partner: null }, db)
  await endEarly((await db.draft.get(draft.id))!, AWAY, DOOR, 2000, db)
  expect(await kinds()).toEqual(['check_in', 'result'])
  expect(await db.draft.get(draft.id)).toMatchObject({ result_at: 2000, left_at: null })
})

test.each([
  ['aborted_before_entry', 90, 9, false], ['aborted_on_site', 15, 0, false], ['aborted_on_site', 15.01, 0, true], ['aborted_on_site', 3, 1, true],
  ['refused_lawful', 90, 0, false], ['refused_other', 1, 0, true],
] as const)('B-33, B-34: %s after %d minutes with %i items counts: %s', (outcome, minutes, items, does) => {
  expect(counts(outcome, minutes, items, 15)).toBe(does)
})

test('minutes on site are those since the arrival', async () => {
  const draft = await draftFor(start, db)
  expect(minutesOnSite(draft, 5_000_000)).toBe(0)
  expect(minutesOnSite({ ...draft, arrived_at: 1000 }, 1000 + 15.5 * 60_000)).toBe(15.5)
})
