import { call } from '../api/client'
import type { Snapshot, Task } from '../api/types'
import { db, type FieldDb, type SnapshotRow } from './db'

/**
 * Fetches today's package and keeps it. The old one stays until the new one is written whole. The keys by which its forecast
 * is checked are kept apart from it: they come from the server alone, never out of the package.
 */
export async function fetchSnapshot(person_id: string, into: FieldDb = db): Promise<SnapshotRow> {
  const { issuers = [], ...snapshot } = await call<Snapshot>('/snapshot')
  const row = { ...snapshot, person_id, fetched_at: Date.now() }
  await into.transaction('rw', into.snapshot, into.meta, async () => {
    await into.snapshot.put(row)
    await into.meta.put({ key: 'issuers', value: issuers })
  })
  return row
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
