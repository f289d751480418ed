import { fromHex } from './hex'

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** An ECDSA signature has a twin; we use the one whose s is in the lower half, so that a code has one form only. */
export function lowS(signature: Uint8Array): Uint8Array<ArrayBuffer> {
  const s = sOf(signature)
  const low = isLow(signature) ? s : ORDER - s
  return Uint8Array.from([...signature.subarray(0, 32), ...fromHex(low.toString(16).padStart(64, '0'))])
}

/** Whether s is in the lower half; a signature of 64 bytes, r ‖ s. */
export function isLow(signature: Uint8Array): boolean {
  return sOf(signature) <= ORDER / 2n
}

function sOf(signature: Uint8Array): bigint {
  return signature.subarray(32).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}
