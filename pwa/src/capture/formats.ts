/** Which container a recorder may use, and whether its first bytes are what it says. */

export interface Engine {
  types: readonly string[]
  /** Two recorders on one stream may run side by side: segments overlap by a second and nothing is lost between them. */
  overlaps: boolean
}

const CHROMIUM: Engine = { types: ['video/webm;codecs=h264,opus', 'video/webm;codecs=vp8,opus', 'video/mp4'], overlaps: true }
const WEBKIT: Engine = { types: ['video/mp4'], overlaps: false }
const GECKO: Engine = { types: ['video/webm;codecs=vp8,opus', 'video/webm'], overlaps: false }

export function engineHere(): Engine {
  if ('GestureEvent' in globalThis) return WEBKIT
  return 'mozInnerScreenX' in globalThis ? GECKO : CHROMIUM
}

export function typeFor(engine: Engine, supported: (type: string) => boolean): string | null {
  return engine.types.find((type) => supported(type)) ?? null
}

const EBML = [0x1a, 0x45, 0xdf, 0xa3]
const FTYP = [0x66, 0x74, 0x79, 0x70]

/** Do the first bytes belong to the container that the recorder named? */
export function containerAgrees(mime: string, first: Uint8Array): boolean {
  if (mime.startsWith('video/webm') || mime.startsWith('audio/webm')) return EBML.every((byte, i) => first[i] === byte)
  if (mime.includes('mp4')) return FTYP.every((byte, i) => first[i + 4] === byte)
  return false
}
