import { call } from '../api/client'
import { config } from '../config'
import { BOOT } from './clock'
import { db, writeMeta, type Calibration, type FieldDb } from './db'

interface Echo {
  nonce: string
  time: string
}

/** One question to the server with a nonce that a captive portal cannot know. True only for our server's answer. */
export async function reachable(): Promise<boolean> {
  try {
    await echo()
    return true
  } catch {
    return false
  }
}

async function echo(): Promise<Calibration & { trip: number }> {
  const nonce = crypto.randomUUID()
  const before = Date.now()
  const answer = await call<Echo>(`/reach?nonce=${nonce}`, { timeoutMs: config.reach.timeoutMs })
  const after = Date.now()
  if (answer.nonce !== nonce) throw new Error('someone else answered')
  return { offset_ms: Math.round(Date.parse(answer.time) - (before + after) / 2), at: after, boot: BOOT, trip: after - before }
}

/** Measures how far the phone's clock is off. Of three pairs the fastest round trip wins. */
export async function calibrate(into: FieldDb = db): Promise<Calibration> {
  const pairs = []
  for (let i = 0; i < config.reach.pairs; i += 1) pairs.push(await echo())
  pairs.sort((a, b) => a.trip - b.trip)
  const [best] = pairs
  if (best === undefined) throw new Error('no pairs asked for')
  const calibration = { offset_ms: best.offset_ms, at: best.at, boot: best.boot }
  await writeMeta('calibration', calibration, into)
  return calibration
}
