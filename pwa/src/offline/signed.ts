import type { Issuer, SignedText } from '../api/types'
import { judgeCode } from '../capture/genuine'
import { db, readMeta, type FieldDb } from './db'

/**
 * The keys by which a forecast is believed (B-42). Those of the first package after signing in are pinned; another key is not
 * believed because the answer that it signed names it. Whoever signs in anew takes the server's keys anew.
 */

const CONTEXT = 'liangma forecast/1\n'
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const

export const pinsOf = async (person_id: string, from: FieldDb = db): Promise<Issuer[]> => (await readMeta('pins', from))?.[person_id] ?? []

/** Pins the keys of a person for whom none are pinned. */
export async function pin(person_id: string, issuers: readonly Issuer[], into: FieldDb = db): Promise<void> {
  const pins = (await readMeta('pins', into)) ?? {}
  if (pins[person_id] === undefined && issuers.length > 0) await into.meta.put({ key: 'pins', value: { ...pins, [person_id]: issuers } })
}

export async function unpin(person_id: string, into: FieldDb = db): Promise<void> {
  const { [person_id]: _gone, ...others } = (await readMeta('pins', into)) ?? {}
  await into.meta.put({ key: 'pins', value: others })
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

/** What the signature of a scanned code proves by the pinned keys: `unknown` for a live code, and for a key that is not pinned. */
export async function proofOf(address: string, person_id: string, from: FieldDb = db): Promise<'genuine' | 'forged' | 'unknown'> {
  const text = address.trim().split('/').at(-1) ?? ''
  const trusted = (await pinsOf(person_id, from)).map(({ kid, public_key }) => ({ kid, point: bytesOf(public_key) }))
  return await judgeCode(text, trusted)
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
