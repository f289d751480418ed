import { expect, test } from 'vitest'
import { base32 } from './base32'
import { encode, tagged } from './cbor'
import { lowS } from './es256'
import { judgeCode, readCode } from './genuine'
import { fromHex, hex } from './hex'

const ID = fromHex('00112233445566778899aabb')
const HASH = fromHex('00112233445566778899aabbccddeeff')
const KID = fromHex('deadbeef')
const ES256 = encode(new Map([[1, -7]]))
const CARD = [1, ID, 131_071, 19_723, 21_914, HASH] as const

const ours = await madeKey()
const point = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey))
const trusted = [{ kid: hex(KID), point }]

async function madeKey(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
}

async function printed(fields: readonly (number | Uint8Array)[], { context = 'cert/1', key = ours.privateKey, kid = KID } = {}): Promise<string> {
  const body = encode(fields)
  const signed = encode(['Signature1', ES256, new TextEncoder().encode(context), body])
  const signature = lowS(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, signed)))
  return base32(tagged(18, encode([ES256, new Map([[4, kid]]), body, signature])))
}

test('a printed card is genuine by the pinned key, in any letter case', async () => {
  const text = await printed(CARD)
  expect(readCode(text)).toMatchObject({ kind: 'card' })
  expect(await judgeCode(text.toLowerCase(), trusted)).toBe('genuine')
})

test('another key under our name is forged, and so is another context', async () => {
  const stranger = await madeKey()
  expect(await judgeCode(await printed(CARD, { key: stranger.privateKey }), trusted)).toBe('forged')
  expect(await judgeCode(await printed(CARD, { context: 'insp/1' }), trusted)).toBe('forged')
})

test('without a key of that name nobody can tell', async () => {
  expect(await judgeCode(await printed(CARD, { kid: fromHex('01020304') }), trusted)).toBe('unknown')
  expect(await judgeCode(await printed(CARD), [])).toBe('unknown')
})

test('a live code is signed by a phone whose key we do not hold', async () => {
  const text = await printed([1, 2, ID, 117_579_419, KID], { context: 'live/1' })
  expect(readCode(text)).toMatchObject({ kind: 'live' })
  expect(await judgeCode(text, trusted)).toBe('unknown')
})

test.each([
  ['an id of eleven bytes', [1, ID.slice(1), 5, 1, 2, HASH]],
  ['another version', [2, ID, 5, 1, 2, HASH]],
  ['a place beyond the list', [1, ID, 131_072, 1, 2, HASH]],
  ['an end before the beginning', [1, ID, 5, 2, 1, HASH]],
  ['a field too many', [1, ID, 5, 1, 2, HASH, 1]],
])('%s is no code, whoever signed it', async (_name, fields) => {
  expect(await judgeCode(await printed(fields), trusted)).toBe('forged')
})

test.each(['', 'A', '1', 'ÄÖ', '😀', 'A'.repeat(65_536), 'AAAA===='])('%.12s is no code', (text) => {
  expect(readCode(text)).toBeNull()
})
