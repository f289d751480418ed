import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { FieldDb, type Draft, type SnapshotRow } from './db'
import { fetchSaid, type Ask } from './said'
import { choices, owed, stateGround, term } from './stated'
import { checkIn, draftFor } from './visit'

const ME = { person_id: 'p1', name: '周明远', card: null }
const HEARD = Date.parse('2026-05-25T01:00:00Z')
const HOUR = 3_600_000
let count = 0
let db: FieldDb

beforeEach(() => {
  count += 1
  db = new FieldDb(`stated-${count}`)
})

/** They came; the server heard of it and judged. */
async function came(quiet: string, body: object = {}): Promise<Draft> {
  const draft = await draftFor({ person_id: 'p1', kind: 'visit', task_id: null, title: '示范区云川食品有限公司' }, db)
  await checkIn(draft, { at: 1, position: null, position_reason: 'none', me: ME, partner: null }, db)
  await db.op.update(draft.id, { state: 'received', receipt: { received_at: new Date(HEARD).toISOString(), verdict: { quiet: { code: quiet }, findings: [] } } })
  await db.snapshot.put({ person_id: 'p1', rule_set: { id: 'r', body } } as unknown as SnapshotRow)
  return (await db.draft.get(draft.id))!
}

test('B-42: the term begins when the server heard of it; the rule set says how long', async () => {
  expect(await term(await came('VIOLATION'), db)).toBe(HEARD + 24 * HOUR)
  expect(await term(await came('VIOLATION', { explain: { hours: 2 } }), db)).toBe(HEARD + 2 * HOUR)
  expect(await term(await came('OUT'), db)).toBe(null)
})

test('B-42: it is owed to the last millisecond of the term, and no more once it was stated', async () => {
  const draft = await came('VIOLATION')
  const at = async (now: number) => (await owed('p1', now, db)).map((one) => one.draft.id)
  expect(await at(HEARD + 24 * HOUR - 1)).toEqual([draft.id])
  expect(await at(HEARD + 24 * HOUR)).toEqual([])
  expect(await owed('p2', HEARD, db)).toEqual([])
  await stateGround(draft, { ground: 'licence', evidence_id: '9', words: '核验' }, HEARD, db)
  expect(await at(HEARD + 1)).toEqual([])
})

test('B-42: what is stated is one op behind the arrival, however often it is sent', async () => {
  const draft = await came('VIOLATION')
  await stateGround(draft, { ground: 'licence', evidence_id: '9', words: '核验' }, HEARD, db)
  await stateGround(draft, { ground: 'other', evidence_id: null, words: '改口' }, HEARD + 1, db)
  const ops = await db.op.filter((op) => op.kind === 'ground').toArray()
  expect(ops.map((op) => [op.chain, op.path, op.payload])).toEqual([[draft.id, `/inspections/${draft.id}/ground`, { ground: 'licence', evidence_id: '9', words: '核验', at: '2026-05-25T01:00:00.000Z' }]])
})

test('B-42: what the bureau decided is kept for when there is no network', async () => {
  const draft = await came('VIOLATION')
  const stated = { state: 'excused', until: '2026-05-26T01:00:00Z', stated: { ground: 'licence', received_at: '2026-05-25T02:00:00Z', note: '属实', decided_at: '2026-05-25T03:00:00Z' } }
  const ask = ((path: string) => Promise.resolve(path.endsWith('/papers') ? { items: [] } : { statements: [], recusals: [], stated })) as Ask
  await fetchSaid(draft.id, ask, db)
  expect((await db.draft.get(draft.id))?.standing).toEqual({ state: 'excused', until: '2026-05-26T01:00:00Z', ground: 'licence', at: '2026-05-25T03:00:00Z', note: '属实' })
  expect(await owed('p1', HEARD, db)).toEqual([])
})

test('B-41: the grounds come from the rule set, with what each asks for', () => {
  const body = { quiet: { grounds: { licence: { evidence: 'application_id', approver: 'none' }, other: { evidence: 'none', approver: 'bureau' } } } }
  expect(choices({ rule_set: { id: 'r', body } } as unknown as SnapshotRow)).toEqual([{ code: 'licence', evidence: true, prior: false }, { code: 'other', evidence: false, prior: true }])
  expect(choices(null)).toHaveLength(9)
})
