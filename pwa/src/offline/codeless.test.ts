import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import type { CheckInAnswer, Task } from '../api/types'
import { isInspection, reportCodeless, withoutCode } from './codeless'
import { FieldDb, type Draft } from './db'
import { checkIn, draftFor, note } from './visit'

const ME = { person_id: 'p1', name: '周明远', card: null }
const start = { person_id: 'p1', kind: 'visit' as const, task_id: 't1', title: '示范区云川食品有限公司' }
let count = 0
let db: FieldDb
let draft: Draft

beforeEach(async () => {
  count += 1
  db = new FieldDb(`codeless-${count}`)
  draft = await draftFor(start, db)
})

async function arrive(): Promise<Draft> {
  await checkIn((await db.draft.get(draft.id))!, { at: 1, position: null, position_reason: 'none', me: ME, partner: null }, db)
  return (await db.draft.get(draft.id))!
}
const found = (...codes: string[]) => ({ verdict: { findings: codes.map((code) => ({ code })) } }) as unknown as CheckInAnswer
const task = (more: object) => ({ kind: 'daily', visit_code: null, ...more }) as unknown as Task

test('B-54: before the arrival there is nothing to explain; afterwards the phone tells by its task, the server by its verdict', async () => {
  expect(withoutCode(draft, task({}), null)).toBe(false)
  const here = await arrive()
  expect(withoutCode(here, task({}), null)).toBe(true)
  expect(withoutCode(here, task({ visit_code: { id: 'v1' } }), null)).toBe(false)
  expect(withoutCode(here, task({ visit_code: { id: 'v1' } }), found('NO_CODE'))).toBe(true)
  expect(withoutCode(here, null, found('NO_TASK'))).toBe(true)
  expect(withoutCode(here, task({}), found())).toBe(false)
})

test('B-54: the report is one op, however often it is sent', async () => {
  const here = await arrive()
  await reportCodeless(here, { reason: 'network', words: '机房停电' }, 5000, db)
  await reportCodeless(here, { reason: 'special', words: '改主意' }, 6000, db)
  const ops = await db.op.filter((op) => op.kind === 'codeless').toArray()
  expect(ops.map((op) => [op.path, op.payload])).toEqual([[`/inspections/${here.id}/codeless`, { reason: 'network', words: '机房停电', at: '1970-01-01T00:00:05.000Z' }]])
  expect((await db.draft.get(here.id))?.codeless).toEqual({ reason: 'network', at: 5000 })
})

test('B-24: a visit without a task says on arrival that it is no inspection, and owes no code', async () => {
  await note(draft.id, { visit_kind: 'noninspection_survey' }, db)
  const here = await arrive()
  expect((await db.op.get(here.id))?.payload).toMatchObject({ kind: 'noninspection_survey' })
  expect([isInspection(here, null), withoutCode(here, null, null)]).toEqual([false, false])
})

test('B-24: an ordinary arrival says nothing of its kind, and a task has the last word', async () => {
  const here = await arrive()
  expect((await db.op.get(here.id))?.payload).toMatchObject({ kind: null })
  expect(isInspection(here, null)).toBe(true)
  expect(isInspection(here, task({ kind: 'noninspection_service' }))).toBe(false)
})
