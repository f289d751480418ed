import type { ClockReading, Issuer, SignedText, Words } from '../api/types'
import type { CapVerdict } from '../policy/caps'
import { localDay } from '../policy/days'
import type { Visit } from '../policy/facts'
import { arrivalAt, heldBy, judgePlanned, unusable, type Judged, type Package, type Planned, type Unknown } from '../policy/forecast'
import type { Remark } from '../policy/plans'
import type { QuietVerdict } from '../policy/quiet'
import { both } from '../policy/words'
import { calibrated } from './clock'
import { db, readMeta, type Calibration, type Draft, type FieldDb, type Op } from './db'
import { isGenuine, pinsOf } from './signed'
import { snapshotOf } from './snapshot'

/** What the phone says of a visit beforehand: from a package that the server signed, checked anew before each use (B-42). */

/** What lies on the phone; read in one go, checked and judged afterwards. */
export interface Kept {
  person_id: string
  text: SignedText | null
  /** Whether a newer one was refused. */
  refused: boolean
  issuers: Issuer[]
  calibration: Calibration | null
  /** Arrivals made with this phone. */
  arrivals: { draft: Draft; op: Op | null }[]
}

export async function keptFor(person_id: string, from: FieldDb = db): Promise<Kept> {
  const drafts = await from.draft.filter((each) => each.person_id === person_id && each.kind === 'visit' && each.arrived_at !== null).toArray()
  const ops = await from.op.bulkGet(drafts.map((each) => each.check_in_op ?? ''))
  const snapshot = await snapshotOf(person_id, from)
  return {
    person_id, text: snapshot?.forecast ?? null, refused: snapshot?.refused_at != null, issuers: await pinsOf(person_id, from),
    calibration: await readMeta('calibration', from), arrivals: drafts.map((draft, n) => ({ draft, op: ops[n] ?? null })),
  }
}

/** The package, if its signature fits a pinned key and it was made for this person; else why there is none. */
export async function opened(kept: Kept): Promise<Package | 'none' | 'unsigned'> {
  if (kept.text === null) return 'none'
  if (!(await isGenuine(kept.text, kept.issuers))) return 'unsigned'
  const pack = JSON.parse(kept.text.payload) as Package
  return pack.person_id === kept.person_id ? pack : 'unsigned'
}

/**
 * What the phone foresees, in the words of the law. `taken_at` is the server's moment of the package, where there is one; where
 * nothing is said, `why` says what the phone does not know.
 */
export interface Foreseen {
  taken_at: number | null
  said: { quiet: QuietVerdict & Spoken; cap: CapVerdict & Spoken } | null
  /** What else stands out, such as no annual plan (B-17) or broken off again (B-33). */
  remarks: (Remark & Spoken)[]
  /** The next lawful slot, where the visit would break a rule. */
  slot: Words | null
  why: Unknown | null
  /** A newer package came that another key had signed; this one is the one before. */
  refused: boolean
}

interface Spoken {
  sentence: Words
}

export interface Asked {
  task_id: string | null
  /** The phone's wall clock; of an arrival, or of looking at a task that is still to come. */
  at: number
  /** Whether somebody is arriving now; else the visit is judged for the time for which it is planned, if that is later. */
  arriving: boolean
  /** The credit code that was scanned at the door, where one was. */
  scanned?: string | null
  /** The visit itself: it does not count beside itself. */
  draft_id?: string | null
  /** How the visit ends, where somebody is about to say so. */
  outcome?: string
}

type Told = Omit<Foreseen, 'refused'>

const unknown = (why: Unknown, taken_at: number | null = null): Told => ({ taken_at, said: null, remarks: [], slot: null, why })

export const foresee = (kept: Kept, pack: Package | 'none' | 'unsigned', asked: Asked): Foreseen => ({ ...foreseen(kept, pack, asked), refused: kept.refused })

