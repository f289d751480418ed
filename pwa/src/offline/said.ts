import { call } from '../api/client'
import { db, type Draft, type FieldDb, type Said } from './db'
import { standingOf } from './stated'

/** What the enterprise says from its own page while officers are there (B-13, B-57), kept with the draft for when there is no network. */

interface Told {
  statements: { id: string; words: string; at: string }[]
  stated?: Parameters<typeof standingOf>[0] | null
  recusals: { id: string; officer: { name: string }; reason: string; told_by: 'officer' | 'enterprise'; requested_at: string; decision: 'granted' | 'refused' | null; note: string | null }[]
}

interface Papers {
  items: { title: string; editions: { edition: number; received_at: string | null }[] }[]
}

const DAY_MS = 86_400_000

export type Ask = <T>(path: string) => Promise<T>

/** Asks for one visit that the server knows, and keeps the answer; what was looked at before stays so. */
export async function fetchSaid(id: string, ask: Ask = call, on: FieldDb = db): Promise<void> {
  const [told, papers] = await Promise.all([ask<Told>(`/inspections/${id}`), ask<Papers>(`/inspections/${id}/papers`)])
  await on.transaction('rw', on.draft, async () => {
    const draft = await on.draft.get(id)
    if (draft !== undefined) await on.draft.update(id, { said: kept(told, papers, draft.said?.seen ?? 0), ...(told.stated ? { standing: standingOf(told.stated) } : {}) })
  })
}

function kept(told: Told, papers: Papers, seen: number): Said {
  return {
    at: Date.now(), seen, statements: told.statements.map(({ id, words, at }) => ({ id, words, at })),
    recusals: told.recusals.map((one) => ({ id: one.id, name: one.officer.name, reason: one.reason, told_by: one.told_by, at: one.requested_at, decision: one.decision, note: one.note ?? '' })),
    receipts: papers.items.flatMap(({ title, editions }) => editions.flatMap(({ edition, received_at }) => (received_at === null ? [] : [{ title, edition, at: received_at }]))),
  }
}

/** Visits of this person that the enterprise may still speak about: told to the server, and open or left within a day. */
export async function open(person_id: string, on: FieldDb = db): Promise<Draft[]> {
  const mine = await on.draft.filter((draft) => draft.person_id === person_id && draft.kind === 'visit' && draft.check_in_op !== null && (draft.left_at === null || draft.result_at === null || Date.now() - draft.left_at < DAY_MS)).toArray()
  const told = await on.op.bulkGet(mine.map((draft) => draft.check_in_op ?? ''))
  return mine.filter((_, n) => told[n]?.state === 'received')
}

/** Everything that an officer may want to read: what the enterprise sent, every answer of the head, every receipt. */
export const countOf = (said: Said | undefined): number =>
  said === undefined ? 0 : said.statements.length + said.receipts.length + said.recusals.reduce((n, one) => n + (one.told_by === 'enterprise' ? 1 : 0) + (one.decision === null ? 0 : 1), 0)

export const unseen = (said: Said | undefined): number => Math.max(0, countOf(said) - (said?.seen ?? 0))

export async function markSeen(id: string, on: FieldDb = db): Promise<void> {
  await on.transaction('rw', on.draft, async () => {
    const said = (await on.draft.get(id))?.said
    if (said !== undefined) await on.draft.update(id, { said: { ...said, seen: countOf(said) } })
  })
}
