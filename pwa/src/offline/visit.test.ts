import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { FieldDb, writeMeta } from './db'
import { uuidv7 } from './ids'
import { arrivalAnswer, askRecusal, bringAlong, bringPartner, checkIn, checkOut, draftFor, explain, fileResult, note, observe, remark, tick } from './visit'

const ME = { person_id: 'p1', name: '周明远', card: { id: 'c1', number: '17010100237', state: 'active' as const, expires_on: null } }
const HERE = { longitude: 114.796, latitude: 30.844, accuracy_m: 18, datum: 'wgs84' as const, fix_at: '2026-11-21T02:28:10.000Z' }
let count = 0
let db: FieldDb

beforeEach(() => {
  count += 1
  db = new FieldDb(`visit-${count}`)
})

const start = { person_id: 'p1', kind: 'visit' as const, task_id: 't1', title: '示范区云川食品有限公司' }

test('a task opened twice is one visit', async () => {
  const [first, second] = await Promise.all([draftFor(start, db), draftFor(start, db)])
  expect(second.id).toBe(first.id)
})

test('steps shown before the arrival are sent after it, with their own times', async () => {
  const draft = await draftFor(start, db)
  await tick(draft.id, 'show_code', 2000, db)
  await tick(draft.id, 'show_certificate', 1000, db)
  expect(await db.op.count()).toBe(0)
  await note(draft.id, { enterprise_text: 'https://x/91420117MA0DEM001C', enterprise_source: 'scan' }, db)
  await checkIn((await db.draft.get(draft.id))!, { at: 3000, position: HERE, position_reason: null, me: ME, partner: { person_id: 'p2', card_id: 'c2', how: 'partner_scan' } }, db)
  const ops = await db.op.orderBy('seq').toArray()
  expect(ops.map((op) => [op.kind, op.at])).toEqual([['check_in', 3000], ['step.show_certificate', 1000], ['step.show_code', 2000]])
  expect(ops[0]).toMatchObject({
    op_id: draft.id, path: '/check-ins',
    payload: {
      task_id: 't1', enterprise: { text: 'https://x/91420117MA0DEM001C', source: 'scan' }, captured_at: '1970-01-01T00:00:03.000Z', position: HERE,
      officers: [{ person_id: 'p1', card_id: 'c1', how: 'self' }, { person_id: 'p2', card_id: 'c2', how: 'partner_scan' }],
      clock: { quality: 'none', offset_ms: null },
    },
  })
})

test('a step is done once, however often it is tapped', async () => {
  const draft = await draftFor(start, db)
  await checkIn(draft, { at: 1, position: null, position_reason: '地下室', me: ME, partner: null }, db)
  await tick(draft.id, 'rights_told', 5000, db)
  await tick(draft.id, 'rights_told', 9000, db)
  expect((await db.draft.get(draft.id))!.steps.rights_told).toBe(5000)
  expect(await db.op.filter((op) => op.kind === 'step.rights_told').count()).toBe(1)
})

test('result and departure follow in the visit’s own order and mark the draft', async () => {
  const draft = await draftFor(start, db)
  await checkIn(draft, { at: 1, position: null, position_reason: 'none', me: ME, partner: null }, db)
  await fileResult(draft, { outcome: 'none_found', summary: '未见异常', deadline: null }, 10, db)
  await checkOut(draft, HERE, 20, db)
  expect((await db.op.orderBy('seq').toArray()).map((op) => op.kind)).toEqual(['check_in', 'result', 'check_out'])
  expect(await db.draft.get(draft.id)).toMatchObject({ result_at: 10, left_at: 20 })
})

test('a partner who comes late is a step of its own, and its verdict replaces the first on the screen', async () => {
  const draft = await draftFor(start, db)
  await checkIn(draft, { at: 1, position: null, position_reason: 'none', me: ME, partner: null }, db)
  await bringPartner((await db.draft.get(draft.id))!, { person_id: 'p2', card_id: 'c2', how: 'declared' }, db)
  const late = (await db.op.filter((op) => op.kind === 'step.second_officer').first())!
  expect(late.payload).toMatchObject({ kind: 'second_officer', person_id: 'p2', card_id: 'c2' })
  expect(await arrivalAnswer(draft.id, db)).toBeNull()
  await db.op.update(draft.id, { state: 'received', receipt: { arrived_at: 'x', verdict: { mark: 'alert' } } })
  await db.op.update(late.op_id, { state: 'received', receipt: { verdict: { mark: 'clean' } } })
  expect(await arrivalAnswer(draft.id, db)).toMatchObject({ arrived_at: 'x', verdict: { mark: 'clean' } })
})

test('a calibrated phone says how far it was off and how sure it is', async () => {
  await writeMeta('calibration', { offset_ms: -420_000, at: Date.now() - 60_000, boot: 'another page' }, db)
  const draft = await draftFor(start, db)
  await checkIn(draft, { at: Date.now(), position: null, position_reason: 'none', me: ME, partner: null }, db)
  expect((await db.op.get(draft.id))!.payload).toMatchObject({ clock: { offset_ms: -420_000, quality: 'carried' } })
})

test('a supervisor’s sheet goes through the same outbox', async () => {
  const draft = await draftFor({ ...start, kind: 'observation', task_id: null }, db)
  await observe({ ...draft, enterprise_text: '望江路 12 号', answers: { 1: 'yes', 3: 'no' }, text: '没有请企业扫码' }, HERE, 7, db)
  expect(await db.op.get(draft.id)).toMatchObject({ path: '/observations', payload: { answers: { 1: 'yes', 3: 'no' }, enterprise_text: '望江路 12 号', text: '没有请企业扫码' } })
})

