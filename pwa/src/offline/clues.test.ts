import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchClues, hides, isVisitCode, photosOf, raise, receiptOf } from './clues'
import { FieldDb, readMeta } from './db'
import { settle } from './outbox'
import { fromLetters, onTheWire } from './photos'
import { emptyDraft, note } from './visit'

let db: FieldDb
let n = 0

beforeEach(() => {
  db = new FieldDb(`clues-${String(++n)}`)
})
afterEach(async () => {
  await db.delete()
})

async function drafted(changes: object = {}) {
  const draft = { ...emptyDraft({ person_id: 'p1', kind: 'clue', task_id: null, title: '线索' }), text: ' 没有亮证。 ', enterprise_text: '平安里农贸市场', ...changes }
  await db.draft.add(draft)
  return draft
}

describe('a clue of a lay supervisor', () => {
  it('hides who told unless the teller says otherwise', async () => {
    expect(hides(await drafted())).toBe(true)
    expect(hides(await drafted({ answers: { hidden: 'no' } }))).toBe(false)
  })

  it('stands in the outbox with its draft, or neither does', async () => {
    const draft = await drafted({ answers: { about: '某局' } })
    await raise(draft, 1000, db)

    const [op] = await db.op.toArray()
    expect(op).toMatchObject({ op_id: draft.id, path: '/clues', payload: { text: '没有亮证。', place: '平安里农贸市场', about: '某局', hidden: true } })
    expect((await db.draft.get(draft.id))?.left_at).toBe(1000)
  })

  it('takes its photos and the scanned code along', async () => {
    const draft = await drafted({ answers: { code: 'HTTPS://X.TEST/I/ABC' }, photos: ['QUJD', 'REVG'].map(fromLetters) })
    expect(photosOf(draft)).toHaveLength(2)
    await raise(draft, 1000, db)
    const [op] = await db.op.toArray()
    expect(await onTheWire(op?.payload)).toMatchObject({ code: 'HTTPS://X.TEST/I/ABC', photos: ['QUJD', 'REVG'] })
  })

  it('knows a visit code from other codes', () => {
    expect(['https://x.test/i/ABC', 'HTTPS://X.TEST/I/ABC'].map(isVisitCode)).toEqual([true, true])
    expect(['https://x.test/c/ABC', '91420117MA4K000000', ''].map(isVisitCode)).toEqual([false, false, false])
  })

  it('is handed in once, however often the button is pressed', async () => {
    const draft = await drafted()
    await raise(draft, 1000, db)
    await note(draft.id, {}, db)
    await raise(draft, 2000, db)

    expect(await db.op.count()).toBe(1)
    expect((await db.draft.get(draft.id))?.left_at).toBe(1000)
  })

  it('has a number once the server has it', async () => {
    const draft = await drafted()
    await raise(draft, 1000, db)
    expect(await receiptOf(draft.id, db)).toBeNull()

    const [op] = await db.op.toArray()
    if (op !== undefined) await settle(op, { id: 'c1', receipt: '7K3M-2P9Q-XD4A', state: 'received' }, db)
    expect((await receiptOf(draft.id, db))?.receipt).toBe('7K3M-2P9Q-XD4A')
  })

  it('keeps what became of it for when there is no network', async () => {
    const items = [{ id: 'c1', receipt: '7K3M-2P9Q-XD4A', state: 'answered', text: '没有亮证。', place: '', received_at: 'r', due_at: 'd', closed_at: 'c', answer: '已核实。', extended: false, door: 'supervisor' }]
    await fetchClues('p1', <T>() => Promise.resolve({ items } as T), db)

    const kept = await readMeta('clues', db)
    expect(kept?.person_id).toBe('p1')
    expect(kept?.items[0]).not.toHaveProperty('door')
    expect(kept?.items[0]?.answer).toBe('已核实。')
  })
})
