/**
 * Was recorded what had to be (B-59, B-60, B-61)? From this phone's own ledger, without a network. The twin of
 * `backend/policy/completeness.py`: tests/unit/policy/completeness.json holds both to the same cases. Moments are epoch
 * milliseconds.
 */

import type { Level } from '../api/types'

export type { Level }
const SOUND: readonly Level[] = ['audio', 'process', 'whole', 'uninterrupted']
const VIDEO: readonly Level[] = ['process', 'whole', 'uninterrupted']
/** A reason may be told this long before the hole begins: the pause is tapped while the last slice is still written. */
const NEAR_MS = 5000

export interface RecordingRules {
  start_min: number
  gap_s: number
  cut_s: number
}
export const DEFAULT_RULES: RecordingRules = { start_min: 5, gap_s: 60, cut_s: 2 }

export interface Piece {
  from: number
  to: number
  video: boolean
}
export interface Reason {
  at: number
  why: string
}
export interface Recorded {
  asked: Level
  arrived: number
  now: number
  left: number | null
  announced: number | null
  result: number | null
  pieces: readonly Piece[]
  reasons: readonly Reason[]
  photos: number
  /** False while a phone may still hold pieces: then nothing can be found missing. */
  told: boolean
  /** How far the clocks of visit and recordings may differ; on one phone there is one clock. */
  doubt_ms: number
  entered: boolean
}

export interface Run {
  from: number
  to: number
}
export interface Hole extends Run {
  seconds: number
  why: string | null
  long: boolean
  sound: boolean
}
export interface Phase extends Run {
  name: 'opening' | 'checking' | 'closing'
}
export interface Missing {
  code: 'NO_NOTICE' | 'NO_PHOTO' | 'NO_RECORDING' | 'LATE_START' | 'EARLY_END' | 'GAP'
  severity: 'info' | 'review' | 'alert'
  seconds?: number
  /** GAP: every long hole. */
  gaps?: { seconds: number; why: string }[]
}
export type RecordState = 'not_asked' | 'going_on' | 'awaited' | 'complete' | 'explained' | 'incomplete'
export interface Completeness {
  asked: Level
  state: RecordState
  phases: Phase[]
  runs: Run[]
  holes: Hole[]
  need_s: number
  have_s: number
  late_s: number
  early_s: number
  findings: Missing[]
}

const wholeSeconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1000))

/** Compares what was recorded with the phases that had to be, and the notice with the first piece. */
export function judgeCompleteness(record: Recorded, rules: RecordingRules): Completeness {
  const asked = record.entered ? record.asked : 'none'
  const runs = merged(record.pieces.filter((piece) => piece.video || !VIDEO.includes(asked)), rules)
  const holes = holesOf(runs, record, asked, rules)
  const phases = phasesOf(record, asked)
  const span = { from: (phases[0] ?? runs[0])?.from ?? 0, to: (phases.at(-1) ?? runs.at(-1))?.to ?? 0 }
  const findings = record.told ? findingsOf(record, asked, phases, runs, holes, rules) : []
  const bounded = phases.length > 0
  return {
    asked, state: stateOf(record, asked, findings), phases, runs, holes, findings,
    need_s: bounded ? Math.floor((span.to - span.from) / 1000) : 0,
    have_s: Math.floor(runs.reduce((sum, run) => sum + within(run, span), 0) / 1000),
    late_s: bounded && runs[0] ? wholeSeconds(runs[0].from - span.from) : 0,
    early_s: bounded ? wholeSeconds(span.to - (runs.at(-1)?.to ?? span.to)) : 0,
  }
}

function phasesOf(record: Recorded, asked: Level): Phase[] {
  if (!SOUND.includes(asked)) return []
  const to = Math.max(record.left ?? record.now, record.arrived)
  const opened = kept(record.announced, record.arrived, to) ?? record.arrived
  const closing = kept(record.result, opened, to) ?? to
  const phases: Phase[] = [
    { name: 'opening', from: record.arrived, to: opened }, { name: 'checking', from: opened, to: closing }, { name: 'closing', from: closing, to },
  ]
  const wanted = phases.filter((phase) => (asked !== 'process' || phase.name !== 'opening') && phase.to > phase.from)
  return wanted.length > 0 ? wanted : [{ name: 'checking', from: record.arrived, to }]
}

