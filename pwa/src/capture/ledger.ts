import type { ClockReading, Position } from '../api/types'
import { config } from '../config'
import { pathOf } from '../offline/bytes'
import { readingNow } from '../offline/clock'
import { db, type Draft, type FieldDb, type Media, type MediaKind, type Segment } from '../offline/db'
import { uuidv7 } from '../offline/ids'
import { add } from '../offline/outbox'
import { GENESIS, linkOf } from './chain'
import type { Held } from './store'

/** The rows of media and segments: what was recorded, what it hashes to, and which commands tell the server. */

export interface Declared {
  draft: Draft
  kind: MediaKind
  mime: string
  started_at: number
  position: Position | null
  caption: string | null
  settings: Record<string, unknown> | null
}

/** Makes the media and its command in one transaction. It may go as soon as the server knows the visit. */
export async function declareMedia(what: Declared, on: FieldDb = db, media_id: string = uuidv7()): Promise<Media> {
  return await declareAt(what, media_id, await readingNow(on, what.started_at), on)
}

async function declareAt(what: Declared, media_id: string, clock: ClockReading, on: FieldDb): Promise<Media> {
  const { draft } = what
  const media: Media = {
    media_id, person_id: draft.person_id, subject: draft.id, kind: what.kind, mime: what.mime, started_at: what.started_at,
    ended: what.kind !== 'recording', caption: what.caption,
  }
  const payload = {
    kind: what.kind, mime: what.mime, started_at: iso(what.started_at), clock, position: what.position, caption: what.caption, settings: what.settings,
  }
  await on.transaction('rw', on.media, on.meta, on.op, async () => {
    await on.media.add(media)
    await add({
      op_id: media_id, person_id: draft.person_id, chain: `media:${media_id}`, subject: draft.id, kind: `media.${what.kind}`,
      path: `/${draft.kind === 'visit' ? 'inspections' : 'observations'}/${draft.id}/media`, payload, at: what.started_at, needs: [draft.id],
    }, on)
  })
  return media
}

const iso = (at: number): string => new Date(at).toISOString()

/** A photo or signature: one file, number 0, hashed already. */
export async function holdFile(what: Declared, media_id: string, file: Held, on: FieldDb = db): Promise<void> {
  await declareFile(what, media_id, file, await readingNow(on, what.started_at), on)
}

/** The same inside a wider transaction over `media`, `segment`, `meta` and `op`, whose clock was read before. */
export async function declareFile(what: Declared, media_id: string, file: Held, clock: ClockReading, on: FieldDb = db): Promise<void> {
  await on.transaction('rw', on.media, on.segment, on.meta, on.op, async () => {
    const media = await declareAt(what, media_id, clock, on)
    await on.segment.add({ ...blank(media, 0, what.started_at, null), state: 'declared', bytes: file.bytes, sha256: file.sha256 })
  })
}

/** Opens segment `n`. Its row stands before its first byte, so that a kill leaves nothing unnamed. */
export async function openSegment(media: Media, n: number, started_at: number, cause: string | null, on: FieldDb = db): Promise<Segment> {
  const segment = blank(media, n, started_at, cause)
  await on.segment.add(segment)
  return segment
}

function blank(media: Media, n: number, started_at: number, cause: string | null): Segment {
  return {
    media_id: media.media_id, n, subject: media.subject, path: pathOf(media.subject, media.media_id, n, media.mime), state: 'open',
    bytes: 0, started_at, last_at: started_at, duration_ms: 0, gap_ms: 0, cause, sha256: null, prev: null, link: null, op_id: null,
    upload_url: null, sent: 0, attempts: 0, next_at: 0, last_error: null, sealed_at: null,
  }
}

/** A slice is on disk. Its arrival also proves that the segment before it is not the last one. */
export async function sliceHeld(segment: Segment, bytes: number, at: number, on: FieldDb = db): Promise<void> {
  await on.segment.update([segment.media_id, segment.n], { bytes, last_at: at, started_at: segment.started_at })
  const before = await on.segment.get([segment.media_id, segment.n - 1])
  if (before?.state === 'closed') await declareSegment(before, false, on)
}

