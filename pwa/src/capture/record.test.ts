import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { FieldDb, type Signer } from '../offline/db'
import { masked } from '../offline/identityNumbers'
import { canonical, contentOf, hashOf, openAgain, refusalOpen, sign, signersOf, writeDown, type Ink } from './record'
import { draftFor } from '../offline/visit'

const TASK = {
  organ: { id: 'o', name: '示范区市场监督管理局', name_en: null }, enterprise: { name: '云川食品', identifier: '91420117MA0DEM001C', address: '示范大道 1 号' },
  officers: [{ person_id: 'p1', name: '周明远', card: { number: '17010100001' } }, { person_id: 'p2', name: '林晓', card: null }],
  items: [{ id: 'i', code: 'C60', name: '日常检查', basis: '第一百一十条' }],
  checklist: [{ key: 'a', question: '温度', kind: 'value', unit: '℃', photo: false, items: [], bases: [] }],
}
const ATTENDEE: Signer = { role: 'attendee', person_id: null, name: '何店长' }
const ZHOU: Signer = { role: 'officer', person_id: 'p1', name: '周明远' }
const LIN: Signer = { role: 'officer', person_id: 'p2', name: '林晓' }
let count = 0
let db: FieldDb
let id: string

beforeEach(async () => {
  count += 1
  db = new FieldDb(`record-${count}`)
  id = (await draftFor({ person_id: 'p1', kind: 'visit', task_id: 't1', title: '云川食品' }, db)).id
  await db.draft.update(id, { partner: { person_id: 'p2', card_id: null, how: 'declared' } })
  await writeDown(id, { findings: '缺三天', name: '何店长', role: '店长' }, db)
})

const draft = async () => (await db.draft.get(id))!
const content = async (at = 5000) => contentOf({ draft: await draft(), task: TASK as never, me: { person_id: 'p1', name: '周明远', organ: '' }, photos: new Map() }, at)
const ink = (n: number): Ink => ({ picture: { bytes: 10, sha256: String(n).repeat(64) }, media_id: `m${n}`, mime: 'image/png', strokes: [[0, 0, 0, 40, 40, 20]] })
const kinds = async () => (await db.op.orderBy('seq').toArray()).map((op) => op.kind)

test('the same content has the same bytes everywhere, whatever the order of its keys', async () => {
  expect(canonical({ b: '二', a: ['x', { d: '"', c: '\n' }] })).toBe('{"a":["x",{"c":"\\n","d":"\\""}],"b":"二"}')
  const said = await content()
  expect(await hashOf(said)).toBe(await hashOf(JSON.parse(JSON.stringify(said, Object.keys(said).reverse().concat('name', 'role', 'person_id', 'card', 'code', 'basis'))) as typeof said))
})

test('the record names what is known, and only what was answered', async () => {
  await db.draft.update(id, { given: { a: { answer: 'value', value: '-18', note: '', photos: [], at: 1 } } })
  const said = await content()
  expect(said).toMatchObject({ enterprise: '云川食品', writer: '周明远', attendee: { name: '何店长', role: '店长' } })
  expect(said.officers[1]).toEqual({ person_id: 'p2', name: '林晓', card: '' })
  expect(said.lines).toEqual([{ question: '温度', answer: 'value', value: '-18', unit: '℃', note: '', photos: [] }])
})

test('the first signature locks the text: version, picture and signature stand or fall together', async () => {
  await sign(await draft(), await content(), { signer: ATTENDEE, ink: ink(1), reason: '' }, 6000, db)
  expect(await kinds()).toEqual(['record', 'media.signature', 'signature'])
  const [record, , signature] = await db.op.orderBy('seq').toArray()
  expect((signature?.payload as { record_hash: string }).record_hash).toBe((record?.payload as { hash: string }).hash)
  expect((await draft()).record).toMatchObject({ versions: 1, signed: [{ role: 'attendee', refused: false }] })
  expect(await db.segment.where('media_id').equals('m1').count()).toBe(1)
})

test('four signers in three seconds, and a second tap of one of them', async () => {
  const locked = await content()
  for (const [n, signer] of [ATTENDEE, ZHOU, LIN, LIN].entries()) await sign(await draft(), locked, { signer, ink: ink(n), reason: '' }, 6000 + n, db)
  expect((await kinds()).filter((kind) => kind === 'signature')).toHaveLength(3)
  expect((await kinds()).filter((kind) => kind === 'record')).toHaveLength(1)
  expect(signersOf(locked, (await draft()).record!.signed).every((one) => one.done !== null)).toBe(true)
})

test('opened again, the next signature begins another version', async () => {
  await sign(await draft(), await content(), { signer: ATTENDEE, ink: ink(1), reason: '' }, 6000, db)
  await openAgain(id, db)
  await writeDown(id, { statement: '不是事实' }, db)
  await sign(await draft(), await content(9000), { signer: ATTENDEE, ink: ink(2), reason: '' }, 9000, db)
  expect((await kinds()).filter((kind) => kind === 'record')).toHaveLength(2)
  expect((await draft()).record?.versions).toBe(2)
})

test('a refusal stays open until both officers have signed', async () => {
  const locked = await content()
  await sign(await draft(), locked, { signer: ATTENDEE, ink: null, reason: '要先问律师' }, 1, db)
  expect((await db.op.orderBy('seq').last())?.payload).toMatchObject({ refused: true, reason: '要先问律师', media_id: null, strokes: [] })
  expect(refusalOpen((await draft()).record)).toBe(true)
  await sign(await draft(), locked, { signer: ZHOU, ink: ink(1), reason: '' }, 2, db)
  expect(refusalOpen((await draft()).record)).toBe(true)
  await sign(await draft(), locked, { signer: LIN, ink: ink(2), reason: '' }, 3, db)
  expect(refusalOpen((await draft()).record)).toBe(false)
})

test('an identity number is masked before anybody signs it', async () => {
  expect(masked('证 11010519491231002X 完')).toBe('证 110105************ 完')
  expect(masked('证 110105 19491231 002x')).toBe('证 110105************')
  expect(masked('代码 91420117MA0DEM001C，电话 13800000000')).toBe('代码 91420117MA0DEM001C，电话 13800000000')
  await writeDown(id, { statement: '我是 11010519491231002X' }, db)
  expect((await content()).statement).toBe('我是 110105************')
})

test('what is on paper is a picture without strokes, a typed name has its witness and no picture', async () => {
  const locked = await content()
  await sign(await draft(), locked, { signer: ATTENDEE, ink: null, reason: '', witness: 'p2' }, 1, db)
  expect((await db.op.orderBy('seq').last())?.payload).toMatchObject({ how: 'typed', witness_id: 'p2', refused: false, media_id: null, strokes: [] })
  await sign(await draft(), locked, { signer: ZHOU, ink: { ...ink(1), mime: 'image/jpeg', strokes: [] }, reason: '' }, 2, db)
  expect((await db.op.orderBy('seq').last())?.payload).toMatchObject({ how: 'picture', witness_id: null, refused: false, media_id: 'm1' })
  await sign(await draft(), locked, { signer: LIN, ink: ink(2), reason: '' }, 3, db)
  expect((await db.op.orderBy('seq').last())?.payload).toMatchObject({ how: 'drawn', witness_id: null })
  expect((await draft()).record?.signed.map((one) => [one.name, one.how, one.refused])).toEqual([['何店长', 'typed', false], ['周明远', 'picture', false], ['林晓', 'drawn', false]])
  expect(refusalOpen((await draft()).record)).toBe(false)
})