test('what comes to mind later follows the sheet, which stays as it was', async () => {
  const draft = await draftFor({ ...start, kind: 'observation', task_id: null }, db)
  await observe({ ...draft, enterprise_text: '望江路 12 号', answers: { 1: 'yes' }, text: '没有请企业扫码' }, HERE, 7, db)
  for (const [n, words] of ['先想到的', '后想到的'].entries()) await remark(draft, words, 1_000 + n, db)

  const ops = await db.op.where('subject').equals(draft.id).sortBy('seq')
  expect(ops.map((op) => op.path)).toEqual(['/observations', `/observations/${draft.id}/remarks`, `/observations/${draft.id}/remarks`])
  expect(ops.slice(1).map((op) => op.payload)).toEqual([{ text: '先想到的', at: new Date(1_000).toISOString() }, { text: '后想到的', at: new Date(1_001).toISOString() }])
  expect(new Set(ops.map((op) => op.chain))).toEqual(new Set([draft.id]))
  expect(await db.draft.get(draft.id)).toMatchObject({ text: draft.text, remarks: [{ id: ops[1]!.op_id, text: '先想到的' }, { text: '后想到的' }] })
})

test('ids sort by the time of their making and carry version and variant', () => {
  const [early, late] = [uuidv7(1000), uuidv7(2 ** 41)]
  expect(early < late).toBe(true)
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(parseInt(uuidv7(1_763_691_294_123).replaceAll('-', '').slice(0, 12), 16)).toBe(1_763_691_294_123)
})

const XU = { person_id: 'p9', name: '徐专家', role: 'expert' as const, number: 'Z-03', declared: true }
const STRANGER = { person_id: 'p8', name: '辅助人员', role: 'assistant' as const, number: 'F-07', declared: false }

test('who came along is told with the arrival, and whoever the task does not name also by role and number', async () => {
  const draft = await draftFor(start, db)
  await bringAlong(draft.id, [XU, STRANGER], db)
  await checkIn((await db.draft.get(draft.id))!, { at: 3000, position: HERE, position_reason: null, me: ME, partner: null }, db)
  const ops = await db.op.orderBy('seq').toArray()
  expect((ops[0]!.payload as { officers: unknown[] }).officers).toEqual([
    { person_id: 'p1', card_id: 'c1', how: 'self' }, { person_id: 'p9', card_id: null, how: 'declared', role: 'expert' },
    { person_id: 'p8', card_id: null, how: 'declared', role: 'assistant' },
  ])
  expect(ops.slice(1).map((op) => (op.payload as { note: string }).note)).toEqual(['入企前未登记的辅助人员，编号 F-07'])
})

test('whoever set out with a phone that was not ready says so with the arrival', async () => {
  const draft = await draftFor(start, db)
  await note(draft.id, { unready: ['摄像头：没有权限', '电量：12%，请充电'] }, db)
  await checkIn((await db.draft.get(draft.id))!, { at: 3000, position: HERE, position_reason: null, me: ME, partner: null }, db)
  const notes = (await db.op.orderBy('seq').toArray()).filter((op) => op.kind === 'step.note')
  expect(notes.map((op) => (op.payload as { note: string }).note)).toEqual(['出发时没有就绪：摄像头：没有权限；电量：12%，请充电'])
})

test('after the arrival it stands who came along', async () => {
  const draft = await draftFor(start, db)
  await checkIn(draft, { at: 1, position: HERE, position_reason: null, me: ME, partner: null }, db)
  await bringAlong(draft.id, [XU], db)
  expect((await db.draft.get(draft.id))!.along).toEqual([])
})

test('a request for recusal is an op of the visit and leaves the visit as it is', async () => {
  const draft = await draftFor(start, db)
  await checkIn(draft, { at: 1, position: HERE, position_reason: null, me: ME, partner: null }, db)
  const before = (await db.draft.get(draft.id))!
  await askRecusal(before, { person_id: 'p1', name: '周明远', reason: '是我的前同事' }, 5000, db)
  await askRecusal(before, { person_id: 'p9', name: '徐专家', reason: '同业竞争' }, 6000, db)
  const asked = await db.op.filter((op) => op.kind === 'recusal').sortBy('seq')
  expect(asked.map((op) => [op.path, op.payload])).toEqual([
    [`/inspections/${draft.id}/recusal`, { person_id: 'p1', reason: '是我的前同事', at: '1970-01-01T00:00:05.000Z' }],
    [`/inspections/${draft.id}/recusal`, { person_id: 'p9', reason: '同业竞争', at: '1970-01-01T00:00:06.000Z' }],
  ])
  const after = (await db.draft.get(draft.id))!
  expect(after.recusals?.map((one) => [one.op_id, one.name])).toEqual([[asked[0]!.op_id, '周明远'], [asked[1]!.op_id, '徐专家']])
  expect(after).toEqual({ ...before, recusals: after.recusals })
})

test('a reason for a hole stands in the draft and goes to the server as a code, at the moment of the hole', async () => {
  const draft = await draftFor(start, db)
  await checkIn(draft, { at: 1, position: null, position_reason: 'none', me: ME, partner: null }, db)
  await explain(draft, 5000, 'call', 'interruption', db)
  await explain(draft, 9000, 'law', 'recording_paused', db)
  expect((await db.draft.get(draft.id))!.hole_reasons).toEqual({ 5000: 'call', 9000: 'law' })
  const told = (await db.op.orderBy('seq').toArray()).slice(1).map((op) => [op.kind, op.at, (op.payload as { note: string }).note])
  expect(told).toEqual([['step.interruption', 5000, 'call'], ['step.recording_paused', 9000, 'law']])
})
