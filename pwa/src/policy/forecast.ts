import { count, judgeCap, type CapVerdict, type Count } from './caps'
import type { Interval, Named, Rules, Site, Visit } from './facts'
import { judgeQuiet, type QuietVerdict } from './quiet'
import type { Remark } from './plans'
import { pastOf, remarksOn, type Past } from './remarks'
import { nextSlot, slotFacts } from './slots'

/**
 * What the rules will say of an arrival, as far as this phone can know (B-42). The server's verdict stands above it; what the
 * phone cannot know it says, and never guesses.
 */

/** One task of the signed package: where, what for, and what was counted there before. */
export interface Planned {
  task_id: string
  rule_set_id: string
  /** The rules are those in force from then, and until then where an end is known. */
  from: number
  until: number | null
  site: Site
  visit: Visit
  before: Count
  /** The visits before it, for what stands out beside them; missing in packages that were signed before they told. */
  came?: Past[]
}

/** The package as the server signed it, for one person and for a while. */
export interface Package {
  person_id: string
  taken_at: number
  expires_at: number
  rules: Record<string, Rules>
  tasks: Planned[]
}

/**
 * Why the phone does not know: no package, its signature does not fit, it is too old or from the future, the task is not in it,
 * another enterprise, another rule set by then, or a visit from this phone that it cannot weigh.
 */
export type Unknown = 'none' | 'unsigned' | 'old' | 'ahead' | 'task' | 'enterprise' | 'rules' | 'own'

export interface Judged {
  quiet: QuietVerdict
  cap: CapVerdict
  /** What else stands out: no annual plan, a second entry, broken off again, too often without inspecting. */
  remarks: Remark[]
  /** The next lawful slot as facts, where this visit breaks a rule. */
  next_slot: Named | null
}

const MINUTE_MS = 60_000
/** How far a package may seem to come from the future: the phone's clock is measured, not exact (B-02). */
const SKEW_MS = 5 * MINUTE_MS

/** Whether the package may be used now; if not, why. */
export function unusable(pack: Package, now: number): Unknown | null {
  if (now > pack.expires_at) return 'old'
  return now < pack.taken_at - SKEW_MS ? 'ahead' : null
}

/** The arrival as an interval, by how far the clock is believed (B-02). */
export function arrivalAt(at: number, trusted: boolean, rules: Rules): Interval {
  const margin = trusted ? 0 : rules.clock.untrusted_min * MINUTE_MS
  return { earliest: at - margin, latest: at + margin }
}

/** Whether the rules of the package are those of the arrival (B-03). */
export const heldBy = (planned: Planned, arrived: Interval): boolean => planned.from <= arrived.earliest && (planned.until === null || arrived.latest < planned.until)

/** Judges a task's visit for an arrival. `own` are visits from this phone that the package does not count yet; `outcome` is how it ends. */
export function judgePlanned(planned: Planned, rules: Rules, arrived: Interval, own: readonly Visit[] = [], outcome?: string): Judged {
  const visit = { ...planned.visit, arrived, ...(outcome === undefined ? {} : { outcome }) }
  const before = count(own, rules, planned.before)
  const quiet = judgeQuiet(visit, planned.site, rules)
  const cap = judgeCap(visit, planned.site, rules, before)
  const broken = quiet.code === 'VIOLATION' || cap.code === 'REACHED'
  const slot = broken ? nextSlot(arrived.earliest, planned.site, rules, before, visit.item_caps, visit.fields) : null
  const came = planned.came === undefined ? null : [...planned.came, ...own.map(pastOf)]
  return { quiet, cap, remarks: remarksOn(visit, came, rules), next_slot: broken ? slotFacts(slot) : null }
}
