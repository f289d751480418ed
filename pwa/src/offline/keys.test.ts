import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { config } from '../config'
import { FieldDb, writeMeta } from './db'
import { changePin, closeKeys, deviceOf, keyState, loseKey, setPin, signerOf, triesOf, tryPin } from './keys'
import { add, settle } from './outbox'
import { measuredRounds, tooSimple } from './pin'

/** Real WebCrypto with few rounds: how many there are changes how long a try takes, not what it does. */
const ROUNDS = 1000
const ME = 'officer'
const PIN = '294175'
const MINUTE = 60_000
let count = 0
let db: FieldDb

beforeEach(() => {
  count += 1
  db = new FieldDb(`keys-${count}`)
  closeKeys()
})

const setMine = (pin = PIN): Promise<void> => setPin(ME, pin, db, ROUNDS)

async function guess(pin: string, at: number): ReturnType<typeof tryPin> {
  return await tryPin(ME, pin, at, db)
}

/** Wrong PINs, each after its pause. */
async function wrongTimes(times: number): Promise<void> {
  for (let n = 1; n <= times; n += 1) await guess('000001', n * 20 * MINUTE)
}

async function signs(message: string, public_key: string): Promise<boolean> {
  const key = signerOf(ME)?.key
  if (key === undefined) return false
  const way = { name: 'ECDSA', hash: 'SHA-256' }
  const told = new TextEncoder().encode(message)
  const signature = await crypto.subtle.sign(way, key, told)
  const point = Uint8Array.from(atob(public_key.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
  const enrolled = await crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  return await crypto.subtle.verify(way, enrolled, signature, told)
}

async function publicKey(): Promise<string> {
  const op = await db.op.filter((one) => one.kind === 'device').last()
  return (op?.payload as { public_key: string }).public_key
}

async function everythingElse(): Promise<unknown> {
  return await Promise.all([db.draft, db.op, db.media, db.segment].map((table) => table.toArray()))
}

async function fieldWork(): Promise<void> {
  await add({ person_id: ME, chain: 'v1', subject: 'v1', kind: 'check_in', path: '/check-ins', payload: { text: '到场' } }, db)
  await db.media.add({ media_id: 'm1', person_id: ME, subject: 'v1', kind: 'recording', mime: 'video/webm', started_at: 1, ended: true, caption: null })
}

test('the key is enrolled by its public half, signs after its PIN, and is never kept or held bare', async () => {
  await setMine()
  closeKeys()
  expect(signerOf(ME)).toBeNull()
  expect(await guess(PIN, 0)).toEqual({ outcome: 'open' })
  expect(await signs('实时码', await publicKey())).toBe(true)
  expect(signerOf(ME)!.key.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('pkcs8', signerOf(ME)!.key)).rejects.toThrow()
  const row = (await db.key.get(ME))!
  expect(Object.values(row).some((value) => value instanceof CryptoKey)).toBe(false)
  expect(await crypto.subtle.importKey('pkcs8', row.sealed!.wrapped, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']).catch(() => 'closed')).toBe('closed')
})

test('a wrong PIN says how many are left and opens nothing; the right one starts the count anew', async () => {
  await setMine()
  closeKeys()
  expect(await guess('111112', 0)).toEqual({ outcome: 'wrong', left: 9, waitMs: 0 })
  expect(signerOf(ME)).toBeNull()
  expect(await guess(PIN, MINUTE)).toEqual({ outcome: 'open' })
  expect(await triesOf(ME, MINUTE, db)).toEqual({ wrong: 0, waitMs: 0 })
})

test('pauses grow; within one even the right PIN is not tried, and a clock turned back does not lengthen it', async () => {
  expect([...config.pin.pausesS].sort((a, b) => a - b)).toEqual(config.pin.pausesS)
  await setMine()
  closeKeys()
  await wrongTimes(4)
  const last = 4 * 20 * MINUTE
  expect(await guess(PIN, last + 1000)).toEqual({ outcome: 'wait', waitMs: 14_000 })
  expect(await guess(PIN, last - 100 * MINUTE)).toEqual({ outcome: 'wait', waitMs: 15_000 })
  expect(await guess(PIN, last + 15_000)).toEqual({ outcome: 'open' })
})

test('ten wrong PINs delete the wrapped key; what was recorded is untouched, and a new PIN makes a new key', async () => {
  await setMine()
  await fieldWork()
  const before = await everythingElse()
  await wrongTimes(9)
  expect(await guess('000001', 300 * MINUTE)).toEqual({ outcome: 'lost' })
  expect((await db.key.get(ME))!.sealed).toBeNull()
  expect(await keyState(ME, db)).toBe('lost')
  expect(await guess(PIN, 400 * MINUTE)).toEqual({ outcome: 'lost' })
  expect(signerOf(ME)).toBeNull()
  expect(await everythingElse()).toEqual(before)
  const old = await publicKey()
  await setMine('805263')
  expect(await keyState(ME, db)).toBe('sealed')
  expect(await publicKey()).not.toBe(old)
})

test('a try is counted before it is made: a page killed in the middle wins none', async () => {
  await setMine()
  closeKeys()
  const going = guess(PIN, 0)
  while ((await triesOf(ME, 0, db)).wrong === 0) await Promise.resolve()
  expect((await triesOf(ME, 0, db)).wrong).toBe(1)
  await going
  await db.key.update(ME, { wrong: config.pin.tries })
  expect(await guess(PIN, MINUTE)).toEqual({ outcome: 'lost' })
})

test('a key from before PINs gives way to a wrapped one; what was made with it keeps its device', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  await writeMeta('device', { kid: '00112233', key: pair.privateKey, person_id: ME }, db)
  const enrolment = await add({ op_id: 'old', person_id: ME, chain: 'device', subject: null, kind: 'device', path: '/devices', payload: {} }, db)
  await settle(enrolment, { id: 'old' }, db)
  await fieldWork()
  expect(await keyState(ME, db)).toBe('bare')
  await setMine()
  expect(await db.meta.get('device')).toBeUndefined()
  expect(await keyState(ME, db)).toBe('sealed')
  const waiting = await db.op.filter((op) => op.kind === 'check_in').first()
  expect(await deviceOf(waiting!, db)).toBe('old')
})

test('somebody else’s key on the same phone stays: neither opens with the other’s PIN', async () => {
  await setMine()
  await setPin('other', '638201', db, ROUNDS)
  closeKeys()
  expect((await guess('638201', 0)).outcome).toBe('wrong')
  expect((await tryPin('other', '638201', 0, db)).outcome).toBe('open')
  expect(signerOf(ME)).toBeNull()
  await db.key.update(ME, { sealed: (await db.key.get('other'))!.sealed })
  expect((await guess('638201', MINUTE)).outcome).toBe('wrong')
})

test('another PIN keeps the same key; a wrong old PIN is a counted try', async () => {
  await setMine()
  const enrolled = await publicKey()
  expect(await changePin(ME, '111112', '805263', 0, db)).toEqual({ outcome: 'wrong', left: 9, waitMs: 0 })
  expect(await changePin(ME, PIN, '805263', MINUTE, db)).toEqual({ outcome: 'open' })
  closeKeys()
  expect((await guess(PIN, 2 * MINUTE)).outcome).toBe('wrong')
  expect((await guess('805263', 3 * MINUTE)).outcome).toBe('open')
  expect(await signs('同一把钥匙', enrolled)).toBe(true)
  expect(signerOf(ME)!.key.extractable).toBe(false)
})

test('a revoked device loses its key at once and says why', async () => {
  await setMine()
  await loseKey(ME, db, true)
  expect(signerOf(ME)).toBeNull()
  expect(await keyState(ME, db)).toBe('revoked')
})

test('a command names its device only once the server knows it', async () => {
  await setMine()
  const op = await add({ person_id: ME, chain: 'v1', subject: 'v1', kind: 'check_in', path: '/check-ins', payload: {} }, db)
  expect(await deviceOf(op, db)).toBeNull()
  const enrolment = (await db.op.filter((one) => one.kind === 'device').first())!
  await settle(enrolment, {}, db)
  expect(await deviceOf(op, db)).toBe(enrolment.op_id)
})

test('rounds are measured on this phone, between a floor and a ceiling', async () => {
  const [least, most] = config.pin.rounds
  expect(await measuredRounds((rounds) => Promise.resolve(rounds / 2500))).toBe(1_000_000)
  expect(await measuredRounds(() => Promise.resolve(60_000))).toBe(least)
  expect(await measuredRounds(() => Promise.resolve(0))).toBe(most)
  expect(await measuredRounds()).toBeGreaterThanOrEqual(least)
})

test.each(['000000', '777777', '123456', '654321', '901234', '121212', '385385'])('%s is too simple', (pin) => {
  expect(tooSimple(pin)).toBe(true)
})

test.each(['294175', '135792', '112233', '850316'])('%s may be used', (pin) => {
  expect(tooSimple(pin)).toBe(false)
})
