import type { ApiProblem } from '../api/problem'
import { db, type FieldDb, type Op, type OpError } from './db'
import { uuidv7 } from './ids'

export interface Command {
  op_id?: string
  person_id: string
  chain: string
  subject: string | null
  kind: string
  path: string
  payload: unknown
  at?: number
  needs?: string[]
}

type Listener = () => void
const listeners = new Set<Listener>()

/** Tells the drain loop that there is something to do. */
export function onAdded(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Puts one command into the outbox, numbered in the same transaction. When this resolves the command survives a crash.
 * May be called inside a wider transaction over `meta` and `op`, so that a draft and its command stand or fall together.
 */
export async function add(command: Command, into: FieldDb = db): Promise<Op> {
  const op = await into.transaction('rw', into.meta, into.op, async () => {
    const seq = await nextSeq(into)
    const made = opFrom(command, seq)
    await into.op.add(made)
    return made
  })
  queueMicrotask(() => listeners.forEach((tell) => tell()))
  return op
}

async function nextSeq(into: FieldDb): Promise<number> {
  const row = await into.meta.get('seq')
  const seq = ((row?.value as number | undefined) ?? 0) + 1
  await into.meta.put({ key: 'seq', value: seq })
  return seq
}

function opFrom(command: Command, seq: number): Op {
  return {
    op_id: command.op_id ?? uuidv7(),
    seq,
    person_id: command.person_id,
    chain: command.chain,
    subject: command.subject,
    kind: command.kind,
    path: command.path,
    payload: command.payload,
    at: command.at ?? Date.now(),
    needs: command.needs ?? [],
    state: 'queued',
    attempts: 0,
    next_at: 0,
    last_error: null,
    receipt: null,
    received_at: null,
  }
}

/** The heads of all chains that may go now: oldest first, one per chain, nothing behind a stuck one. */
export async function sendable(person_id: string, now: number, from: FieldDb = db): Promise<Op[]> {
  const ops = await from.op.where('state').notEqual('received').sortBy('seq')
  const heads = firstOfEachChain(ops.filter((op) => op.person_id === person_id))
  const ready = heads.filter((op) => (op.state === 'queued' || op.state === 'sending') && op.next_at <= now)
  return await withNeedsMet(ready, from)
}

function firstOfEachChain(ops: readonly Op[]): Op[] {
  const heads = new Map<string, Op>()
  for (const op of ops) if (!heads.has(op.chain)) heads.set(op.chain, op)
  return [...heads.values()]
}

async function withNeedsMet(ops: readonly Op[], from: FieldDb): Promise<Op[]> {
  const free: Op[] = []
  for (const op of ops) {
    const needed = await from.op.bulkGet(op.needs)
    if (needed.every((need) => need?.state === 'received')) free.push(op)
  }
  return free
}

export async function settle(op: Op, receipt: unknown, into: FieldDb = db): Promise<void> {
  await into.op.update(op.op_id, { state: 'received', receipt, received_at: Date.now(), last_error: null })
}

export async function postpone(op: Op, wait: number, into: FieldDb = db): Promise<void> {
  await into.op.update(op.op_id, { state: 'queued', attempts: op.attempts + 1, next_at: Date.now() + wait })
}

/** Stops at a clear no. The command and its content stay, with the server's sentence. */
export async function park(op: Op, state: 'needs_fix' | 'conflict' | 'blocked', problem: ApiProblem, into: FieldDb = db): Promise<void> {
  await into.op.update(op.op_id, { state, last_error: errorOf(problem) })
}

export function errorOf(problem: ApiProblem): OpError {
  return { status: problem.status, code: problem.code, sentence: problem.sentence }
}

/** A parked command goes again as it is: the cause may have been cured on the server's side. */
export async function offerAgain(op_id: string, into: FieldDb = db): Promise<void> {
  await into.op.update(op_id, { state: 'queued', attempts: 0, next_at: 0 })
  listeners.forEach((tell) => tell())
}

/** Makes everything that only waits for its time due now (the button 立即上传). */
export async function hurry(into: FieldDb = db): Promise<void> {
  await into.op.where('state').equals('queued').modify({ next_at: 0 })
  await into.segment.where('state').equals('declared').modify({ next_at: 0 })
  listeners.forEach((tell) => tell())
}
