import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import type { ChecklistLine } from '../api/types'
import { addPhoto, corrections, give, hold, lackOf, missing, NOTHING } from './checklist'
import { FieldDb } from './db'
import { draftFor } from './visit'

const COLD: ChecklistLine = { key: 'a'.repeat(16), question: '冷库温度是否按规定记录', kind: 'yes_no', unit: '', photo: true, items: ['C60'], bases: ['食品安全法第五十四条'] }
const DEGREES: ChecklistLine = { ...COLD, key: 'b'.repeat(16), question: '冷库温度', kind: 'value', unit: '℃', photo: false }
const HEALTH: ChecklistLine = { ...COLD, key: 'c'.repeat(16), question: '健康证明是否有效', photo: false }
const FORM = [COLD, DEGREES, HEALTH]
let count = 0
let db: FieldDb
let id: string

beforeEach(async () => {
  count += 1
  db = new FieldDb(`checklist-${count}`)
  id = (await draftFor({ person_id: 'p1', kind: 'visit', task_id: 't1', title: '云川食品' }, db)).id
})

const given = async () => (await db.draft.get(id))?.given ?? {}
const ops = async () => await db.op.orderBy('seq').toArray()

test('a no wants to say what was seen, and a photo where the list asks for one', () => {
  expect(lackOf(COLD)).toBe('answer')
  expect(lackOf(COLD, { ...NOTHING, answer: 'no' })).toBe('note')
  expect(lackOf(COLD, { ...NOTHING, answer: 'no', note: '缺三天' })).toBe('photo')
  expect(lackOf(COLD, { ...NOTHING, answer: 'no', note: '缺三天', photos: ['m1'] })).toBeNull()
  expect(lackOf(HEALTH, { ...NOTHING, answer: 'no', note: '一人过期' })).toBeNull()
  expect(lackOf(COLD, { ...NOTHING, answer: 'na' })).toBeNull()
  expect(lackOf(DEGREES, { ...NOTHING, answer: 'value', value: '零下' })).toBe('value')
  expect(lackOf(DEGREES, { ...NOTHING, answer: 'value', value: '-18.5' })).toBeNull()
})

test('an answer is kept with its command, in a chain of its own behind the arrival', async () => {
  await give(id, COLD, { answer: 'yes' }, 1000, db)
  const [op] = await ops()
  expect(op).toMatchObject({ kind: 'answer', chain: `answers:${id}`, needs: [id], path: `/inspections/${id}/answers` })
  expect(op?.payload).toMatchObject({ line: COLD.key, question: COLD.question, kind: 'yes_no', unit: '', answer: 'yes', value: null, note: '', photos: [], at: '1970-01-01T00:00:01.000Z' })
  expect((await given())[COLD.key]).toMatchObject({ answer: 'yes', at: 1000 })
})

test('the same answer again is not sent again; another one is', async () => {
  await give(id, COLD, { answer: 'yes' }, 1, db)
  await give(id, COLD, { answer: 'yes' }, 2, db)
  await give(id, COLD, { answer: 'no' }, 3, db)
  expect((await ops()).map((op) => (op.payload as { answer: string }).answer)).toEqual(['yes', 'no'])
})

test('what is typed is held and sent with the answer only', async () => {
  await hold(id, COLD.key, { note: '缺' }, db)
  expect(await ops()).toEqual([])
  await give(id, COLD, { answer: 'no' }, 1, db)
  await give(id, COLD, { note: '缺三天 ' }, 2, db)
  expect((await ops()).map((op) => (op.payload as { note: string }).note)).toEqual(['缺', '缺三天'])
})

test('half a number is held, never sent', async () => {
  await give(id, DEGREES, { answer: 'value', value: '-' }, 1, db)
  expect(await ops()).toEqual([])
  await give(id, DEGREES, { answer: 'value', value: '-18' }, 2, db)
  expect((await ops())[0]?.payload).toMatchObject({ answer: 'value', value: '-18' })
})

test('a photo goes with its line, two at once are both there', async () => {
  await give(id, COLD, { answer: 'no', note: '缺三天' }, 1, db)
  await addPhoto(id, COLD, 'm1', db)
  await addPhoto(id, COLD, 'm2', db)
  expect((await given())[COLD.key]?.photos).toEqual(['m1', 'm2'])
  expect((await ops()).at(-1)?.payload).toMatchObject({ photos: ['m1', 'm2'] })
})

test('after a kill the form is where it was', async () => {
  await give(id, COLD, { answer: 'no', note: '缺三天', photos: ['m1'] }, 1, db)
  db.close()
  const again = new FieldDb(`checklist-${count}`)
  const found = (await again.draft.get(id))?.given
  expect(missing(FORM, found).map((line) => line.key)).toEqual([DEGREES.key, HEALTH.key])
  expect(corrections(FORM, found)).toEqual([{ line: COLD.key, question: COLD.question, note: '缺三天' }])
})
