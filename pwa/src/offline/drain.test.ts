import 'fake-indexeddb/auto'
import { beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem, Unreachable } from '../api/problem'
import { FieldDb, type Op } from './db'
import { drain, type Send } from './drain'
import { add, hurry, offerAgain } from './outbox'
import { backoff, fateOf } from './retry'

const ME = 'me'
let count = 0
let db: FieldDb

/** One page at a time holds a lock: enough of the browser's own locks for Node. */
function locks(): Pick<LockManager, 'request'> {
  const held = new Set<string>()
  const request = async (name: string, _options: LockOptions, work: (lock: Lock | null) => Promise<unknown>): Promise<unknown> => {
    if (held.has(name)) return await work(null)
    held.add(name)
    return await work({ name, mode: 'exclusive' }).finally(() => held.delete(name))
  }
  return { request: request as LockManager['request'] }
}

beforeEach(() => {
  count += 1
  db = new FieldDb(`field-${count}`)
  vi.stubGlobal('navigator', { locks: locks() })
})

const command = (chain: string, kind: string, needs: string[] = [], op_id?: string) =>
  ({ person_id: ME, chain, subject: chain, kind, path: `/${kind}`, payload: { kind }, needs, ...(op_id === undefined ? {} : { op_id }) })

const problem = (status: number, retryAfter: number | null = null): ApiProblem =>
  new ApiProblem(status, { code: 'x.y', sentence: { zh: '第 7 项没选结论', en: 'Item 7 has no answer' } }, retryAfter)

/** A server that answers by kind and remembers what reached it. */
function server(answers: Record<string, () => unknown> = {}): { send: Send; heard: string[] } {
  const heard: string[] = []
  const send: Send = (op) => {
    heard.push(op.kind)
    return Promise.resolve(answers[op.kind]?.() ?? { ok: op.kind })
  }
  return { send, heard }
}

const refuse = (error: Error) => (): never => {
  throw error
}

const stateOf = async (kind: string): Promise<Op['state'] | undefined> => (await db.op.filter((op) => op.kind === kind).first())?.state

test('numbers are given in the same transaction, without holes, whoever asks at once', async () => {
  const ops = await Promise.all(['a', 'b', 'c', 'd'].map((kind) => add(command('v1', kind), db)))
  expect(ops.map((op) => op.seq).sort()).toEqual([1, 2, 3, 4])
})

test('one visit is sent in the order of its facts', async () => {
  for (const kind of ['check_in', 'step', 'result', 'check_out']) await add(command('v1', kind), db)
  const { send, heard } = server()
  expect(await drain(ME, send, db)).toBe('idle')
  expect(heard).toEqual(['check_in', 'step', 'result', 'check_out'])
  expect(await db.op.where('state').equals('received').count()).toBe(4)
})

test('a refused command keeps its content, says why, and stops its own visit alone', async () => {
  for (const kind of ['check_in', 'bad', 'check_out']) await add(command('v1', kind), db)
  await add(command('v2', 'other'), db)
  const { send, heard } = server({ bad: refuse(problem(422)) })
  await drain(ME, send, db)
  expect(heard.sort()).toEqual(['bad', 'check_in', 'other'])
  const parked = await db.op.filter((op) => op.kind === 'bad').first()
  expect(parked).toMatchObject({ state: 'needs_fix', payload: { kind: 'bad' }, last_error: { sentence: { zh: '第 7 项没选结论' } } })
  expect(await stateOf('check_out')).toBe('queued')
})

test('after the cure the parked command goes again, and the rest behind it', async () => {
  for (const kind of ['bad', 'check_out']) await add(command('v1', kind), db)
  await drain(ME, server({ bad: refuse(problem(404)) }).send, db)
  expect(await stateOf('bad')).toBe('blocked')
  await offerAgain((await db.op.filter((op) => op.kind === 'bad').first())!.op_id, db)
  await drain(ME, server().send, db)
  expect(await db.op.where('state').equals('received').count()).toBe(2)
})

test('without an answer nothing is lost and nothing else is tried', async () => {
  await add(command('v1', 'check_in'), db)
  await add(command('v2', 'other'), db)
  const { send, heard } = server({ check_in: refuse(new Unreachable('cut')) })
  expect(await drain(ME, send, db)).toBe('offline')
  expect(heard).toEqual(['check_in'])
  expect(await db.op.filter((op) => op.kind === 'check_in').first()).toMatchObject({ state: 'queued', attempts: 1 })
  await hurry(db)
  expect(await drain(ME, server().send, db)).toBe('idle')
})

test('a lost session pauses everything and costs no attempt', async () => {
  await add(command('v1', 'check_in'), db)
  expect(await drain(ME, server({ check_in: refuse(problem(401)) }).send, db)).toBe('sign_in')
  expect(await db.op.toCollection().first()).toMatchObject({ state: 'queued', attempts: 0 })
})

test('a one-time password that must be changed first pauses everything and parks nothing', async () => {
  await add(command('v1', 'check_in'), db)
  const given = new ApiProblem(403, { code: 'identity.password_change_needed' }, null)
  expect(await drain(ME, server({ check_in: refuse(given) }).send, db)).toBe('sign_in')
  expect(await stateOf('check_in')).toBe('queued')
})

test('a recording waits for its visit, not for the visit’s later trouble', async () => {
  const visit = await add(command('v1', 'check_in', [], '019a0000-0000-7000-8000-000000000001'), db)
  await add(command('v1', 'bad'), db)
  await add(command('media:m1', 'media', [visit.op_id]), db)
  await add(command('media:m1', 'segment'), db)
  const { send, heard } = server({ bad: refuse(problem(422)) })
  await drain(ME, send, db)
  expect(heard).toEqual(['check_in', 'bad', 'media', 'segment'])
})

test('another person’s commands on this phone stay where they are', async () => {
  await add({ ...command('v1', 'check_in'), person_id: 'somebody else' }, db)
  const { send, heard } = server()
  await drain(ME, send, db)
  expect(heard).toEqual([])
})

test('a second page does not send the same things at the same time', async () => {
  await add(command('v1', 'check_in'), db)
  const { send, heard } = server()
  await Promise.all([drain(ME, send, db), drain(ME, send, db)])
  expect(heard).toEqual(['check_in'])
})

test('a command that was being sent when the page died is sent again with the same id', async () => {
  const op = await add(command('v1', 'check_in'), db)
  await db.op.update(op.op_id, { state: 'sending' })
  const sent: string[] = []
  await drain(ME, (one) => Promise.resolve(sent.push(one.op_id)), db)
  expect(sent).toEqual([op.op_id])
})

test.each([[408, 'retry'], [425, 'retry'], [429, 'retry'], [500, 'retry'], [503, 'retry'], [401, 'sign_in'], [400, 'needs_fix'], [422, 'needs_fix'], [413, 'needs_fix'], [409, 'conflict'], [403, 'blocked'], [404, 'blocked'], [410, 'blocked']])('an answer %i means %s', (status, fate) => {
  expect(fateOf(problem(status))).toBe(fate)
})

test('waiting grows to five minutes at most, and never below what the server asked', () => {
  expect(backoff(0, new Unreachable('x'), () => 1)).toBe(2000)
  expect(backoff(3, new Unreachable('x'), () => 1)).toBe(16_000)
  expect(backoff(30, new Unreachable('x'), () => 1)).toBe(300_000)
  expect(backoff(0, new Unreachable('x'), () => 0)).toBe(1000)
  expect(backoff(0, problem(429, 60), () => 1)).toBe(60_000)
})
