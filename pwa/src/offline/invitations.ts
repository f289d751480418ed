import { call } from '../api/client'
import type { Words } from '../api/types'
import { db, readMeta, writeMeta, type FieldDb } from './db'

/** Visits that a lay supervisor is invited to (B-77). The list is kept for when there is no network; answers need it. */

export interface Invitation {
  id: string
  state: 'invited' | 'accepted' | 'declined' | 'withdrawn'
  words: string
  reason: string
  planned_on: string
  starts_at: string | null
  organ: { id: string; name: string }
  place: Words
  /** Told on the day, to whoever accepted. */
  enterprise: { name: string; address: string } | null
  /** The enterprise is on one's own conflict list. */
  kept_away: boolean
  ahead: boolean
}

export interface InvitationList {
  person_id: string
  at: number
  items: Invitation[]
}

export async function fetchInvitations(person_id: string, into: FieldDb = db): Promise<InvitationList> {
  const list = { person_id, at: Date.now(), items: await everyInvitation() }
  await writeMeta('invitations', list, into)
  return list
}

const PAGE = 200

async function everyInvitation(): Promise<Invitation[]> {
  const all: Invitation[] = []
  for (let page = 1; ; page += 1) {
    const { items, total } = await call<{ items: Invitation[]; total: number }>(`/attendances?page=${page}&page_size=${PAGE}`)
    all.push(...items)
    if (items.length < PAGE || all.length >= total) return all
  }
}

/** The last list of this person; another's on the same phone is none. */
export async function keptInvitations(person_id: string, from: FieldDb = db): Promise<InvitationList | null> {
  const list = await readMeta('invitations', from)
  return list?.person_id === person_id ? list : null
}

export async function answerInvitation(id: string, answer: 'accepted' | 'declined', reason: string, key: string): Promise<Invitation> {
  return await call<Invitation>(`/attendances/${id}/answer`, { method: 'POST', body: { answer, reason }, key })
}

/** Those that wait for a yes or no come first, then by day, the nearest first; what is over comes last. */
export function inOrder(items: readonly Invitation[]): Invitation[] {
  const rank = (one: Invitation): number => (!one.ahead ? 2 : one.state === 'invited' ? 0 : 1)
  return [...items].sort((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? b.planned_on.localeCompare(a.planned_on) : a.planned_on.localeCompare(b.planned_on)))
}

export const waiting = (items: readonly Invitation[]): number => items.filter((one) => one.state === 'invited' && one.ahead).length