function foreseen(kept: Kept, pack: Package | 'none' | 'unsigned', asked: Asked): Told {
  if (typeof pack === 'string') return unknown(pack)
  const now = calibrated(asked.at, kept.calibration)
  const planned = pack.tasks.find((each) => each.task_id === asked.task_id)
  const why = unusable(pack, now) ?? (planned === undefined ? 'task' : isElsewhere(asked, planned) ? 'enterprise' : null)
  if (why !== null || planned === undefined) return unknown(why ?? 'task', pack.taken_at)
  return ofPlanned(kept, pack, planned, asked, now)
}

const isElsewhere = ({ scanned }: Asked, { site }: Planned): boolean => scanned != null && scanned !== site.identifier

function ofPlanned(kept: Kept, pack: Package, planned: Planned, asked: Asked, now: number): Told {
  const rules = pack.rules[planned.rule_set_id]
  if (rules === undefined) return unknown('rules', pack.taken_at)
  const later = !asked.arriving && planned.visit.arrived.earliest > now
  const arrived = later ? planned.visit.arrived : arrivalAt(now, kept.calibration !== null, rules)
  if (!heldBy(planned, arrived)) return unknown('rules', pack.taken_at)
  const own = ownVisits(kept, pack, planned, asked.draft_id ?? null)
  if (own === null) return unknown('own', pack.taken_at)
  return { taken_at: pack.taken_at, ...spoken(judgePlanned(planned, rules, arrived, own, asked.outcome), localDay(now, rules.tz).slice(0, 4)), why: null }
}

/** Days of this year are said without it. */
function spoken({ quiet, cap, remarks, next_slot }: Judged, this_year: string): Pick<Foreseen, 'said' | 'remarks' | 'slot'> {
  const said = { quiet: { ...quiet, sentence: both(quiet.reason, quiet.facts, this_year) }, cap: { ...cap, sentence: both(cap.reason, cap.facts, this_year) } }
  return { said, remarks: remarks.map((each) => ({ ...each, sentence: both(each.code, each.facts, this_year) })), slot: next_slot === null ? null : both(next_slot.code, next_slot, this_year) }
}

/** Visits from this phone to the same enterprise that the package does not count yet; null where one cannot be weighed here. */
function ownVisits(kept: Kept, pack: Package, planned: Planned, except: string | null): Visit[] | null {
  const found: Visit[] = []
  for (const { draft, op } of kept.arrivals) {
    if (draft.id === except || isCounted(op, pack, kept.calibration)) continue
    const known = pack.tasks.find((each) => each.task_id === draft.task_id)
    if (known === undefined && isAt(draft, planned)) return null
    if (known !== undefined && sharesCount(known, planned, pack)) found.push(visitOf(draft, op, known, pack))
  }
  return found.sort((a, b) => a.arrived.earliest - b.arrived.earliest)
}

/** Whether the server had the arrival when it made the package. */
const isCounted = (op: Op | null, pack: Package, calibration: Calibration | null): boolean => op?.state === 'received' && op.received_at !== null && calibrated(op.received_at, calibration) <= pack.taken_at

const isAt = (draft: Draft, { site }: Planned): boolean => draft.enterprise_text?.toUpperCase().includes(site.identifier) === true

function sharesCount(one: Planned, other: Planned, pack: Package): boolean {
  const premises = pack.rules[other.rule_set_id]?.cap.scope === 'premises'
  const [a, b] = [one.visit, other.visit]
  return one.task_id !== other.task_id && a.organ_id === b.organ_id && a.enterprise_id === b.enterprise_id && !(premises && a.site_id !== b.site_id)
}

function visitOf(draft: Draft, op: Op | null, planned: Planned, pack: Package): Visit {
  const clock = (op?.payload as { clock?: ClockReading } | undefined)?.clock
  const at = (draft.arrived_at ?? 0) + (clock?.offset_ms ?? 0)
  const rules = pack.rules[planned.rule_set_id]
  const arrived = rules === undefined ? { earliest: at, latest: at } : arrivalAt(at, clock?.offset_ms != null, rules)
  return { ...planned.visit, id: draft.id, arrived, outcome: draft.outcome ?? null, left: draft.left_at, items_recorded: 0 }
}
