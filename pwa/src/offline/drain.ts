import { call } from '../api/client'
import { ApiProblem } from '../api/problem'
import { config } from '../config'
import { db, type FieldDb, type Op } from './db'
import { deviceOf } from './keys'
import { park, postpone, sendable, settle } from './outbox'
import { onTheWire } from './photos'
import { backoff, fateOf } from './retry'
import { onNetwork } from './wifi'

export type Send = (op: Op) => Promise<unknown>
export type Outcome = 'idle' | 'offline' | 'sign_in'

const post: Send = async (op) => {
  const device = await deviceOf(op)
  return await call(op.path, { method: 'POST', body: await onTheWire(op.payload), key: op.op_id, ...(device === null ? {} : { device }) })
}

/**
 * Sends what may be sent, oldest first inside each chain, until nothing is ready.
 * One page at a time holds the lock `drain`; a second caller returns at once with `idle`.
 */
export async function drain(person_id: string, send: Send = post, on: FieldDb = db): Promise<Outcome> {
  return await withLock(async () => {
    for (;;) {
      const ready = await sendable(person_id, Date.now(), on)
      if (ready.length === 0) return 'idle'
      for (const op of ready) {
        const stop = await sendOne(op, send, on)
        if (stop !== null) return stop
      }
    }
  })
}

async function withLock(work: () => Promise<Outcome>): Promise<Outcome> {
  return await navigator.locks.request('drain', { ifAvailable: true }, async (lock) => (lock === null ? 'idle' : await work()))
}

async function sendOne(op: Op, send: Send, on: FieldDb): Promise<Outcome | null> {
  await on.op.update(op.op_id, { state: 'sending' })
  try {
    await settle(op, await send(op), on)
    return null
  } catch (error) {
    return await takeNo(op, error, on)
  }
}

/** Only a lost connection or a lost session stops the whole run; a refused command stops its own chain. */
async function takeNo(op: Op, error: unknown, on: FieldDb): Promise<Outcome | null> {
  const fate = fateOf(error)
  if (fate === 'sign_in') {
    await on.op.update(op.op_id, { state: 'queued' })
    return 'sign_in'
  }
  if (fate === 'retry' || !(error instanceof ApiProblem)) {
    await postpone(op, backoff(op.attempts, error), on)
    return error instanceof ApiProblem ? null : 'offline'
  }
  await park(op, fate, error, on)
  return null
}

type Wake = () => void

/** Calls `wake` whenever sending may have become possible again: start, return, network, timer. */
export function wakeUps(wake: Wake): () => void {
  const visible: Wake = () => document.visibilityState === 'visible' && wake()
  window.addEventListener('online', wake)
  window.addEventListener('pageshow', wake)
  document.addEventListener('visibilitychange', visible)
  const timer = setInterval(visible, config.outbox.wakeMs)
  const off = onNetwork(wake)
  return () => {
    window.removeEventListener('online', wake)
    window.removeEventListener('pageshow', wake)
    document.removeEventListener('visibilitychange', visible)
    clearInterval(timer)
    off()
  }
}
