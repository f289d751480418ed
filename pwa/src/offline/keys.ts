import { config } from '../config'
import { db, readMeta, type FieldDb, type KeyRow } from './db'
import { uuidv7 } from './ids'
import { add } from './outbox'
import { measuredRounds, newKey, seal, unseal } from './pin'

/**
 * The phone's signing keys: stored only wrapped by a PIN, open only in this page's memory. Whatever happens to a key,
 * drafts, recordings and outbox are not touched.
 */
export interface Signer {
  kid: string
  key: CryptoKey
}

/** `none`: never had a PIN · `bare`: a key from before PINs · `sealed` · `lost`: ten wrong PINs · `revoked`: by the server. */
export type KeyState = 'none' | 'bare' | 'sealed' | 'lost' | 'revoked'
export type Attempt = { outcome: 'open' } | { outcome: 'wrong'; left: number; waitMs: number } | { outcome: 'wait'; waitMs: number } | { outcome: 'lost' }

const open = new Map<string, Signer>()

/** The key to sign with, or null while it is locked. */
export const signerOf = (person_id: string): Signer | null => open.get(person_id) ?? null

/** Forgets every open key; only a PIN brings one back. */
export function closeKeys(): void {
  open.clear()
}

export async function keyState(person_id: string, on: FieldDb = db): Promise<KeyState> {
  const row = await on.key.get(person_id)
  if (row !== undefined) return row.sealed !== null ? 'sealed' : row.revoked ? 'revoked' : 'lost'
  return (await readMeta('device', on))?.person_id === person_id ? 'bare' : 'none'
}

/**
 * Makes this person's key under a PIN and puts its enrolment into the outbox. A key that was there before, bare or
 * forgotten, gives way: a bare one cannot be wrapped. What was made with it keeps its name (`Op.device_id`).
 */
export async function setPin(person_id: string, pin: string, on: FieldDb = db, rounds?: number): Promise<void> {
  const { kid, public_key, sealed } = await newKey(pin, person_id, rounds ?? (await measuredRounds()))
  const device_id = uuidv7()
  await on.transaction('rw', on.key, on.meta, on.op, async () => {
    await signEarlier(person_id, on)
    if ((await readMeta('device', on))?.person_id === person_id) await on.meta.delete('device')
    await on.key.put({ person_id, device_id, kid, public_key, sealed, revoked: false, wrong: 0, next_try_at: 0 })
    await add({ op_id: device_id, person_id, chain: `device:${kid}`, subject: null, kind: 'device', path: '/devices', payload: { public_key } }, on)
  })
  const key = await unseal(sealed, pin, person_id)
  if (key !== null) open.set(person_id, { kid, key })
}

async function signEarlier(person_id: string, on: FieldDb): Promise<void> {
  const device_id = await deviceId(person_id, on)
  if (device_id === null) return
  const unsent = on.op.where('state').notEqual('received')
  await unsent.filter((op) => op.person_id === person_id && op.device_id === undefined).modify({ device_id })
}

async function deviceId(person_id: string, on: FieldDb): Promise<string | null> {
  const row = await on.key.get(person_id)
  if (row !== undefined) return row.device_id
  const enrolment = await on.op.filter((op) => op.kind === 'device' && op.person_id === person_id).last()
  return enrolment?.op_id ?? null
}

/** One try at the PIN. It is counted before it is made, so that killing the page does not win another. */
export async function tryPin(person_id: string, pin: string, now: number = Date.now(), on: FieldDb = db): Promise<Attempt> {
  const claim = await claimTry(person_id, now, on)
  if (!('row' in claim)) return claim
  const { row, sealed } = claim
  const key = await unseal(sealed, pin, person_id)
  if (key === null) return await afterWrong(row, now, on)
  await on.key.update(person_id, { wrong: 0, next_try_at: 0 })
  open.set(person_id, { kid: row.kid, key })
  return { outcome: 'open' }
}

type Claim = { row: KeyRow; sealed: NonNullable<KeyRow['sealed']> } | Attempt

async function claimTry(person_id: string, now: number, on: FieldDb): Promise<Claim> {
  return await on.transaction('rw', on.key, async () => {
    const row = await on.key.get(person_id)
    if (row === undefined || row.sealed === null) return { outcome: 'lost' }
    if (row.wrong >= config.pin.tries) return await lose(person_id, on)
    const waitMs = pauseLeft(row, now)
    if (waitMs > 0) return { outcome: 'wait', waitMs }
    const counted = { wrong: row.wrong + 1, next_try_at: now + pauseAfter(row.wrong + 1) }
    await on.key.update(person_id, counted)
    return { row: { ...row, ...counted }, sealed: row.sealed }
  })
}

const pauseAfter = (wrong: number): number => (config.pin.pausesS[wrong - 1] ?? 0) * 1000

/** A clock that was turned back makes nobody wait longer than the pause itself. */
const pauseLeft = (row: KeyRow, now: number): number => Math.min(pauseAfter(row.wrong), Math.max(0, row.next_try_at - now))

async function afterWrong(row: KeyRow, now: number, on: FieldDb): Promise<Attempt> {
  const left = config.pin.tries - row.wrong
  return left > 0 ? { outcome: 'wrong', left, waitMs: pauseLeft(row, now) } : await lose(row.person_id, on)
}

async function lose(person_id: string, on: FieldDb): Promise<Attempt> {
  await loseKey(person_id, on)
  return { outcome: 'lost' }
}

/** Deletes the wrapped key, and nothing else: after ten wrong PINs, or because the server `revoked` the device. */
export async function loseKey(person_id: string, on: FieldDb = db, revoked = false): Promise<void> {
  open.delete(person_id)
  await on.key.update(person_id, { sealed: null, revoked })
}

/** True when a key of this phone was locked by wrong PINs and has not been replaced since. */
export async function lostHere(on: FieldDb = db): Promise<boolean> {
  return (await on.key.filter((row) => row.sealed === null && !row.revoked).count()) > 0
}

/** How long until the next try, and how many wrong ones there were: for the screen that opens on a pause. */
export async function triesOf(person_id: string, now: number = Date.now(), on: FieldDb = db): Promise<{ wrong: number; waitMs: number }> {
  const row = await on.key.get(person_id)
  return row === undefined ? { wrong: 0, waitMs: 0 } : { wrong: row.wrong, waitMs: pauseLeft(row, now) }
}

/** The same key under another PIN. The old PIN is a try like any other. */
export async function changePin(person_id: string, old: string, fresh: string, now: number = Date.now(), on: FieldDb = db): Promise<Attempt> {
  const attempt = await tryPin(person_id, old, now, on)
  const row = attempt.outcome === 'open' ? await on.key.get(person_id) : undefined
  if (row === undefined || row.sealed === null) return attempt
  const key = await unseal(row.sealed, old, person_id, true)
  if (key !== null) await on.key.update(person_id, { sealed: await seal(key, fresh, person_id, row.sealed.rounds) })
  return attempt
}

/** Which device a command was made with, if the server knows that device. */
export async function deviceOf(op: { person_id: string; device_id?: string }, on: FieldDb = db): Promise<string | null> {
  const id = op.device_id ?? (await on.key.get(op.person_id))?.device_id
  if (id === undefined) return null
  const enrolment = await on.op.get(id)
  return enrolment?.state === 'received' ? id : null
}
