import { call } from '../api/client'
import type { Receipt } from '../api/types'
import { db, readMeta, writeMeta, type FieldDb, type SegmentState } from './db'

const LOOK_BACK_MS = 60_000

/**
 * Asks which of my uploads are sealed. A segment says 已封存 only when the server hashed the very bytes we hash here;
 * any other hash is a mismatch, and the phone keeps its copy (B-62). Answers how many changed.
 */
export async function fetchReceipts(on: FieldDb = db): Promise<number> {
  const since = await readMeta('receipts_since', on)
  const query = since === null ? '' : `?since=${encodeURIComponent(since)}`
  const { items } = await call<{ items: Receipt[] }>(`/receipts${query}`)
  const changed = await takeReceipts(items, on)
  await rememberNewest(items, on)
  return changed
}

export async function takeReceipts(items: readonly Receipt[], on: FieldDb = db): Promise<number> {
  let changed = 0
  for (const item of items) {
    const segment = await on.segment.get([item.media_id, item.segment])
    const state = segment === undefined ? null : stateAfter(item, segment.sha256)
    if (state === null || segment?.state === state) continue
    changed += await on.segment.update([item.media_id, item.segment], { state, sealed_at: item.sealed_at })
  }
  return changed
}

function stateAfter(item: Receipt, ours: string | null): SegmentState | null {
  if (item.state === 'mismatch') return 'mismatch'
  if (item.state !== 'sealed') return null
  return item.sha256 === ours ? 'sealed' : 'mismatch'
}

/** Looks back a minute, so that two sealed in one second are both heard of. */
async function rememberNewest(items: readonly Receipt[], on: FieldDb): Promise<void> {
  const times = items.flatMap((item) => (item.sealed_at === null ? [] : [Date.parse(item.sealed_at)]))
  if (times.length === 0) return
  await writeMeta('receipts_since', new Date(Math.max(...times) - LOOK_BACK_MS).toISOString(), on)
}

export async function anythingUnsealed(person_id: string, on: FieldDb = db): Promise<boolean> {
  const waiting = await on.segment.where('state').equals('received').toArray()
  if (waiting.length === 0) return false
  const media = await on.media.bulkGet(waiting.map((segment) => segment.media_id))
  return media.some((one) => one?.person_id === person_id)
}
