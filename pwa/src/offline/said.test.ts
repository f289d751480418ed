import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { Unreachable } from '../api/problem'
import { FieldDb, type Op, type Said } from './db'
import { fetchSaid, markSeen, open, unseen, type Ask } from './said'
import { emptyDraft } from './visit'

let count = 0
let db: FieldDb
let visit: string

const op = (op_id: string, state: Op['state']): Op => ({ op_id, seq: Math.random(), person_id: 'me', chain: op_id, subject: op_id, kind: 'check_in', path: '', payload: {}, at: 1, needs: [], state, attempts: 0, next_at: 0, last_error: null, receipt: null, received_at: null })

/** A server that tells this of every visit. */
const server = (told: { statements?: unknown[]; recusals?: unknown[]; items?: unknown[] }): Ask => <T>(path: string) =>
  Promise.resolve((path.endsWith('/papers') ? { items: told.items ?? [] } : { statements: told.statements ?? [], recusals: told.recusals ?? [] }) as T)

const view = { id: 's1', words: '门刚打开', at: '2026-04-22T02:30:00Z' }
const asked = { id: 'r1', officer: { id: 'p', name: '林晓' }, reason: '亲属', told_by: 'enterprise', requested_at: '2026-04-22T02:31:00Z', decision: null, note: null }

beforeEach(async () => {
  count += 1
  db = new FieldDb(`said-${count}`)
  const draft = { ...emptyDraft({ person_id: 'me', kind: 'visit', task_id: null, title: '店' }), check_in_op: 'c' }
  visit = draft.id
  await db.draft.add(draft)
  await db.op.add(op('c', 'received'))
})

const said = async (): Promise<Said | undefined> => (await db.draft.get(visit))?.said

test('what the enterprise says is kept on the phone and counted until it was looked at', async () => {
  await fetchSaid(visit, server({ statements: [view], recusals: [asked] }), db)
  expect(unseen(await said())).toBe(2)
  await markSeen(visit, db)
  expect(unseen(await said())).toBe(0)
  await fetchSaid(visit, server({ statements: [view], recusals: [{ ...asked, decision: 'refused', note: '没有亲属关系' }] }), db)
  expect(unseen(await said())).toBe(1)
  expect((await said())?.recusals[0]).toMatchObject({ name: '林晓', decision: 'refused', note: '没有亲属关系' })
})

test('a confirmed paper is told with its edition', async () => {
  await fetchSaid(visit, server({ items: [{ title: '检查结果告知书', editions: [{ edition: 2, received_at: null }, { edition: 1, received_at: view.at }] }] }), db)
  expect((await said())?.receipts).toEqual([{ title: '检查结果告知书', edition: 1, at: view.at }])
})

test('without network the last answer stays', async () => {
  await fetchSaid(visit, server({ statements: [view] }), db)
  await expect(fetchSaid(visit, () => Promise.reject(new Unreachable('gone')), db)).rejects.toThrow()
  expect((await said())?.statements).toHaveLength(1)
})

test('only visits that the server knows and that are not over are asked for', async () => {
  expect((await open('me', db)).map((one) => one.id)).toEqual([visit])
  expect(await open('another', db)).toEqual([])
  await db.draft.update(visit, { left_at: 2, result_at: 1 })
  expect(await open('me', db)).toEqual([])
  await db.draft.update(visit, { left_at: null })
  await db.op.update('c', { state: 'queued' })
  expect(await open('me', db)).toEqual([])
})
