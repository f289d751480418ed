import { call } from '../api/client'
import { db, writeMeta, type Draft, type FieldDb, type ToldClue } from './db'
import { add } from './outbox'

/** Clues of a lay supervisor (S4, S6): drafts and their ops here, what became of them as the server told it last. */

interface Answer extends Omit<ToldClue, 'receipt'> {
  receipt: string | null
}

export type Ask = <T>(path: string) => Promise<T>

/** The least that a clue says; the server asks for as much. */
export const LEAST_WORDS = 4

/** Whether the organ that it is about may not learn who told: yes, unless the teller said otherwise. */
export const hides = (draft: Draft): boolean => draft.answers.hidden !== 'no'

export const MOST_PHOTOS = 3

/** The photos of a draft, small JPEGs: they go with the words, so a clue is there whole or not at all. */
export const photosOf = (draft: Draft): Blob[] => (draft.photos ?? []).slice(0, MOST_PHOTOS)

/** Whether a scanned text is the address of a visit code. */
export const isVisitCode = (text: string): boolean => /\/i\/[^/?#]+/i.test(text)

/** Hands the clue in: from then on the draft is what was told, and nothing in it changes. */
export async function raise(draft: Draft, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const payload = { text: draft.text.trim(), place: draft.enterprise_text?.trim() ?? '', about: draft.answers.about?.trim() ?? '', hidden: hides(draft), code: draft.answers.code ?? '', photos: photosOf(draft) }
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    const known = await on.draft.get(draft.id)
    if (known === undefined || known.left_at !== null) return
    await add({ op_id: draft.id, person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'clue', path: '/clues', payload, at }, on)
    await on.draft.update(draft.id, { check_in_op: draft.id, left_at: at })
  })
}

/** What became of my clues, the newest first; kept for when there is no network. */
export async function fetchClues(person_id: string, ask: Ask = call, on: FieldDb = db): Promise<void> {
  const { items } = await ask<{ items: Answer[] }>('/clues?sort=-received&page_size=100')
  await writeMeta('clues', { person_id, at: Date.now(), items: items.map(told) }, on)
}

function told({ id, receipt, state, text, place, received_at, due_at, closed_at, answer, extended }: Answer): ToldClue {
  return { id, receipt: receipt ?? '', state, text, place, received_at, due_at, closed_at, answer, extended }
}

/** The number of a clue that was handed in here, once the server has it. */
export async function receiptOf(draft_id: string, from: FieldDb = db): Promise<ToldClue | null> {
  const op = await from.op.get(draft_id)
  return op?.state === 'received' ? told(op.receipt as Answer) : null
}