/** Pieces of several phones fill each other's holes; the cut between two segments is none. */
function merged(pieces: readonly Piece[], rules: RecordingRules): Run[] {
  const runs: Run[] = []
  for (const { from, to } of [...pieces].sort((a, b) => a.from - b.from)) {
    const last = runs.at(-1)
    if (last !== undefined && from - last.to < rules.cut_s * 1000) last.to = Math.max(last.to, to)
    else runs.push({ from, to })
  }
  return runs
}

function holesOf(runs: readonly Run[], record: Recorded, asked: Level, rules: RecordingRules): Hole[] {
  const most = asked === 'uninterrupted' ? 0 : rules.gap_s * 1000
  const sounds = merged(record.pieces.filter((piece) => !piece.video), rules)
  return runs.slice(1).map((after, n) => {
    const from = runs[n]?.to ?? after.from
    const to = after.from
    return {
      from, to, seconds: wholeSeconds(to - from), why: whyOf(record.reasons, from, to), long: to - from > most,
      sound: sounds.some((run) => run.from <= from && to <= run.to),
    }
  })
}

/** What was said last about this hole. */
function whyOf(reasons: readonly Reason[], from: number, to: number): string | null {
  const said = reasons.filter((reason) => from - NEAR_MS <= reason.at && reason.at <= to)
  return said.reduce<Reason | null>((last, reason) => (last === null || reason.at > last.at ? reason : last), null)?.why ?? null
}

function findingsOf(record: Recorded, asked: Level, phases: readonly Phase[], runs: readonly Run[], holes: readonly Hole[], rules: RecordingRules): Missing[] {
  const found: Missing[] = []
  const over = record.left !== null
  if (record.pieces.length > 0 && !announced(record)) found.push({ code: 'NO_NOTICE', severity: 'alert' })
  if (asked === 'photo' && over && record.photos === 0 && record.pieces.length === 0) found.push({ code: 'NO_PHOTO', severity: 'review' })
  if (phases.length === 0) return found
  if (runs.length === 0 && over) return [...found, { code: 'NO_RECORDING', severity: 'alert' }]
  return [...found, ...endsOf(record, phases, runs, rules), ...gapsOf(holes.filter((hole) => hole.long), asked)]
}

/** Whether the people recorded knew of it before the first piece began (B-60). */
function announced(record: Recorded): boolean {
  const first = Math.min(...record.pieces.map((piece) => piece.from))
  return record.announced !== null && record.announced - record.doubt_ms <= first
}

function endsOf(record: Recorded, phases: readonly Phase[], runs: readonly Run[], rules: RecordingRules): Missing[] {
  const most = rules.start_min * 60_000 + record.doubt_ms
  const [first] = phases
  const [last, end] = [runs.at(-1), phases.at(-1)]
  const found: Missing[] = []
  const late = (runs[0]?.from ?? record.now) - (first?.from ?? record.now)
  if (late > most) found.push({ code: 'LATE_START', severity: 'review', seconds: wholeSeconds(late) })
  const early = record.left === null || last === undefined || end === undefined ? 0 : end.to - last.to
  if (early > most) found.push({ code: 'EARLY_END', severity: 'review', seconds: wholeSeconds(early) })
  return found
}

function gapsOf(holes: readonly Hole[], asked: Level): Missing[] {
  if (holes.length === 0) return []
  const grave = asked === 'uninterrupted' || holes.some((hole) => hole.why === null)
  return [{ code: 'GAP', severity: grave ? 'alert' : 'info', gaps: holes.map((hole) => ({ seconds: hole.seconds, why: hole.why ?? 'none' })) }]
}

function stateOf(record: Recorded, asked: Level, findings: readonly Missing[]): RecordState {
  if (findings.some((one) => one.severity !== 'info')) return 'incomplete'
  if (asked === 'none') return 'not_asked'
  if (record.left === null) return 'going_on'
  if (!record.told) return 'awaited'
  return findings.length > 0 ? 'explained' : 'complete'
}

const within = (run: Run, span: Run): number => Math.max(0, Math.min(run.to, span.to) - Math.max(run.from, span.from))

/** A moment inside the visit; one outside it says nothing about its phases. */
const kept = (moment: number | null, from: number, to: number): number | null => (moment !== null && from <= moment && moment <= to ? moment : null)
