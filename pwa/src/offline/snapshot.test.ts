import { expect, test } from 'vitest'
import type { Task, Verdict } from '../api/types'
import type { SnapshotRow } from './db'
import { tasksOf } from './snapshot'

const HOUR_MS = 3_600_000
const verdict = { quiet: { code: 'OUT' }, cap: { code: 'COUNTED' } } as unknown as Verdict
const fetched = (body: Record<string, unknown> | null): SnapshotRow => ({
  person_id: 'me', taken_at: '', server_time: '', person: {} as SnapshotRow['person'], tasks: [{ id: 'a', verdict } as Task],
  rule_set: body && { id: 'r', body }, fetched_at: 0,
})
const seen = (hours: number, body: Record<string, unknown> | null) => tasksOf(fetched(body), hours * HOUR_MS).map((task) => task.verdict)

test('B-42: a package that is older than the rules allow forecasts nothing, and keeps its tasks', () => {
  const rules = { cache: { max_age_h: 5 } }
  expect(seen(5, rules)).toEqual([verdict])
  expect(seen(5.001, rules)).toEqual([null])
})

test('a package without rules holds for three days', () => {
  for (const without of [null, {}]) {
    expect(seen(72, without)).toEqual([verdict])
    expect(seen(72.001, without)).toEqual([null])
  }
})

test('no package, no tasks', () => {
  expect(tasksOf(null)).toEqual([])
  expect(tasksOf(undefined)).toEqual([])
})
