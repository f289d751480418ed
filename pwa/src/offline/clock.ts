import type { ClockReading } from '../api/types'
import { config } from '../config'
import { db, readMeta, type Calibration, type FieldDb } from './db'

/** A random name of this page's life: monotonic readings compare only inside one. */
export const BOOT = crypto.randomUUID()
const HOUR_MS = 3_600_000

/** Time is a bracket, not a number: what the wall says, what ran since, and how far the server was off. */
export function reading(calibration: Calibration | null, at: number = Date.now()): ClockReading {
  return {
    wall: new Date(at).toISOString(),
    mono_ms: Math.round(performance.now()),
    boot: BOOT,
    offset_ms: calibration?.offset_ms ?? null,
    quality: qualityOf(calibration, at),
  }
}

export function qualityOf(calibration: Calibration | null, at: number): ClockReading['quality'] {
  if (calibration === null) return 'none'
  const fresh = at - calibration.at < config.reach.syncedHours * HOUR_MS
  return fresh && calibration.boot === BOOT ? 'synced' : 'carried'
}

export async function readingNow(from: FieldDb = db, at: number = Date.now()): Promise<ClockReading> {
  return reading(await readMeta('calibration', from), at)
}

/** The server's time as well as we know it, in epoch milliseconds. */
export function calibrated(at: number, calibration: Calibration | null): number {
  return at + (calibration?.offset_ms ?? 0)
}
