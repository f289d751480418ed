/** Deterministic CBOR (RFC 8949, 4.2.1) for what we sign and hash: integers, bytes, text, null, lists, maps with integer keys. */
export type Value = number | bigint | string | null | Uint8Array | readonly Value[] | ReadonlyMap<number, Value>

export function encode(value: Value): Uint8Array<ArrayBuffer> {
  const out: number[] = []
  put(out, value)
  return Uint8Array.from(out)
}

/** Bytes that stand as they are: CBOR inside CBOR, behind a tag. */
export function tagged(tag: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = []
  head(out, 6, tag)
  return Uint8Array.from([...out, ...body])
}

function put(out: number[], value: Value): void {
  if (value === null) out.push(0xf6)
  else if (typeof value === 'number' || typeof value === 'bigint') putInteger(out, value)
  else if (typeof value === 'string') putBytes(out, 3, new TextEncoder().encode(value))
  else if (value instanceof Uint8Array) putBytes(out, 2, value)
  else if (value instanceof Map) putMap(out, value as ReadonlyMap<number, Value>)
  else putList(out, value as readonly Value[])
}

function putInteger(out: number[], value: number | bigint): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`${value} is no integer`)
  if (value < 0) head(out, 1, typeof value === 'bigint' ? -1n - value : -1 - value)
  else head(out, 0, value)
}

function putBytes(out: number[], major: number, bytes: Uint8Array): void {
  head(out, major, bytes.length)
  for (const byte of bytes) out.push(byte)
}

function putList(out: number[], values: readonly Value[]): void {
  head(out, 4, values.length)
  for (const value of values) put(out, value)
}

function putMap(out: number[], map: ReadonlyMap<number, Value>): void {
  head(out, 5, map.size)
  const entries = [...map].sort(([a], [b]) => a - b)
  for (const [key, value] of entries) {
    put(out, key)
    put(out, value)
  }
}

function head(out: number[], major: number, argument: number | bigint): void {
  const size = BigInt(argument)
  const first = major << 5
  if (size < 24n) out.push(first | Number(size))
  else if (size < 0x100n) bigEndian(out, first | 24, size, 1)
  else if (size < 0x10000n) bigEndian(out, first | 25, size, 2)
  else if (size < 0x100000000n) bigEndian(out, first | 26, size, 4)
  else bigEndian(out, first | 27, size, 8)
}

function bigEndian(out: number[], first: number, value: bigint, width: number): void {
  out.push(first)
  for (let i = width - 1; i >= 0; i -= 1) out.push(Number((value >> BigInt(8 * i)) & 0xffn))
}

export type Decoded = number | Uint8Array<ArrayBuffer> | Decoded[] | Map<number, Decoded>

/** Reads what a code of ours may hold; tags are looked through. Raises RangeError at the first byte that does not belong. */
export function decode(bytes: Uint8Array<ArrayBuffer>): Decoded {
  const reader = { at: 0, bytes }
  const value = take(reader)
  if (reader.at !== bytes.length) throw new RangeError('trailing bytes')
  return value
}

interface Reader {
  at: number
  bytes: Uint8Array<ArrayBuffer>
}

function take(reader: Reader): Decoded {
  const first = byteOf(reader)
  const size = argumentOf(reader, first & 31)
  switch (first >> 5) {
    case 0: return size
    case 1: return -1 - size
    case 2: return slice(reader, size)
    case 4: return Array.from({ length: size }, () => take(reader))
    case 5: return new Map(Array.from({ length: size }, () => [take(reader) as number, take(reader)]))
    case 6: return take(reader)
    default: throw new RangeError('not in a code')
  }
}

function byteOf(reader: Reader): number {
  const byte = reader.bytes[reader.at]
  if (byte === undefined) throw new RangeError('cut short')
  reader.at += 1
  return byte
}

function argumentOf(reader: Reader, low: number): number {
  if (low < 24) return low
  if (low > 26) throw new RangeError('not in a code')
  let value = 0
  for (let i = 0; i < 2 ** (low - 24); i += 1) value = value * 256 + byteOf(reader)
  return value
}

function slice(reader: Reader, size: number): Uint8Array<ArrayBuffer> {
  const part = reader.bytes.slice(reader.at, reader.at + size)
  if (part.length !== size) throw new RangeError('cut short')
  reader.at += size
  return part
}
