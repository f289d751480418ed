import type { Issuer, SignedText } from '../api/types'
import { db, readMeta, type FieldDb } from './db'

/**
 * The keys by which a forecast is believed (B-42). Those of the first package after signing in are pinned; another key is not
 * believed because the answer that it signed names it. A text that a pinned key signed may name others: so a region's next key is
 * known before it signs, and a revoked one is forgotten. Whoever signs in anew takes the server's keys anew.
 */

const CONTEXT = 'liangma forecast/1\n'
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const

export const pinsOf = async (person_id: string, from: FieldDb = db): Promise<Issuer[]> => (await readMeta('pins', from))?.[person_id] ?? []

/** Pins the keys of a person for whom none are pinned. */
export async function pin(person_id: string, issuers: readonly Issuer[], into: FieldDb = db): Promise<void> {
  const pins = (await readMeta('pins', into)) ?? {}
  if (pins[person_id] === undefined && issuers.length > 0) await into.meta.put({ key: 'pins', value: { ...pins, [person_id]: issuers } })
}

/**
 * Pins what a believed text names in place of what was pinned, unless it is older than the one before: that may name a key which is
 * revoked by now. A text of an earlier version names none.
 */
export async function repin(person_id: string, { payload }: SignedText, before: SignedText | null, into: FieldDb = db): Promise<void> {
  const { issuers = [], taken_at } = read(payload)
  if (issuers.length === 0 || (before !== null && taken_at < read(before.payload).taken_at)) return
  await into.meta.put({ key: 'pins', value: { ...(await readMeta('pins', into)), [person_id]: issuers } })
}

const read = (payload: string): { issuers?: Issuer[]; taken_at: number } => JSON.parse(payload) as { issuers?: Issuer[]; taken_at: number }

export async function unpin(person_id: string, into: FieldDb = db): Promise<void> {
  const others = Object.entries((await readMeta('pins', into)) ?? {}).filter(([person]) => person !== person_id)
  await into.meta.put({ key: 'pins', value: Object.fromEntries(others) })
}

/** Whether one of the keys signed the very text. */
export async function isGenuine({ kid, payload, signature }: SignedText, issuers: readonly Issuer[]): Promise<boolean> {
  const issuer = issuers.find((each) => each.kid === kid)
  if (issuer === undefined) return false
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(issuer.public_key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    return await crypto.subtle.verify(ES256, key, bytesOf(signature), new TextEncoder().encode(CONTEXT + payload))
  } catch {
    return false // bytes that are no key and no signature, or a page without a secure context
  }
}

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
