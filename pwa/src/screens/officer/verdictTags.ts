import type { Verdict } from '../../api/types'
import { t, type TextKey } from '../../i18n'
import type { Tone } from '../../ui/icons'

/** What the server judged, or this phone beforehand. */
export type Said = Pick<Verdict, 'quiet' | 'cap'>

export interface VerdictTag {
  tone: Tone
  words: string
  big: string
}

const QUIET: Record<string, { tone: Tone; key: TextKey }> = {
  OUT: { tone: 'ok', key: 'quiet.OUT' },
  EXEMPT: { tone: 'info', key: 'quiet.EXEMPT' },
  APPROVED: { tone: 'info', key: 'quiet.APPROVED' },
  VIOLATION: { tone: 'bad', key: 'quiet.VIOLATION' },
  NEEDS_REVIEW: { tone: 'off', key: 'quiet.NEEDS_REVIEW' },
  NOT_APPLICABLE: { tone: 'off', key: 'quiet.NOT_APPLICABLE' },
}

const CAP: Record<string, { tone: Tone; key: TextKey }> = {
  WITHIN: { tone: 'ok', key: 'cap.WITHIN' },
  EXEMPT: { tone: 'off', key: 'cap.EXEMPT' },
  NOT_COUNTED: { tone: 'off', key: 'cap.NOT_COUNTED' },
  REACHED: { tone: 'bad', key: 'cap.REACHED' },
  NEEDS_REVIEW: { tone: 'off', key: 'cap.NEEDS_REVIEW' },
}

export function quietTag(verdict: Said): VerdictTag {
  const known = QUIET[verdict.quiet.code] ?? QUIET.NEEDS_REVIEW
  const words = t(known?.key ?? 'quiet.NEEDS_REVIEW')
  return { tone: known?.tone ?? 'off', words, big: t((verdict.quiet.code in QUIET ? `quiet_big.${verdict.quiet.code}` : 'quiet_big.NEEDS_REVIEW') as TextKey) }
}

export function capTag(verdict: Said): VerdictTag {
  const known = CAP[verdict.cap.code] ?? CAP.NEEDS_REVIEW
  const facts = { n: verdict.cap.counted ?? 0, most: verdict.cap.most ?? 0 }
  const big = t((verdict.cap.code in CAP ? `cap_big.${verdict.cap.code}` : 'cap_big.NEEDS_REVIEW') as TextKey, facts)
  return { tone: known?.tone ?? 'off', words: t(known?.key ?? 'cap.NEEDS_REVIEW', facts), big }
}
