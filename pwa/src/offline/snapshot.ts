import { call } from '../api/client'
import type { Snapshot, Task } from '../api/types'
import { db, type FieldDb, type SnapshotRow } from './db'

/** Fetches today's package and keeps it. The old one stays until the new one is written whole. */
export async function fetchSnapshot(person_id: string, into: FieldDb = db): Promise<SnapshotRow> {
  const snapshot = await call<Snapshot>('/snapshot')
  const row = { ...snapshot, person_id, fetched_at: Date.now() }
  await into.snapshot.put(row)
  return row
}

export async function snapshotOf(person_id: string, from: FieldDb = db): Promise<SnapshotRow | null> {
  return (await from.snapshot.get(person_id)) ?? null
}

export async function taskIn(person_id: string, task_id: string, from: FieldDb = db): Promise<Task | null> {
  const snapshot = await snapshotOf(person_id, from)
  return snapshot?.tasks.find((task) => task.id === task_id) ?? null
}
