import type { ChecklistLine } from '../api/types'
import { readingNow } from './clock'
import { db, type Draft, type FieldDb, type Given } from './db'
import { add } from './outbox'

/** The checklist of a visit on this phone: what was found, question by question. Works without network, survives a kill. */

export const NOTHING: Given = { answer: null, value: '', note: '', photos: [], at: null }
export const NUMBER = /^-?\d{1,9}(\.\d{1,4})?$/

export type Lack = 'answer' | 'value' | 'note' | 'photo'

/** What a line still needs: an answer; where it is no, what was seen, and a photo if the list asks for one. */
export function lackOf(line: ChecklistLine, given: Given = NOTHING): Lack | null {
  if (given.answer === null) return 'answer'
  if (given.answer === 'value' && !NUMBER.test(given.value)) return 'value'
  if (given.answer !== 'no') return null
  if (given.note.trim() === '') return 'note'
  return line.photo && given.photos.length === 0 ? 'photo' : null
}

export function missing(lines: readonly ChecklistLine[], given: Record<string, Given> = {}): ChecklistLine[] {
  return lines.filter((line) => lackOf(line, given[line.key]) !== null)
}

/** What an order to correct will name: the lines that were answered no. */
export function corrections(lines: readonly ChecklistLine[], given: Record<string, Given> = {}): { line: string; question: string; note: string }[] {
  return lines.filter((line) => given[line.key]?.answer === 'no').map((line) => ({ line: line.key, question: line.question, note: given[line.key]?.note.trim() ?? '' }))
}

/** Holds what is being typed; nothing is sent before the line has a whole answer. */
export async function hold(id: string, key: string, change: Partial<Given>, on: FieldDb = db): Promise<void> {
  await on.transaction('rw', on.draft, async () => {
    const draft = await on.draft.get(id)
    if (draft !== undefined) await on.draft.update(id, { given: withChange(draft, key, change) })
  })
}

function withChange(draft: Draft, key: string, change: Partial<Given>): Record<string, Given> {
  return { ...draft.given, [key]: { ...NOTHING, ...draft.given?.[key], ...change } }
}

/**
 * Keeps an answer with the time of now and its command, in one transaction. The same again is not sent again. Answers go
 * in a chain of their own: one that the server refuses holds back neither the result nor the departure.
 */
export async function give(id: string, line: ChecklistLine, change: Partial<Given>, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const clock = await readingNow(on, at)
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    const draft = await on.draft.get(id)
    if (draft === undefined) return
    const given = withChange(draft, line.key, change)[line.key]
    if (given === undefined) return
    const said = wire(line, given)
    const sent = said === null ? given.sent : JSON.stringify(said)
    await on.draft.update(id, { given: withChange(draft, line.key, { ...change, at, sent }) })
    if (said === null || sent === given.sent) return
    const payload = { ...said, at: new Date(at).toISOString(), clock }
    await add({ person_id: draft.person_id, chain: `answers:${id}`, subject: id, kind: 'answer', path: `/inspections/${id}/answers`, payload, at, needs: [id] }, on)
  })
}

function wire(line: ChecklistLine, given: Given): object | null {
  if (given.answer === null || (given.answer === 'value' && !NUMBER.test(given.value))) return null
  return {
    line: line.key, question: line.question, kind: line.kind, unit: line.unit, answer: given.answer,
    value: given.answer === 'value' ? given.value : null, note: given.note.trim(), photos: given.photos,
  }
}

/** A photo that was taken for a line goes with its answer; for one without an answer it waits there. */
export async function addPhoto(id: string, line: ChecklistLine, media_id: string, on: FieldDb = db): Promise<void> {
  const draft = await on.draft.get(id)
  const photos = [...(draft?.given?.[line.key]?.photos ?? []), media_id]
  await give(id, line, { photos }, Date.now(), on)
}
