import { db, type Draft, type FieldDb } from './db'
import { checkIn, checkOut, fileResult, note, type Arrival } from './visit'

/** How a visit ends before it was an inspection, and why: broken off (B-33) or refused (B-34). As `policy/endings.py` has them. */
export const ENDINGS = {
  aborted_before_entry: ['nobody_there', 'closed', 'wrong_address', 'moved', 'other'],
  aborted_on_site: ['called_away', 'danger', 'nobody_in_charge', 'wrong_enterprise', 'other'],
  refused_lawful: ['no_certificate', 'no_code', 'too_few_officers', 'no_notice', 'quiet_period', 'other'],
  refused_other: ['kept_out', 'will_not_cooperate', 'threatened', 'other'],
} as const
export type Ending = keyof typeof ENDINGS
export type EndingReason = (typeof ENDINGS)[Ending][number]

export const GRACE_MIN = 15

export interface Told {
  outcome: Ending
  reason: EndingReason
  words: string
}

/** What is known at the door of a visit that was not checked in yet. `identifier` is the task's, where nobody could scan. */
export interface AtTheDoor extends Omit<Arrival, 'partner'> {
  identifier: string | null
}

/** Whether it uses up a place: on site after the grace time, or once an item was recorded; kept out without a ground (B-33, B-34). */
export function counts(outcome: Ending, minutes: number, items: number, grace: number): boolean {
  if (outcome === 'aborted_on_site') return items > 0 || minutes > grace
  return outcome === 'refused_other'
}

/** Minutes on site so far; the second counts. */
export const minutesOnSite = (draft: Draft, now: number): number => (draft.arrived_at === null ? 0 : Math.max(0, now - draft.arrived_at) / 60_000)

/** Says why it ended. Who was not let in arrives and leaves with it; whoever breaks off on site leaves by the usual screen. */
export async function endEarly(draft: Draft, told: Told, door: AtTheDoor, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const filing = { outcome: told.outcome, reason: told.reason, summary: told.words, deadline: null }
  if (draft.check_in_op === null) await arrive(draft, door, on)
  const now = (await on.draft.get(draft.id)) ?? draft
  await fileResult(now, filing, at, on)
  if (told.outcome !== 'aborted_on_site') await checkOut(now, door.position, at, on)
}

async function arrive(draft: Draft, door: AtTheDoor, on: FieldDb): Promise<void> {
  const { identifier, ...arrival } = door
  if (draft.enterprise_text === null) await note(draft.id, { enterprise_text: identifier, enterprise_source: 'typed' }, on)
  await checkIn((await on.draft.get(draft.id)) ?? draft, { ...arrival, partner: draft.partner }, on)
}
