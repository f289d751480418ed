import type { Draft, Media, Op, Segment } from '../offline/db'

/** What one visit or observation still has to deliver, as the screen 待上传 tells it. */
export interface Load {
  subject: string
  title: string | null
  arrived_at: number | null
  records: Part
  photos: Part
  audio: Part
  video: Part
  stuck: Op[]
  mismatches: number
  oldest: number | null
}

export interface Part {
  total: number
  delivered: number
  sealed: number
  bytes: number
  /** Bytes, or pieces where there are no bytes, that are still only here. */
  left: number
  /** 0…1 of what has been delivered. */
  share: number
}

const STUCK = new Set<Op['state']>(['needs_fix', 'conflict', 'blocked'])

export function loads(drafts: readonly Draft[], ops: readonly Op[], media: readonly Media[], segments: readonly Segment[]): Load[] {
  const subjects = new Set([...ops.flatMap((op) => (op.subject === null ? [] : [op.subject])), ...segments.map((segment) => segment.subject)])
  return [...subjects].map((subject) => loadOf(subject, drafts, ops, media, segments)).sort((a, b) => (b.arrived_at ?? 0) - (a.arrived_at ?? 0))
}

function loadOf(subject: string, drafts: readonly Draft[], ops: readonly Op[], media: readonly Media[], segments: readonly Segment[]): Load {
  const draft = drafts.find((one) => one.id === subject)
  const ours = ops.filter((op) => op.subject === subject)
  const lanes = new Map(media.map((one) => [one.media_id, laneOf(one)]))
  const pieces = segments.filter((segment) => segment.subject === subject)
  const waiting = [...ours.filter((op) => op.state !== 'received').map((op) => op.at), ...pieces.filter((piece) => !delivered(piece)).map((piece) => piece.started_at)]
  return {
    subject, title: draft?.title ?? null, arrived_at: draft?.arrived_at ?? null,
    records: records(ours.filter((op) => !op.kind.startsWith('media.') && op.kind !== 'segment')),
    photos: files(pieces.filter((piece) => lanes.get(piece.media_id) === 'photos')),
    audio: files(pieces.filter((piece) => lanes.get(piece.media_id) === 'audio')),
    video: files(pieces.filter((piece) => lanes.get(piece.media_id) === 'video')),
    stuck: ours.filter((op) => STUCK.has(op.state)),
    mismatches: pieces.filter((piece) => piece.state === 'mismatch').length,
    oldest: waiting.length === 0 ? null : Math.min(...waiting),
  }
}

/** A recording without a picture is sound; all that is no recording is a picture of something. */
function laneOf(media: Media): 'photos' | 'audio' | 'video' {
  if (media.kind !== 'recording') return 'photos'
  return media.mime.startsWith('audio/') ? 'audio' : 'video'
}

const delivered = (piece: Segment): boolean => piece.state === 'received' || piece.state === 'sealed' || piece.state === 'mismatch'

function records(ops: readonly Op[]): Part {
  const done = ops.filter((op) => op.state === 'received').length
  return { total: ops.length, delivered: done, sealed: 0, bytes: 0, left: 0, share: ops.length === 0 ? 0 : done / ops.length }
}

function files(pieces: readonly Segment[]): Part {
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0)
  const sent = pieces.reduce((sum, piece) => sum + (delivered(piece) ? piece.bytes : piece.sent), 0)
  return {
    total: pieces.length, delivered: pieces.filter(delivered).length, sealed: pieces.filter((piece) => piece.state === 'sealed').length,
    bytes, left: bytes - sent, share: bytes === 0 ? 0 : sent / bytes,
  }
}

export interface Total {
  items: number
  bytes: number
  visits: number
  oldest: number | null
  stuck: number
  unsealed: number
}

export function total(all: readonly Load[], deviceOps: readonly Op[]): Total {
  const open = all.filter((load) => load.oldest !== null)
  const items = all.reduce((sum, { records, photos, audio, video }) => sum + [records, photos, audio, video].reduce((n, part) => n + part.total - part.delivered, 0), 0)
  return {
    items: items + deviceOps.filter((op) => op.state !== 'received').length,
    bytes: all.reduce((sum, load) => sum + load.photos.left + load.audio.left + load.video.left, 0),
    visits: open.length,
    oldest: open.length === 0 ? null : Math.min(...open.map((load) => load.oldest ?? Infinity)),
    stuck: all.reduce((sum, load) => sum + load.stuck.length, 0),
    unsealed: all.reduce((sum, { photos, audio, video }) => sum + [photos, audio, video].reduce((n, part) => n + part.total - part.sealed, 0), 0),
  }
}
