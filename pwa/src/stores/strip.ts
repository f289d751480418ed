import type { Segment } from '../offline/db'
import { config } from '../config'

/** What was to be recorded against what was (B-61). A hole is drawn as a hole. */
export interface Hole {
  from: number
  to: number
  ms: number
  /** Over 60 s: wants a reason. */
  named: boolean
}

export interface Coverage {
  from: number
  to: number
  need_ms: number
  have_ms: number
  runs: { from: number; to: number }[]
  holes: Hole[]
}

const NOTICEABLE_MS = 2000

/** Coverage of [from, to) by segments that may overlap by the second of a rotation. */
export function coverage(from: number, to: number, segments: readonly Segment[]): Coverage {
  const runs = merged(segments.map((segment) => ({ from: segment.started_at, to: Math.max(segment.last_at, segment.started_at + segment.duration_ms) })))
  const holes: Hole[] = []
  for (const [i, run] of runs.entries()) {
    const next = runs[i + 1]
    if (next !== undefined) holes.push(hole(run.to, next.from))
  }
  const have_ms = runs.reduce((sum, run) => sum + run.to - run.from, 0)
  return { from, to, need_ms: to - from, have_ms, runs, holes }
}

function hole(from: number, to: number): Hole {
  return { from, to, ms: to - from, named: to - from > config.recorder.gapNamedS * 1000 }
}

function merged(spans: { from: number; to: number }[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = []
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = runs.at(-1)
    if (last !== undefined && span.from - last.to < NOTICEABLE_MS) last.to = Math.max(last.to, span.to)
    else runs.push({ ...span })
  }
  return runs
}
