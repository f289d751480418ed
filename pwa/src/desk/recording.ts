/** What was recorded, in seconds on one axis: pieces, holes and photos of a visit. Pure, tested. */
import type { Media, RecordHole, Segment, Stretch, VisitDetail } from './types'

export interface Piece {
  n: number
  start: number
  length: number
  segment: Segment
}
/** A stretch on the axis, in epoch seconds and seconds. */
export interface Bar {
  start: number
  length: number
}
export interface Axis {
  /** Epoch seconds of both ends. */
  from: number
  to: number
  pieces: Piece[]
  phases: (Bar & { name: string })[]
  runs: Bar[]
  holes: (Bar & { hole: RecordHole })[]
  /** Too late a beginning, too early an end. */
  open: (Bar & { long: boolean })[]
  photos: number[]
}

const seconds = (iso: string) => new Date(iso).getTime() / 1000

/** A recording's segments on the clock: declared starts where known, else one after the other with their gaps. */
export function piecesOf(media: Media): { pieces: Piece[] } {
  const pieces: Piece[] = []
  let clock = seconds(media.started_at)
  for (const segment of media.segments) {
    const gap = (segment.gap_ms ?? 0) / 1000
    const start = segment.started_at ? seconds(segment.started_at) : clock + gap
    const length = (segment.duration_ms ?? 0) / 1000
    pieces.push({ n: segment.n, start, length, segment })
    clock = start + length
  }
  return { pieces }
}

export function recordingsOf(visit: VisitDetail): Media[] {
  return visit.media.filter((media) => media.kind === 'recording')
}

export function photosOf(visit: VisitDetail): Media[] {
  return visit.media.filter((media) => media.kind === 'photo')
}

/** The axis from arrival to departure, stretched where something was recorded outside it. */
export function axisOf(visit: VisitDetail): Axis {
  const { completeness: record } = visit
  const pieces = recordingsOf(visit).flatMap((media) => piecesOf(media).pieces)
  const photos = photosOf(visit).map((media) => seconds(media.started_at))
  const phases = record.phases.map((phase) => ({ ...bar(phase), name: phase.name }))
  const runs = record.runs.map(bar)
  const from = Math.min(seconds(record.from), ...runs.map((run) => run.start), ...photos)
  const to = Math.max(seconds(record.to), from + 10, ...runs.map((run) => run.start + run.length), ...photos)
  return { from, to, pieces, phases, runs, holes: record.holes.map((hole) => ({ ...bar(hole), hole })), open: openEnds(visit, runs), photos }
}

const bar = (it: Stretch): Bar => ({ start: seconds(it.from), length: seconds(it.to) - seconds(it.from) })

/** What was not recorded at either end; a hole like any other where it is too long. */
function openEnds({ completeness: record }: VisitDetail, runs: Bar[]): (Bar & { long: boolean })[] {
  const [first, last] = [runs[0], runs.at(-1)]
  if (!first || !last || !record.phases[0]) return []
  const found = (code: string) => record.findings.some((one) => one.code === code)
  return [
    { start: first.start - record.late_s, length: record.late_s, long: found('LATE_START') },
    { start: last.start + last.length, length: record.early_s, long: found('EARLY_END') },
  ].filter((end) => end.long)
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
