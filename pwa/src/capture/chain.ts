import { encode } from './cbor'
import { fromHex, hex } from './hex'

/** What the chain binds of one segment. Times in milliseconds, `start_ms` since the epoch. */
export interface Linked {
  prev: string
  sha256: string
  n: number
  bytes: number
  start_ms: number
  duration_ms: number
  gap_ms: number
  cause: string | null
}

/** The link before the first segment: 32 zero bytes. */
export const GENESIS = '00'.repeat(32)

/** link(n) = SHA-256 over canonical CBOR of the segment's record: change one figure and every later link differs. */
export async function linkOf(segment: Linked): Promise<string> {
  const record = encode([
    fromHex(segment.prev), fromHex(segment.sha256), segment.n, segment.bytes,
    segment.start_ms, segment.duration_ms, segment.gap_ms, segment.cause,
  ])
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', record)))
}
