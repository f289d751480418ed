import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { FieldDb, type Op } from './db'
import { diagnosis, type PhoneFacts } from './diagnosis'

const AT = Date.parse('2026-04-22T02:28:00Z')
const PHONE: PhoneFacts = { browser: 'Chrome/128', languages: ['zh-CN'], screen: '390×844 @3', storage: { used: 1, quota: 2, persisted: true }, permissions: {} }
const op = (op_id: string, state: Op['state'], at: number): Op => ({ op_id, state, at, kind: 'check_in', body: { name: '周明远', enterprise: '云川食品' } }) as unknown as Op

test('it counts what waits, and says since when', async () => {
  const db = new FieldDb('diagnosis')
  await db.op.bulkAdd([op('a', 'received', AT - 9000), op('b', 'needs_fix', AT - 5000), op('c', 'needs_fix', AT - 7000)])
  const made = await diagnosis(PHONE, AT, db)
  expect(made.records).toEqual({ needs_fix: 2, received: 1 })
  expect(made.oldest).toBe('2026-04-22T02:27:53.000Z')
  expect(made.clock).toEqual({ quality: 'none', offset_ms: null, at: null })
})

test('it names nobody and holds nothing of what was recorded', async () => {
  const db = new FieldDb('diagnosis of others')
  await db.op.add(op('a', 'needs_fix', AT))
  expect(JSON.stringify(await diagnosis(PHONE, AT, db))).not.toMatch(/周明远|云川食品/)
})
