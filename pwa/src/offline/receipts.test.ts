import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { FieldDb, type Segment } from './db'
import { takeReceipts } from './receipts'

const OURS = 'ab'.repeat(32)

function segment(n: number): Segment {
  return {
    media_id: 'm1', n, subject: 'v1', path: 'v1/x', state: 'received', bytes: 10, started_at: 0, last_at: 0, duration_ms: 0, gap_ms: 0, cause: null,
    sha256: OURS, prev: null, link: null, op_id: null, upload_url: null, sent: 10, attempts: 0, next_at: 0, last_error: null, sealed_at: null,
  }
}

test('sealed is said only of the very bytes we hashed', async () => {
  const db = new FieldDb('receipts')
  await db.segment.bulkAdd([1, 2, 3, 4].map(segment))
  const at = '2026-11-21T03:00:00Z'
  await takeReceipts([
    { media_id: 'm1', segment: 1, state: 'sealed', sha256: OURS, sealed_at: at },
    { media_id: 'm1', segment: 2, state: 'sealed', sha256: 'cd'.repeat(32), sealed_at: at },
    { media_id: 'm1', segment: 3, state: 'mismatch', sha256: null, sealed_at: at },
    { media_id: 'm1', segment: 4, state: 'received', sha256: null, sealed_at: null },
    { media_id: 'unknown', segment: 1, state: 'sealed', sha256: OURS, sealed_at: at },
  ], db)
  expect((await db.segment.orderBy('[media_id+n]').toArray()).map((one) => one.state)).toEqual(['sealed', 'mismatch', 'mismatch', 'received'])
})
