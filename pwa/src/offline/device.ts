import { db, readMeta, writeMeta, type DeviceKey, type FieldDb } from './db'
import { add } from './outbox'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const

/**
 * This phone's signing key: made here, not extractable, enrolled through the outbox. Another person on the same phone
 * gets another key.
 */
export async function deviceKey(person_id: string, on: FieldDb = db): Promise<DeviceKey> {
  const known = await readMeta('device', on)
  if (known?.person_id === person_id) return known
  const pair = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const device = { kid: await kidOf(point), key: pair.privateKey, person_id }
  await on.transaction('rw', on.meta, on.op, async () => {
    await writeMeta('device', device, on)
    await add({ person_id, chain: 'device', subject: null, kind: 'device', path: '/devices', payload: { public_key: base64url(point) } }, on)
  })
  return device
}

/** First four bytes of SHA-256 of the raw point, as the server computes it. */
async function kidOf(point: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', point))
  return Array.from(digest.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