export async function closeSegment(segment: Segment, held: Held, ended_at: number, on: FieldDb = db): Promise<void> {
  const before = await on.segment.get([segment.media_id, segment.n - 1])
  const duration_ms = ended_at - segment.started_at
  const gap_ms = before === undefined ? 0 : Math.max(0, segment.started_at - (before.started_at + before.duration_ms))
  const cause = gap_ms > 0 ? segment.cause : null
  const record = { prev: before?.link ?? GENESIS, sha256: held.sha256, n: segment.n, bytes: held.bytes, duration_ms, gap_ms, cause }
  const link = await linkOf({ ...record, start_ms: segment.started_at })
  await on.segment.update([segment.media_id, segment.n], { ...record, link, started_at: segment.started_at, state: 'closed' })
  const after = await on.segment.get([segment.media_id, segment.n + 1])
  const closed = await on.segment.get([segment.media_id, segment.n])
  if (closed !== undefined && after !== undefined && after.bytes > 0) await declareSegment(closed, false, on)
}

/** The recording is over: its last segment says so. */
export async function finishRecording(media_id: string, on: FieldDb = db): Promise<void> {
  const segments = await on.segment.where('media_id').equals(media_id).sortBy('n')
  const last = segments.at(-1)
  if (last?.state === 'closed') await declareSegment(last, true, on)
  await on.media.update(media_id, { ended: true })
}

async function declareSegment(segment: Segment, final: boolean, on: FieldDb): Promise<void> {
  await on.transaction('rw', on.segment, on.media, on.meta, on.op, async () => {
    const media = await on.media.get(segment.media_id)
    if (media === undefined) throw new Error(`segment of an unknown media ${segment.media_id}`)
    const op = await add({
      person_id: media.person_id, chain: `media:${media.media_id}`, subject: media.subject, kind: 'segment',
      path: `/media/${media.media_id}/segments`, payload: wire(segment, final), at: segment.started_at,
    }, on)
    await on.segment.update([segment.media_id, segment.n], { state: 'declared', op_id: op.op_id })
  })
}

function wire(segment: Segment, final: boolean): object {
  return {
    n: segment.n, bytes: segment.bytes, sha256: segment.sha256, prev: segment.prev, link: segment.link, started_at: iso(segment.started_at),
    duration_ms: segment.duration_ms, gap_ms: segment.gap_ms, cause: segment.cause, final,
  }
}

export interface Recovered {
  media_id: string
  subject: string
  from: number
  to: number
  kept_ms: number
}

interface Shelf {
  adopt(path: string): Promise<Held>
  remove(path: string): Promise<void>
}

/**
 * Closes recordings that a kill left open: what is on disk is hashed, chained and queued; nothing is thrown away but files
 * without a single byte. Call only while no recorder runs (the lock `recorder`).
 */
export async function recover(shelf: Shelf, on: FieldDb = db): Promise<Recovered[]> {
  const left = await on.media.filter((media) => !media.ended).toArray()
  const found: Recovered[] = []
  for (const media of left) {
    const open = await on.segment.where('media_id').equals(media.media_id).filter((segment) => segment.state === 'open').sortBy('n')
    for (const segment of open) await closeLeftover(segment, shelf, on)
    await finishRecording(media.media_id, on)
    found.push(...(await summary(media, on)))
  }
  return found
}

async function closeLeftover(segment: Segment, shelf: Shelf, on: FieldDb): Promise<void> {
  const held = await shelf.adopt(segment.path).catch(() => null)
  if (held === null || held.bytes === 0) {
    await on.segment.delete([segment.media_id, segment.n])
    if (held !== null) await shelf.remove(segment.path)
    return
  }
  // the slice before the kill may be on disk without its row: then at least one slice ran
  const ended = Math.max(segment.last_at, segment.started_at + config.recorder.sliceMs)
  await closeSegment(segment, held, ended, on)
}

async function summary(media: Media, on: FieldDb): Promise<Recovered[]> {
  const segments = await on.segment.where('media_id').equals(media.media_id).sortBy('n')
  const [first] = segments
  const last = segments.at(-1)
  if (first === undefined || last === undefined) return []
  const kept_ms = segments.reduce((sum, segment) => sum + segment.duration_ms, 0)
  return [{ media_id: media.media_id, subject: media.subject, from: first.started_at, to: last.started_at + last.duration_ms, kept_ms }]
}
