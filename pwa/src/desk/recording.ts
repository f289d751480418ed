/** What was recorded, in seconds on one axis: pieces, holes and photos of a visit. Pure, tested. */
import type { Media, Segment, VisitDetail } from './types'

export interface Piece {
  n: number
  start: number
  length: number
  segment: Segment
}
export interface Hole {
  start: number
  length: number
  cause: string | null
}
export interface Axis {
  /** Epoch seconds of both ends. */
  from: number
  to: number
  pieces: Piece[]
  holes: Hole[]
  photos: number[]
}

const seconds = (iso: string) => new Date(iso).getTime() / 1000

/** A recording's segments on the clock: declared starts where known, else one after the other with their gaps. */
export function piecesOf(media: Media): { pieces: Piece[]; holes: Hole[] } {
  const pieces: Piece[] = []
  const holes: Hole[] = []
  let clock = seconds(media.started_at)
  for (const segment of media.segments) {
    const gap = (segment.gap_ms ?? 0) / 1000
    const start = segment.started_at ? seconds(segment.started_at) : clock + gap
    if (gap > 0) holes.push({ start: start - gap, length: gap, cause: segment.cause })
    const length = (segment.duration_ms ?? 0) / 1000
    pieces.push({ n: segment.n, start, length, segment })
    clock = start + length
  }
  return { pieces, holes }
}

export function recordingsOf(visit: VisitDetail): Media[] {
  return visit.media.filter((media) => media.kind === 'recording')
}

export function photosOf(visit: VisitDetail): Media[] {
  return visit.media.filter((media) => media.kind === 'photo')
}

/** The axis from arrival to departure, stretched where something was recorded outside it. Null before anything is. */
export function axisOf(visit: VisitDetail): Axis | null {
  const parts = recordingsOf(visit).map(piecesOf)
  const pieces = parts.flatMap((part) => part.pieces)
  if (!visit.arrived_at && !pieces.length) return null
  const photos = photosOf(visit).map((media) => seconds(media.started_at))
  const starts = [...(visit.arrived_at ? [seconds(visit.arrived_at)] : []), ...pieces.map((piece) => piece.start), ...photos]
  const due = visit.arrived_at ? [seconds(visit.arrived_at) + (visit.recording?.required_s ?? 0)] : []
  const ends = [...due, ...pieces.map((piece) => piece.start + piece.length), ...photos]
  const from = Math.min(...starts)
  return { from, to: Math.max(from + 10, ...ends), pieces, holes: parts.flatMap((part) => part.holes), photos }
}

const TICK_STEPS = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200]

/** Clock marks under the axis: at most nine, on round times. */
export function ticksOf(axis: Axis): number[] {
  const span = axis.to - axis.from
  const step = TICK_STEPS.find((it) => span / it <= 8) ?? 14_400
  const first = Math.ceil(axis.from / step) * step
  return Array.from({ length: Math.floor((axis.to - first) / step) + 1 }, (_, i) => first + i * step)
}

/** Where a segment begins in the playable copy, in seconds: its clock runs on through the holes. */
export function seekTo(media: Media, n: number): number {
  const { pieces } = piecesOf(media)
  const wanted = pieces.find((piece) => piece.n === n)
  return wanted && pieces[0] ? wanted.start - pieces[0].start : 0
}

export const sealedCount = (media: Media[]) => media.flatMap((it) => it.segments).filter((it) => it.state === 'sealed').length
export const segmentCount = (media: Media[]) => media.flatMap((it) => it.segments).length
export const mismatches = (media: Media[]) => media.flatMap((it) => it.segments).filter((it) => it.state === 'mismatch')
