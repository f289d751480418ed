import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { expect, test } from 'vitest'
import { FieldDb, readMeta, type Op } from './db'
import { onTheWire } from './photos'
import { sendable } from './outbox'
import { emptyDraft } from './visit'

const LETTERS = ['QUJD', 'REVG']
const ISSUERS = [{ kid: 'k1', public_key: 'p' }]

/** The database as the build before left it: version 3, an outbox full of commands, photos in base64. */
async function before(name: string, rows: Record<string, object[]>): Promise<void> {
  const old = new Dexie(name)
  old.version(3).stores({ meta: 'key', snapshot: 'person_id', draft: 'id, task_id, person_id', op: 'op_id, &seq, [chain+seq], state, subject', media: 'media_id, subject', segment: '[media_id+n], media_id, state, subject', key: 'person_id' })
  for (const [table, all] of Object.entries(rows)) await old.table(table).bulkAdd(all)
  old.close()
}

const draft = (id: string, answers: Record<string, string>, kind: 'visit' | 'clue' = 'clue') => ({ ...emptyDraft({ person_id: 'me', kind, task_id: null, title: '' }), id, answers })
const op = (n: number, kind: string, payload: unknown, state = 'queued'): Op => ({ op_id: `op${n}`, seq: n, person_id: 'me', chain: `chain${n}`, subject: null, kind, path: '/x', payload, at: n, needs: [], state: state as Op['state'], attempts: 0, next_at: 0, last_error: null, receipt: null, received_at: null })

test('an outbox full of clues and visits goes on after the update, letter for letter', async () => {
  const ops = Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? op(n + 1, 'clue', { text: `线索 ${n}`, photos: LETTERS.slice(0, n % 3) }) : op(n + 1, 'check_in', { clock: { offset_ms: n } }, n % 5 === 0 ? 'needs_fix' : 'queued')))
  await before('full', { op: ops })
  const now = new FieldDb('full')
  const kept = await now.op.orderBy('seq').toArray()
  expect(await Promise.all(kept.map(async (each) => ({ ...each, payload: await onTheWire(each.payload) })))).toEqual(ops)
  expect(await sendable('me', 1, now)).toHaveLength(ops.filter((each) => each.state === 'queued').length)
  expect((kept[4]?.payload as { photos: unknown[] }).photos[0]).toBeInstanceOf(Blob)
})

test('a draft keeps its photos in their order and all that was said beside them; others are not touched', async () => {
  const visit = draft('v', { q1: 'yes' }, 'visit')
  await before('drafts', { draft: [draft('c', { about: '某局', hidden: 'no', photo1: 'QUJD', photo2: 'REVG', photo3: '' }), draft('none', { about: '', photo1: '', photo2: '', photo3: '' }), visit] })
  const now = new FieldDb('drafts')
  const kept = await now.draft.get('c')
  expect(kept?.answers).toEqual({ about: '某局', hidden: 'no' })
  expect(await onTheWire({ photos: kept?.photos })).toEqual({ photos: LETTERS })
  expect((await now.draft.get('none'))?.photos).toEqual([])
  expect(await now.draft.get('v')).toEqual(visit)
})

test('the keys that were known stay those of the person who had fetched them', async () => {
  await before('keys', { meta: [{ key: 'issuers', value: ISSUERS }, { key: 'person', value: { id: 'me' } }, { key: 'seq', value: 7 }] })
  const now = new FieldDb('keys')
  expect(await readMeta('pins', now)).toEqual({ me: ISSUERS })
  expect(await now.meta.get('issuers' as 'seq')).toBeUndefined()
  expect(await readMeta('seq', now)).toBe(7)
})

test('a phone that knew no keys and nobody comes through, too', async () => {
  await before('nobody', { meta: [{ key: 'language', value: 'zh' }] })
  expect(await readMeta('pins', new FieldDb('nobody'))).toBeNull()
})
