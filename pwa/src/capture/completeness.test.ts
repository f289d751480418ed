import { describe, expect, test } from 'vitest'
import cases from '../../../tests/unit/policy/completeness.json'
import { DEFAULT_RULES, judgeCompleteness, type Completeness, type Level, type Missing } from './completeness'

/** The cases of `tests/unit/policy/test_b59_b61_completeness.py`, told to the twin; seconds since the arrival. */
interface Case {
  name: string
  asked: Level
  left?: number
  now?: number
  notice?: number
  result?: number
  pieces?: (number | string)[][]
  reasons?: [number, string][]
  photos?: number
  told?: boolean
  doubt?: number
  entered?: boolean
}

const DOOR = Date.UTC(2026, 3, 22, 2, 28)
const at = (seconds: number): number => DOOR + Math.round(seconds * 1000)
const since = (moment: number): number => (moment - DOOR) / 1000
const atOrNull = (seconds: number | undefined): number | null => (seconds === undefined ? null : at(seconds))

function judged(it: Case): Completeness {
  return judgeCompleteness({
    asked: it.asked, arrived: DOOR, now: at(it.now ?? it.left ?? 0), left: atOrNull(it.left), announced: atOrNull(it.notice), result: atOrNull(it.result),
    pieces: (it.pieces ?? []).map(([from, to, sound]) => ({ from: at(Number(from)), to: at(Number(to)), video: sound === undefined })),
    reasons: (it.reasons ?? []).map(([when, why]) => ({ at: at(when), why })),
    photos: it.photos ?? 0, told: it.told ?? true, doubt_ms: (it.doubt ?? 0) * 1000, entered: it.entered ?? true,
  }, DEFAULT_RULES)
}

function line(one: Missing, asked: Level): string {
  const facts = [one.seconds, one.gaps?.map((gap) => `${gap.seconds} ${gap.why}`).join(', '), one.code === 'NO_RECORDING' ? asked : undefined]
  return [one.code, ...facts, one.severity].filter((part) => part !== undefined).join(' ')
}

function told(found: Completeness): Record<string, unknown> {
  return {
    state: found.state, need: found.need_s, have: found.have_s, late: found.late_s, early: found.early_s,
    runs: found.runs.map((run) => [since(run.from), since(run.to)]),
    holes: found.holes.map((hole) => [since(hole.from), since(hole.to), hole.why, hole.long, ...(hole.sound ? ['sound'] : [])]),
    phases: found.phases.map((phase) => [phase.name, since(phase.from), since(phase.to)]),
    findings: found.findings.map((one) => line(one, found.asked)),
  }
}

describe('what had to be recorded against what was, as the server judges it', () => {
  test.each((cases as unknown as Case[]).map((it) => [it.name, it] as const))('%s', (_, it) => {
    const found = told(judged(it))
    const expected = Object.fromEntries(Object.entries(it).filter(([key]) => key in found))
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, found[key]]))).toEqual(expected)
  })
})
