import { config } from '../config'
import type { Signer } from '../offline/keys'
import { base32, fromBase32 } from './base32'
import { decode, encode, tagged, type Decoded } from './cbor'
import { lowS } from './es256'
import { fromHex, hex } from './hex'

/** The code on the officer's screen: this visit or card is shown by this device in this step of 15 seconds. */
export type Subject = 'visit' | 'card'

const KIND = { visit: 1, card: 2 } as const
const COSE_SIGN1 = 18
const ES256 = encode(new Map([[1, -7]]))
const CONTEXT = new TextEncoder().encode('live/1')

export function stepAt(epochMs: number): number {
  return Math.floor(epochMs / 1000 / config.code.stepS)
}

/** A COSE_Sign1 over [version, kind, subject, step, kid], ES256 with low s, as the server's `certificates.codes` reads it. */
export async function liveCode(subject: Subject, code_id: string, step: number, signer: Signer): Promise<Uint8Array<ArrayBuffer>> {
  const kid = fromHex(signer.kid)
  const payload = encode([1, KIND[subject], fromHex(code_id), step, kid])
  const toSign = encode(['Signature1', ES256, CONTEXT, payload])
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signer.key, toSign))
  return tagged(COSE_SIGN1, encode([ES256, new Map([[4, kid]]), payload, lowS(signature)]))
}

/** The address in the QR, all capitals: alphanumeric mode holds it in a code of version 8 at most. */
export function liveUrl(subject: Subject, host: string, cose: Uint8Array): string {
  return `${host.toUpperCase()}/${subject === 'visit' ? 'I' : 'C'}/${base32(cose)}`
}

const ID_BYTES = 12

/**
 * The 12-byte id that a code of ours names, as hex; null for any other text. Reads without checking the signature: fit to
 * match a partner's card or our own visit against the snapshot, never to call a code genuine.
 */
export function subjectIn(text: string): string | null {
  const match = /\/[ic]\/([a-z2-7]{60,})$/i.exec(text.trim())
  const bytes = match?.[1] === undefined ? null : fromBase32(match[1])
  return bytes === null ? null : idIn(bytes)
}

/** A printed payload is [1, id, …], a live one [1, kind, id, …]. */
function idIn(cose: Uint8Array<ArrayBuffer>): string | null {
  try {
    const [, , payload] = decode(cose) as Decoded[]
    const fields = decode(payload as Uint8Array<ArrayBuffer>) as Decoded[]
    const id = fields.find((field) => field instanceof Uint8Array && field.length === ID_BYTES)
    return id instanceof Uint8Array ? hex(id) : null
  } catch {
    return null
  }
}
