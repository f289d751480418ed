import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { FieldDb, type Draft, type Media } from '../offline/db'
import { draftFor } from '../offline/visit'
import { GENESIS, linkOf } from './chain'
import { closeSegment, declareMedia, finishRecording, holdFile, openSegment, recover, sliceHeld } from './ledger'

const SHA = (n: number): string => String(n).padStart(2, '0').repeat(32)
let count = 0
let db: FieldDb
let draft: Draft
let media: Media

beforeEach(async () => {
  count += 1
  db = new FieldDb(`ledger-${count}`)
  draft = await draftFor({ person_id: 'p1', kind: 'visit', task_id: 't1', title: '云川食品' }, db)
  media = await declareMedia({ draft, kind: 'recording', mime: 'video/webm;codecs=vp8,opus', started_at: 1000, position: null, caption: null, settings: null }, db)
})

async function record(n: number, from: number, to: number, cause: string | null = 'rotation'): Promise<void> {
  const segment = await openSegment(media, n, from, cause, db)
  await sliceHeld(segment, 10, to, db)
  await closeSegment(segment, { bytes: 10, sha256: SHA(n) }, to, db)
}

const declared = async (): Promise<Record<string, unknown>[]> =>
  (await db.op.where('[chain+seq]').between([`media:${media.media_id}`, 0], [`media:${media.media_id}`, Infinity]).toArray()).filter((op) => op.kind === 'segment').map((op) => op.payload as Record<string, unknown>)

test('the chain binds each segment to the one before it', async () => {
  await record(1, 1000, 121_000)
  await record(2, 120_000, 240_000)
  await finishRecording(media.media_id, db)
  const [first, second] = await declared()
  expect(first).toMatchObject({ n: 1, prev: GENESIS, gap_ms: 0, final: false, duration_ms: 120_000 })
  expect(second).toMatchObject({ n: 2, prev: first?.link, gap_ms: 0, cause: null, final: true })
  expect(second?.link).toBe(await linkOf({ prev: String(first?.link), sha256: SHA(2), n: 2, bytes: 10, start_ms: 120_000, duration_ms: 120_000, gap_ms: 0, cause: null }))
})

test('a hole is written into the chain with its length and its cause', async () => {
  await record(1, 1000, 61_000)
  await record(2, 136_000, 200_000, 'paused')
  await finishRecording(media.media_id, db)
  expect((await declared())[1]).toMatchObject({ gap_ms: 75_000, cause: 'paused' })
})

test('a segment is declared only when it is known whether it is the last', async () => {
  await record(1, 1000, 121_000)
  expect(await declared()).toEqual([])
  const second = await openSegment(media, 2, 120_000, 'rotation', db)
  expect(await declared()).toEqual([])
  await sliceHeld(second, 5, 123_000, db)
  expect(await declared()).toMatchObject([{ n: 1, final: false }])
})

test('the old segment may close after the new one wrote its first slice', async () => {
  const first = await openSegment(media, 1, 1000, null, db)
  await sliceHeld(first, 10, 4000, db)
  await sliceHeld(await openSegment(media, 2, 4000, 'rotation', db), 5, 7000, db)
  await closeSegment(first, { bytes: 10, sha256: SHA(1) }, 5000, db)
  expect(await declared()).toMatchObject([{ n: 1, final: false }])
})

test('after a kill what is on disk is kept, chained and final; an empty file is not', async () => {
  await record(1, 1000, 121_000)
  await sliceHeld(await openSegment(media, 2, 120_000, 'rotation', db), 20, 150_000, db)
  await openSegment(media, 3, 150_500, 'rotation', db)
  const removed: string[] = []
  const shelf = {
    adopt: (path: string) => Promise.resolve(path.includes('00003') ? { bytes: 0, sha256: SHA(0) } : { bytes: 25, sha256: SHA(2) }),
    remove: (path: string) => Promise.resolve(void removed.push(path)),
  }
  expect(await recover(shelf, db)).toMatchObject([{ media_id: media.media_id, from: 1000, to: 150_000, kept_ms: 150_000 }])
  expect(await declared()).toMatchObject([{ n: 1, final: false }, { n: 2, bytes: 25, final: true, duration_ms: 30_000 }])
  expect(removed).toHaveLength(1)
  expect(await recover(shelf, db)).toEqual([])
})

test('a kill before the first slice of a new segment makes the one before it the last', async () => {
  await record(1, 1000, 121_000)
  await openSegment(media, 2, 120_000, 'rotation', db)
  await recover({ adopt: () => Promise.reject(new Error('never made')), remove: () => Promise.resolve() }, db)
  expect(await declared()).toMatchObject([{ n: 1, final: true }])
})

test('a photo is one file with its hash, and waits only for its visit', async () => {
  await holdFile({ draft, kind: 'photo', mime: 'image/jpeg', started_at: 5000, position: null, caption: '现场', settings: null }, 'photo-1', { bytes: 99, sha256: SHA(9) }, db)
  expect(await db.op.get('photo-1')).toMatchObject({ path: `/inspections/${draft.id}/media`, needs: [draft.id] })
  expect(await db.segment.get(['photo-1', 0])).toMatchObject({ state: 'declared', bytes: 99, sha256: SHA(9), op_id: null, path: `v1/${draft.id}/photo-1/00000.jpg` })
})
