/** What lies sealed: asked for by one, agreed to by another, opened by the first within a day. Each opening is on record. */
import { call } from '../../api/client'
import type { TwoPeopleRequest } from './watch'

export type Sealed = 'words' | 'number' | 'contact'
const ASK: Record<Sealed, (id: string) => string> = {
  words: (visit) => `/inspections/${visit}/rating/unsealing`,
  number: (person) => `/people/${person}/identity-number/unsealing`,
  contact: (clue) => `/clues/${clue}/contact/unsealing`,
}
const OPEN: Record<Sealed, string> = { words: '/unsealings', number: '/number-unsealings', contact: '/contact-unsealings' }
const KINDS: Record<string, Sealed> = { 'feedback.unseal': 'words', 'person.number.unseal': 'number', 'clue.contact.unseal': 'contact' }
const OPEN_FOR_MS = 24 * 3_600_000

export interface Opened {
  text: string
  /** How often it was opened on this request, this time included. */
  openings: number
}

export const sealed = {
  ask: (what: Sealed, id: string, reason: string, key: string) =>
    call<TwoPeopleRequest>(ASK[what](id), { method: 'POST', key, body: { reason } }),
  /** Has no key: each reading is an opening of its own. */
  open: async (what: Sealed, request: string): Promise<Opened> => {
    const answer = await call<{ openings: number; words?: string; number?: string; contact?: string }>(`${OPEN[what]}/${request}/openings`, { method: 'POST' })
    return { text: answer.words ?? answer.number ?? answer.contact ?? '', openings: answer.openings }
  },
}

/** What the one who asked may open now on this request, and until when. */
export function openable(request: TwoPeopleRequest, now: number): { what: Sealed; until: string } | null {
  const what = KINDS[request.kind]
  if (!what || !request.mine || request.state !== 'approved' || !request.decided_at) return null
  const until = Date.parse(request.decided_at) + OPEN_FOR_MS
  return now < until ? { what, until: new Date(until).toISOString() } : null
}
