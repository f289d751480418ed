/** The verdict as cells: quiet period, cap, officers, place, record; and which findings speak in which cell. */
import type { Finding, RecordAnswer, Verdict } from './types'

export type CellName = 'quiet' | 'cap' | 'people' | 'place' | 'record'
export type Tone = 'ok' | 'warn' | 'bad' | 'off'

const CELL_OF: Record<string, CellName> = {
  QUIET_VIOLATION: 'quiet', QUIET_UNCLEAR: 'quiet', OVERRUN: 'quiet',
  CAP_REACHED: 'cap', ITEM_CAP_REACHED: 'cap', LEVELS_CAP_REACHED: 'cap', ITEM_NOT_DRAWN: 'cap', CAP_UNCLEAR: 'cap', CAP_EXEMPT_SOFT: 'cap', EVIDENCE_MISSING: 'cap', REPEAT_SAME_DAY: 'cap',
  FOLLOWUP_UNLINKED: 'cap', FOLLOWUP_NEW_ITEM: 'cap', FOLLOWUP_OUT_OF_WINDOW: 'cap', KIND_UNKNOWN: 'cap',
  UNDER_STAFFED: 'people', ASSISTANT_ALONE: 'people', ASSISTANT_UNDECLARED: 'people', CARD_INVALID: 'people', CARD_NOT_FIT: 'people', CARD_UNCERTAIN: 'people', SUBJECT_NOT_PUBLISHED: 'people',
  OFF_SITE: 'place', WEAK_LOCATION: 'place', ACCURACY_UNKNOWN: 'place', POSITION_SWAPPED: 'place', NO_POSITION: 'place',
  POSITION_EMPTY: 'place', DATUM_UNKNOWN: 'place',
  WRONG_ENTERPRISE: 'place', UNKNOWN_ENTERPRISE: 'place', CROSS_REGION: 'place', IMPOSSIBLE_TRAVEL: 'place',
  GAP: 'record', NO_RECORDING: 'record', NO_NOTICE: 'record', NO_PHOTO: 'record', LATE_START: 'record', EARLY_END: 'record', HASH_MISMATCH: 'record', SIGNATURE_MISMATCH: 'record',
}
const QUIET_TONE: Record<string, Tone> = { VIOLATION: 'bad', NEEDS_REVIEW: 'off' }
const CAP_TONE: Record<string, Tone> = { REACHED: 'bad', NEEDS_REVIEW: 'off' }

export function cellOf(finding: Finding): CellName | null {
  return CELL_OF[finding.code] ?? null
}

export function findingsIn(verdict: Verdict, cell: CellName): Finding[] {
  return verdict.findings.filter((finding) => cellOf(finding) === cell)
}

const TONE: Record<string, Tone> = { violation: 'bad', alert: 'warn', review: 'off' }
const ORDER: Tone[] = ['bad', 'warn', 'off', 'ok']

export function toneOfFinding(finding: Finding): Tone {
  return TONE[finding.severity] ?? 'warn'
}

function worst(findings: Finding[]): Tone {
  const tones = findings.map(toneOfFinding)
  return ORDER.find((tone) => tones.includes(tone)) ?? 'ok'
}

/** How a cell looks: by its ruling for quiet and cap, by its findings for the rest. */
export function toneOf(verdict: Verdict, cell: CellName): Tone {
  const byFindings = worst(findingsIn(verdict, cell))
  if (byFindings !== 'ok') return byFindings
  if (cell === 'quiet') return QUIET_TONE[verdict.quiet.code] ?? 'ok'
  if (cell === 'cap') return CAP_TONE[verdict.cap.code] ?? 'ok'
  return 'ok'
}

const RECORD_TONE: Record<RecordAnswer['state'], Tone> = { complete: 'ok', explained: 'ok', not_asked: 'ok', incomplete: 'warn', going_on: 'off', awaited: 'off' }

/** How the record looks: what is still to come is neither right nor wrong. */
export function toneOfRecord(record: RecordAnswer): Tone {
  return RECORD_TONE[record.state]
}
