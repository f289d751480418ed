/** Small photos that go with the words of a command: bytes on the phone, base64 on the wire. */

const JPEG = 'image/jpeg'

export const fromLetters = (letters: string): Blob => new Blob([Uint8Array.from(atob(letters), (char) => char.charCodeAt(0))], { type: JPEG })

async function toLetters(photo: Blob): Promise<string> {
  const bytes = new Uint8Array(await photo.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** A payload as it is sent: the same bytes make the same letters, so that it is the same command each time. */
export async function onTheWire(payload: unknown): Promise<unknown> {
  const photos = (payload as { photos?: unknown } | null)?.photos
  if (!Array.isArray(photos)) return payload
  return { ...(payload as object), photos: await Promise.all(photos.map((each: unknown) => (each instanceof Blob ? toLetters(each) : each))) }
}
