import { call } from '../api/client'
import type { Issuer, SignedText, Snapshot, Task } from '../api/types'
import { db, type FieldDb, type SnapshotRow } from './db'
import { isGenuine, pin, pinsOf, repin } from './signed'

export type Ask = <T>(path: string) => Promise<T>

/**
 * Fetches today's package and keeps it. The old one stays until the new one is written whole. Of a forecast that none of the
 * pinned keys signed the one before stays, with its own date (B-42).
 */
export async function fetchSnapshot(person_id: string, into: FieldDb = db, ask: Ask = call): Promise<SnapshotRow> {
  const { issuers = [], ...snapshot } = await ask<Snapshot>('/snapshot')
  const pinned = await pinsOf(person_id, into)
  const forecast = await believed(snapshot, pinned.length > 0 ? pinned : issuers)
  await into.transaction('rw', into.snapshot, into.meta, async () => {
    await pin(person_id, issuers, into)
    const before = (await into.snapshot.get(person_id))?.forecast ?? null
    if (forecast) await repin(person_id, forecast, before, into)
    const kept = forecast === undefined ? before : forecast
    await into.snapshot.put({ ...snapshot, forecast: kept, refused_at: forecast === undefined ? Date.now() : null, person_id, fetched_at: Date.now() })
  })
  return await into.snapshot.get(person_id) as SnapshotRow
}

/** The forecast if there is one and it is genuine; null where there is none, undefined where it is refused. */
async function believed({ forecast }: Omit<Snapshot, 'issuers'>, issuers: readonly Issuer[]): Promise<SignedText | null | undefined> {
  if (forecast == null) return null
  return (await isGenuine(forecast, issuers)) ? forecast : undefined
}

export async function snapshotOf(person_id: string, from: FieldDb = db): Promise<SnapshotRow | null> {
  return (await from.snapshot.get(person_id)) ?? null
}

export async function taskIn(person_id: string, task_id: string, from: FieldDb = db): Promise<Task | null> {
  const snapshot = await snapshotOf(person_id, from)
  return snapshot?.tasks.find((task) => task.id === task_id) ?? null
}

const HOUR_MS = 3_600_000
/** For packages of earlier versions, which bring no rules along. */
const MAX_AGE_H = 72

/**
 * The tasks of the package. What it says beforehand of quiet period and count holds while it is no older than the rule set's
 * `cache.max_age_h` (B-42); after that it is null, and the screens say that they do not know.
 */
export function tasksOf(snapshot: SnapshotRow | null | undefined, now: number = Date.now()): Task[] {
  if (!snapshot) return []
  const cache = snapshot.rule_set?.body.cache as { max_age_h?: number } | undefined
  const holds = now - snapshot.fetched_at <= (cache?.max_age_h ?? MAX_AGE_H) * HOUR_MS
  return holds ? snapshot.tasks : snapshot.tasks.map((task) => ({ ...task, verdict: null }))
}
