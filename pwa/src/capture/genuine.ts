import { base32, fromBase32 } from './base32'
import { decode, encode, tagged, type Decoded, type Value } from './cbor'
import { isLow } from './es256'
import { hex } from './hex'

export type Kind = 'visit' | 'card' | 'live'
type Bytes = Uint8Array<ArrayBuffer>

/** A code of the right shape, in its one encoding. Its signature has not been looked at. */
export interface Code {
  kind: Kind
  kid: Bytes
  fields: readonly Value[]
  signed: Bytes
  signature: Bytes
}

const CONTEXT = { visit: 'insp/1', card: 'cert/1', live: 'live/1' } as const
const ES256 = encode(new Map([[1, -7]]))
const LAST_MINUTE = 4_223_371_679 // of the year 9999
const LAST_DAY = 2_932_896
const STATUS_PLACES = 131_072
const STEPS = 2 ** 32
const LONGEST = 400

/** The code in a text of Base32, any letter case; null for any other text. */
export function readCode(text: string): Code | null {
  if (text.length === 0 || text.length > LONGEST || !/^[a-z2-7]+$/i.test(text)) return null
  const bytes = fromBase32(text)
  return bytes === null || base32(bytes) !== text.toUpperCase() ? null : parseCode(bytes)
}

/** The code of these bytes; null for anything but the one canonical form. */
export function parseCode(bytes: Bytes): Code | null {
  try {
    const [, loose, body, signature] = decode(bytes) as [Bytes, Map<number, Decoded>, Bytes, Bytes]
    const kid = loose.get(4) as Bytes
    const fields = decode(body) as Decoded[]
    const kind = kindOf(fields, kid)
    const whole = tagged(18, encode([ES256, new Map([[4, kid]]), body, signature]))
    if (kind === null || kid.length !== 4 || signature.length !== 64 || !same(whole, bytes) || !same(encode(fields), body)) return null
    return { kind, kid, fields, signature, signed: encode(['Signature1', ES256, new TextEncoder().encode(CONTEXT[kind]), body]) }
  } catch {
    return null
  }
}

/** Whether one of these public points (65 bytes) signed the code in its own context; the mirrored signature is refused. */
export async function isGenuine(code: Code, points: readonly Bytes[]): Promise<boolean> {
  if (!isLow(code.signature)) return false
  for (const point of points) {
    const key = await crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    if (await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, code.signature, code.signed)) return true
  }
  return false
}

/** A public key that this phone trusts, by its short name. */
export interface Trusted {
  kid: string
  point: Bytes
}

/** What the signature of a text proves: `unknown` for a live code, and where the phone knows no key of that name. */
export async function judgeCode(text: string, trusted: readonly Trusted[]): Promise<'genuine' | 'forged' | 'unknown'> {
  const code = readCode(text)
  if (code === null) return 'forged'
  const points = trusted.filter(({ kid }) => kid === hex(code.kid)).map(({ point }) => point)
  if (code.kind === 'live' || points.length === 0) return 'unknown'
  return (await isGenuine(code, points)) ? 'genuine' : 'forged'
}

/** What a payload is, told by its shape: [1, id, hash, from, to], [1, id, place, first, last, hash], [1, kind, id, step, kid]. */
function kindOf(fields: readonly Decoded[], kid: Bytes): Kind | null {
  const [version, a, b, c, d, e] = fields
  if (version !== 1) return null
  if (fields.length === 6) return sized(a, 12) && below(b, STATUS_PLACES) && ordered(c, d, LAST_DAY) && sized(e, 16) ? 'card' : null
  if (fields.length !== 5) return null
  if (sized(a, 12)) return sized(b, 16) && ordered(c, d, LAST_MINUTE) && c !== d ? 'visit' : null
  return (a === 1 || a === 2) && sized(b, 12) && below(c, STEPS) && sized(d, 4) && same(d as Bytes, kid) ? 'live' : null
}

function sized(value: Decoded | undefined, length: number): boolean {
  return value instanceof Uint8Array && value.length === length
}

function below(value: Decoded | undefined, end: number): boolean {
  return typeof value === 'number' && value >= 0 && value < end
}

function ordered(from: Decoded | undefined, to: Decoded | undefined, last: number): boolean {
  return below(from, last + 1) && below(to, last + 1) && (from as number) <= (to as number)
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
