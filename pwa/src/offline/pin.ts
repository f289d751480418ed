import { config } from '../config'
import type { SealedKey } from './db'

/** What a PIN can do for a key, with the browser's own cryptography alone. */
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const
const PROBE_ROUNDS = 50_000
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** Six digits are few: refuses those that everybody tries first (one digit, a run, a repeated pair or triple). */
export function tooSimple(pin: string): boolean {
  const steps = new Set(Array.from(pin.slice(1), (digit, n) => (Number(digit) - Number(pin[n]) + 10) % 10))
  const run = steps.size === 1 && [0, 1, 9].includes([...steps][0] ?? 0)
  return run || /^(\d{2})\1\1$|^(\d{3})\2$/.test(pin)
}

/**
 * How many rounds of PBKDF2 take about 0.4 s on this phone, between a floor and a ceiling. `tryOut` answers how many
 * milliseconds so many rounds took.
 */
export async function measuredRounds(tryOut: (rounds: number) => Promise<number> = timed): Promise<number> {
  const [least, most] = config.pin.rounds
  const ms = Math.max(0.1, await tryOut(PROBE_ROUNDS))
  return Math.round(Math.min(most, Math.max(least, (PROBE_ROUNDS * config.pin.derivingMs) / ms)))
}

async function timed(rounds: number): Promise<number> {
  const start = performance.now()
  await derive('000000', new Uint8Array(16), rounds)
  return performance.now() - start
}

async function derive(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', bytes(pin), 'PBKDF2', false, ['deriveKey'])
  const way = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return await crypto.subtle.deriveKey(way, base, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey'])
}

/** Wraps an extractable private key. `owner` is bound in: the same bytes under another name do not open. */
export async function seal(key: CryptoKey, pin: string, owner: string, rounds: number): Promise<SealedKey> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const wrapped = await crypto.subtle.wrapKey('pkcs8', key, await derive(pin, salt, rounds), { name: 'AES-GCM', iv, additionalData: bytes(owner) })
  return { salt, iv, rounds, wrapped }
}

/** The key, able to sign and, unless asked for, not extractable; null for a wrong PIN. */
export async function unseal(sealed: SealedKey, pin: string, owner: string, extractable = false): Promise<CryptoKey | null> {
  const { salt, iv, rounds, wrapped } = sealed
  const lock = await derive(pin, salt, rounds)
  const way = { name: 'AES-GCM', iv, additionalData: bytes(owner) }
  try {
    return await crypto.subtle.unwrapKey('pkcs8', wrapped, lock, way, ECDSA, extractable, ['sign'])
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null
    throw error
  }
}

export interface NewKey {
  kid: string
  /** 65 bytes, base64url: what the server enrols. */
  public_key: string
  sealed: SealedKey
}

/** A new signing key. It is extractable only for the moment in which it is wrapped. */
export async function newKey(pin: string, owner: string, rounds: number): Promise<NewKey> {
  const pair = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return { kid: await kidOf(point), public_key: base64url(point), sealed: await seal(pair.privateKey, pin, owner, rounds) }
}

/** First four bytes of SHA-256 of the raw point, as the server computes it. */
async function kidOf(point: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', point))
  return Array.from(digest.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function base64url(raw: Uint8Array): string {
  return btoa(String.fromCharCode(...raw)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
