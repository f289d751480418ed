import { expect, test } from 'vitest'
import { base32, fromBase32 } from './base32'
import { decode, encode, type Decoded } from './cbor'
import { linkOf } from './chain'
import { lowS } from './es256'
import { drawCode } from './face'
import { containerAgrees, typeFor } from './formats'
import { fromHex, hex } from './hex'
import { liveCode, liveUrl, stepAt, subjectIn } from './live'
import { checkUscc, findUscc } from './uscc'

// vectors of RFC 8949, appendix A
test.each([[0, '00'], [23, '17'], [24, '1818'], [100, '1864'], [1000, '1903e8'], [1_000_000, '1a000f4240'], [1_000_000_000_000, '1b000000e8d4a51000'], [-1, '20'], [-100, '3863'], [null, 'f6'], ['水', '63e6b0b4']])('CBOR of %j is %s', (value, expected) => {
  expect(hex(encode(value))).toBe(expected)
})

test('CBOR of lists, maps and bytes, and back', () => {
  expect(hex(encode([1, [2, 3], fromHex('01020304')]))).toBe('83018202034401020304')
  expect(hex(encode(new Map([[4, 5], [1, -7]])))).toBe('a201260405')
  expect(decode(encode([1, [2, 3], -7]))).toEqual([1, [2, 3], -7])
  expect(() => decode(fromHex('0000'))).toThrow(RangeError)
  expect(() => encode(1.5)).toThrow(RangeError)
})

test.each([['', ''], ['66', 'MY'], ['666f6f626172', 'MZXW6YTBOI']])('Base32 of %s, there and back in any case', (bytes, text) => {
  expect(base32(fromHex(bytes))).toBe(text)
  expect(hex(fromBase32(text.toLowerCase()) ?? new Uint8Array())).toBe(bytes)
})

test('a link is SHA-256 of the canonical record', async () => {
  // computed by hand with cbor2 and hashlib: [32 zero bytes, 32 times 0x01, 1, 1000, 1763691294123, 120000, 0, null]
  const link = await linkOf({ prev: '00'.repeat(32), sha256: '01'.repeat(32), n: 1, bytes: 1000, start_ms: 1_763_691_294_123, duration_ms: 120_000, gap_ms: 0, cause: null })
  expect(link).toBe('4c95b551d251e1863f15f60122e07fd588eb40faa41efbc7198e71541a8f6c46')
})

const ID = '00112233445566778899aabb'

async function madeKey(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
}

test('a live code is signed over exactly what it says, with s in the lower half', async () => {
  const { privateKey, publicKey } = await madeKey()
  const cose = await liveCode('visit', ID, 117_579_419, { kid: 'deadbeef', key: privateKey })
  const [header, unprotected, payload, signature] = decode(cose) as [Uint8Array<ArrayBuffer>, Map<number, Decoded>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]
  expect(cose[0]).toBe(0xd2)
  expect(hex(unprotected.get(4) as Uint8Array)).toBe('deadbeef')
  expect(decode(payload)).toEqual([1, 1, fromHex(ID), 117_579_419, fromHex('deadbeef')])
  const signed = encode(['Signature1', header, new TextEncoder().encode('live/1'), payload])
  expect(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, signature, signed)).toBe(true)
  expect(hex(lowS(signature))).toBe(hex(signature))
})

test('the twin of a signature with high s is the one we use', () => {
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const high = fromHex('11'.repeat(32) + (n - 5n).toString(16))
  expect(hex(lowS(high))).toBe('11'.repeat(32) + '5'.padStart(64, '0'))
})

test('the address of a live code fits a QR of version 8-M, and names its subject', async () => {
  const { privateKey } = await madeKey()
  const url = liveUrl('visit', 'https://verify.bureau.example', await liveCode('visit', ID, stepAt(1_763_691_294_123), { kid: '00000000', key: privateKey }))
  expect(url).toMatch(/^HTTPS:\/\/VERIFY\.BUREAU\.EXAMPLE\/I\/[A-Z2-7]+$/)
  const face = drawCode(url)
  expect(face).toMatchObject({ modules: 57, side: 285 })
  expect(subjectIn(url.toLowerCase())).toBe(ID)
  expect(subjectIn('https://example.org/i/abc')).toBeNull()
})

test.each(['91350100M000100Y43', '91110000101623741K', '91420117MA0DEM001C', '91110115MA0DEM0017', '91140623MA0DEM0010', '91420117MA0DEM0170', '91110115MA0DEM0090'])('%s is a valid credit code', (code) => {
  expect(checkUscc(` ${code.toLowerCase()} `)).toEqual({ normalised: code, why: 'ok' })
})

test.each(['91350211M0000XUF46', '91310115MA1H8R7C6D'])('%s warns by its last digit', (code) => {
  expect(checkUscc(code)).toEqual({ normalised: code, why: 'digit' })
})

test('a valid code is found inside any text, and nothing is invented', () => {
  expect(findUscc('https://www.gsxt.gov.cn/x?uscc=91420117ma0dem001c&t=1')).toBe('91420117MA0DEM001C')
  expect(findUscc('91350211M0000XUF46 or 91110000101623741K')).toBe('91110000101623741K')
  expect(findUscc('hello 0911100001016237419 world')).toBeNull()
  expect(checkUscc('9142011').why).toBe('shape')
})

test('containers are known by their first bytes, types are tried in order', () => {
  expect(containerAgrees('video/webm;codecs=vp8,opus', fromHex('1a45dfa301000000'))).toBe(true)
  expect(containerAgrees('video/mp4', fromHex('0000001c66747970'))).toBe(true)
  expect(containerAgrees('video/webm', fromHex('0000001c66747970'))).toBe(false)
  expect(typeFor({ types: ['a', 'b'], overlaps: true }, (type) => type === 'b')).toBe('b')
  expect(typeFor({ types: ['a'], overlaps: true }, () => false)).toBeNull()
})
