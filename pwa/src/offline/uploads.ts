import type { DetailedError } from 'tus-js-client'
import { API } from '../api/client'
import { ApiProblem, Unreachable } from '../api/problem'
import { config } from '../config'
import { fileAt } from './bytes'
import { db, type FieldDb, type Media, type Segment } from './db'
import { deviceOf } from './keys'
import { errorOf } from './outbox'
import { backoff, fateOf } from './retry'
import { recordingsMayGo } from './wifi'

/**
 * Sends declared segments over tus: photos before recordings, oldest first, a few at once, resumed at the offset the
 * server holds. The files stay where they are; only a sealed receipt ever makes them removable.
 */
export async function uploadDeclared(person_id: string, on: FieldDb = db): Promise<void> {
  await navigator.locks.request('upload', { ifAvailable: true }, async (lock) => {
    if (lock === null) return
    const queue = await due(person_id, on)
    await Promise.all(Array.from({ length: config.upload.atOnce }, () => drainQueue(queue, on)))
  })
}

interface Due {
  segment: Segment
  media: Media
}

/** What may go now: its media is known to the server, so is its own declaration if it has one, and recordings do not wait for Wi-Fi. */
export async function due(person_id: string, on: FieldDb): Promise<Due[]> {
  const segments = await on.segment.where('state').equals('declared').toArray()
  const large = await recordingsMayGo(on)
  const found: Due[] = []
  for (const segment of segments) {
    const media = await on.media.get(segment.media_id)
    if (media?.person_id !== person_id || segment.next_at > Date.now() || (media.kind === 'recording' && !large)) continue
    const ops = await on.op.bulkGet([segment.media_id, ...(segment.op_id === null ? [] : [segment.op_id])])
    if (ops.every((op) => op?.state === 'received')) found.push({ segment, media })
  }
  return found.sort((a, b) => weight(a) - weight(b) || a.segment.started_at - b.segment.started_at)
}

const weight = (item: Due): number => (item.media.kind === 'recording' ? 1 : 0)

async function drainQueue(queue: Due[], on: FieldDb): Promise<void> {
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) await uploadOne(item, on)
}

async function uploadOne({ segment, media }: Due, on: FieldDb): Promise<void> {
  const key: [string, number] = [segment.media_id, segment.n]
  try {
    await sendBytes(segment, media, await fileAt(segment.path), on)
    await on.segment.update(key, { state: 'received', sent: segment.bytes, last_error: null })
  } catch (error) {
    await on.segment.update(key, await afterNo(segment, error))
  }
}

async function afterNo(segment: Segment, error: unknown): Promise<Partial<Segment>> {
  const attempts = segment.attempts + 1
  const changes: Partial<Segment> = { attempts, next_at: Date.now() + backoff(attempts, error) }
  if (error instanceof ApiProblem) {
    changes.last_error = errorOf(error)
    // the server no longer knows this upload: begin anew, under the same media
    if (fateOf(error) === 'blocked') changes.upload_url = null
  }
  return Promise.resolve(changes)
}

async function sendBytes(segment: Segment, media: Media, file: File, on: FieldDb): Promise<void> {
  const tus = await import('tus-js-client')
  const key: [string, number] = [segment.media_id, segment.n]
  const device = await deviceOf((await on.op.get(segment.media_id)) ?? media, on)
  await new Promise<void>((resolve, reject) => {
    const upload = new tus.Upload(file, {
      endpoint: `${API}/uploads`,
      uploadUrl: segment.upload_url,
      metadata: { media_id: segment.media_id, segment: String(segment.n), sha256: segment.sha256 ?? '', mime: baseType(media.mime) },
      headers: device === null ? {} : { 'Lm-Device': device },
      chunkSize: config.upload.chunk[1],
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => void on.segment.update(key, { upload_url: upload.url }),
      onChunkComplete: (_size, accepted) => {
        guard.progress()
        void on.segment.update(key, { sent: accepted, attempts: 0 })
        if (media.kind === 'recording') void recordingsMayGo(on).then((may) => may || leave('waits for Wi-Fi'))
      },
      onProgress: () => guard.progress(),
      onSuccess: () => {
        guard.end()
        resolve()
      },
      onError: (error) => {
        guard.end()
        reject(asOurs(error))
      },
    })
    const leave = (why: string): void => {
      guard.end()
      void upload.abort()
      reject(new Unreachable(why))
    }
    const guard = stallGuard(leave)
    upload.start()
  })
}

const baseType = (mime: string): string => mime.split(';')[0] ?? mime

/** Gives up when nothing moved for the stall time; the next try resumes at the server's offset. */
function stallGuard(leave: (why: string) => void): { progress: () => void; end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const progress = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => leave('upload stalled'), config.upload.stallMs)
  }
  progress()
  return { progress, end: () => clearTimeout(timer) }
}

function asOurs(error: Error | DetailedError): Error {
  const answer = 'originalResponse' in error ? error.originalResponse : null
  if (answer === null) return new Unreachable('upload cut', { cause: error })
  const status = answer.getStatus()
  // a wrong offset or a lock cures itself: ask the server again where it stands
  if (status === 409 || status === 423 || status === 460) return new Unreachable('upload out of step', { cause: error })
  return new ApiProblem(status, bodyOf(answer.getBody()), null)
}

function bodyOf(text: string): ConstructorParameters<typeof ApiProblem>[1] {
  try {
    return JSON.parse(text) as ConstructorParameters<typeof ApiProblem>[1]
  } catch {
    return {}
  }
}
