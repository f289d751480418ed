import { examine } from './approvals'
import { calendarsFor, isQuietBy, wordsOf } from './calendars'
import { daysOf } from './days'
import type { CalendarData, Facts, Rules, Site, Visit } from './facts'
import { isInspection, isUnderstood } from './kinds'

/** The quiet period at the moment of arrival (B-37 to B-43). The twin of `policy/quiet.py`. */
export type QuietCode = 'OUT' | 'EXEMPT' | 'APPROVED' | 'VIOLATION' | 'NEEDS_REVIEW' | 'NOT_APPLICABLE'

/** A verdict with its reason, which is the key of its sentence, the rule's number and the facts. */
export interface QuietVerdict {
  code: QuietCode
  reason: string
  rule: string
  facts: Facts
}

const PRIOR = ['subject_head', 'bureau']

/** By the calendars of the narrowest scope and, inside, by ground and approval (B-39). */
export function judgeQuiet(visit: Visit, site: Site, rules: Rules): QuietVerdict {
  const days = daysOf(visit.arrived, rules.tz)
  const facts: Facts = { day: days[0], inside: 'none' }
  const calendars = protectingCalendars(site, rules)
  if (calendars.length === 0) return notProtected(site, rules, facts)
  const quiet = days.filter((day) => quietOn(day, site, calendars))
  const named = calendars.map(wordsOf).filter((words) => words !== null)
  const known: Facts = { ...facts, calendar: named, inside: quiet.length === days.length ? 'all' : quiet.length > 0 ? 'some' : 'none' }
  if (!isInspection(visit)) return { code: 'NOT_APPLICABLE', reason: 'quiet.non_inspection', rule: 'B-24', facts: known }
  if (quiet[0] === undefined) return { code: 'OUT', reason: named.length > 0 ? 'quiet.outside' : 'quiet.outside_always', rule: 'B-37', facts: known }
  return inside(visit, rules, { ...known, day: quiet[0], last_day: days.at(-1) ?? days[0] })
}

/** None if the site's classes are not protected at all (B-38). */
export function protectingCalendars(site: Site, rules: Rules): CalendarData[] {
  const wanted = rules.quiet.applies_to
  if (wanted !== 'all' && !site.classes.some((each) => wanted.includes(each))) return []
  return calendarsFor(site, rules.quiet.calendars)
}

export const quietOn = (day: string, site: Site, calendars: readonly CalendarData[]): boolean => calendars.some((each) => isQuietBy(each, day, site))

function notProtected(site: Site, rules: Rules, facts: Facts): QuietVerdict {
  const others = calendarsFor(site, rules.quiet.calendars).length > 0
  return { code: 'NOT_APPLICABLE', reason: others ? 'quiet.not_protected' : 'quiet.no_calendar', rule: others ? 'B-38' : 'B-37', facts }
}

/** Some day is quiet: a ground that holds there is lawful on every side of a border; else a border is a doubt. */
function inside(visit: Visit, rules: Rules, facts: Facts): QuietVerdict {
  const verdict = byGround(visit, rules, facts)
  if (verdict.code !== 'VIOLATION') return verdict
  if (facts.inside === 'some') return { code: 'NEEDS_REVIEW', reason: 'quiet.border', rule: 'B-02', facts }
  return isUnderstood(visit) ? verdict : { code: 'NEEDS_REVIEW', reason: 'quiet.kind_unknown', rule: 'B-23', facts }
}

function byGround(visit: Visit, rules: Rules, known: Facts): QuietVerdict {
  if (visit.ground == null) return { code: 'VIOLATION', reason: 'quiet.no_ground', rule: 'B-37', facts: known }
  const ground = rules.quiet.grounds[visit.ground]
  const facts = { ...known, ground: visit.ground }
  if (ground === undefined) return { code: 'VIOLATION', reason: 'quiet.ground_unknown', rule: 'B-40', facts }
  if (ground.evidence !== 'none' && visit.evidence !== true) return { code: 'VIOLATION', reason: 'quiet.evidence_missing', rule: 'B-40', facts: { ...facts, evidence: ground.evidence } }
  if (!PRIOR.includes(ground.approver)) return { code: 'EXEMPT', reason: 'quiet.exempt', rule: 'B-40', facts }
  return byApproval(visit, ground.approver, rules, facts)
}

function byApproval(visit: Visit, asked: string, rules: Rules, known: Facts): QuietVerdict {
  const approver = asked === 'bureau' ? asked : rules.quiet.approver
  const { state, facts: found } = examine(visit, approver, rules)
  const facts = { ...known, approver, ...found }
  if (state === 'valid') return { code: asked === 'bureau' ? 'APPROVED' : 'EXEMPT', reason: 'quiet.exempt_approved', rule: 'B-41', facts }
  if (state === 'border') return { code: 'NEEDS_REVIEW', reason: 'quiet.approval_border', rule: 'B-02', facts }
  return { code: 'VIOLATION', reason: `quiet.approval_${state}`, rule: state === 'missing' ? 'B-40' : 'B-41', facts }
}
