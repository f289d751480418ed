/** One camera and microphone stream for the whole visit: asked for once, shared by scanner, photo and recorder. */

export type StreamTrouble = 'denied' | 'busy' | 'absent' | 'unsupported'

export class NoStream extends Error {
  constructor(readonly trouble: StreamTrouble, cause?: unknown) {
    super(trouble, { cause })
  }
}

const WANTED: MediaStreamConstraints = {
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 20 } },
  audio: { echoCancellation: false, noiseSuppression: true, channelCount: { ideal: 1 } },
}

let current: MediaStream | null = null
let asking: Promise<MediaStream> | null = null
let refused: StreamTrouble | null = null

/** Are all tracks of the stream alive? */
export function alive(stream: MediaStream | null): stream is MediaStream {
  return stream !== null && stream.getTracks().every((track) => track.readyState === 'live')
}

/**
 * The visit's stream. After a refusal it raises `NoStream` without asking again, until `again` comes from a person's tap
 * (every further question is another chance to be refused).
 */
export async function visitStream(again = false): Promise<MediaStream> {
  if (alive(current)) return current
  if (refused !== null && !again) throw new NoStream(refused)
  asking ??= ask().finally(() => {
    asking = null
  })
  return await asking
}

async function ask(): Promise<MediaStream> {
  if (typeof navigator.mediaDevices === 'undefined') throw new NoStream('unsupported')
  try {
    current = await navigator.mediaDevices.getUserMedia(WANTED)
    refused = null
    return current
  } catch (error) {
    refused = troubleOf(error)
    throw new NoStream(refused, error)
  }
}

function troubleOf(error: unknown): StreamTrouble {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'absent' : 'busy'
}

/** Lets go of camera and microphone at the end of a visit. */
export function releaseStream(): void {
  current?.getTracks().forEach((track) => track.stop())
  current = null
}
