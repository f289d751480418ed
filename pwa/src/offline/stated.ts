import { db, type Draft, type FieldDb, type SnapshotRow, type Standing } from './db'
import { add } from './outbox'
import { arrivalAnswer } from './visit'

/** A ground stated afterwards for a visit on a quiet day (B-42): once, within the term; the bureau decides. */

const HOURS = 24
/** What the rules of the arrival may know; a rule set of its own may name others. */
export const GROUNDS = ['superior', 'safety_field', 'emergency', 'complaint', 'case', 'statutory_deadline', 'licence', 'tax_risk', 'other'] as const
export type GroundCode = (typeof GROUNDS)[number]

export interface Choice {
  code: string
  evidence: boolean
  /** It needs an approval before the arrival, which cannot be made good (B-41). */
  prior: boolean
}

export interface Owed {
  draft: Draft
  until: number
  /** The enterprise, as the server knew it at the arrival. */
  name: string
}

interface QuietRules {
  grounds?: Record<string, { evidence: string; approver: string }>
}

/** The grounds of the rule set that this phone carries; the server judges by those of the arrival. */
export function choices(snapshot: SnapshotRow | null | undefined): Choice[] {
  const known = (snapshot?.rule_set?.body.quiet as QuietRules | undefined)?.grounds
  if (known === undefined) return GROUNDS.map((code) => ({ code, evidence: true, prior: false }))
  return Object.entries(known).map(([code, one]) => ({ code, evidence: one.evidence !== 'none', prior: one.approver === 'subject_head' || one.approver === 'bureau' }))
}

/** Until when a ground may be stated: counted from when the server heard of the arrival; null where it broke nothing. */
export async function term(draft: Draft, on: FieldDb = db): Promise<number | null> {
  if (draft.standing !== undefined) return Date.parse(draft.standing.until)
  const answer = await arrivalAnswer(draft.id, on)
  if (answer?.verdict?.quiet.code !== 'VIOLATION') return null
  const snapshot = await on.snapshot.get(draft.person_id)
  const hours = (snapshot?.rule_set?.body.explain as { hours?: number } | undefined)?.hours ?? HOURS
  return Date.parse(answer.received_at) + hours * 3_600_000
}

/** Visits of this person that broke the quiet period, of which nobody has said anything, and the term runs. */
export async function owed(person_id: string, now: number, on: FieldDb = db): Promise<Owed[]> {
  const mine = await on.draft.filter((draft) => draft.person_id === person_id && draft.check_in_op !== null && draft.stated === undefined && (draft.standing?.state ?? 'unstated') === 'unstated').toArray()
  const terms = await Promise.all(mine.map(async (draft) => ({ draft, until: (await term(draft, on)) ?? 0, name: (await arrivalAnswer(draft.id, on))?.enterprise?.name ?? draft.title })))
  return terms.filter(({ until }) => now < until)
}

/** Says on which ground they came, once; it goes to the bureau with the visit. */
export async function stateGround(draft: Draft, told: { ground: string; evidence_id: string | null; words: string }, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    if ((await on.draft.get(draft.id))?.stated !== undefined) return
    const payload = { ...told, at: new Date(at).toISOString() }
    await add({ person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'ground', path: `/inspections/${draft.id}/ground`, payload, at }, on)
    await on.draft.update(draft.id, { stated: { ground: told.ground, at } })
  })
}

/** What the server told of it last, as the phone keeps it. */
export function standingOf(told: { state: Standing['state']; until: string; stated: { ground: string; received_at: string; note: string | null; decided_at: string | null } | null }): Standing {
  const { stated } = told
  return { state: told.state, until: told.until, ground: stated?.ground ?? null, at: stated === null ? null : stated.decided_at ?? stated.received_at, note: stated?.note ?? null }
}
