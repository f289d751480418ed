import { call } from '../api/client'
import type { Task } from '../api/types'
import { readMeta, writeMeta, db, type FieldDb } from './db'

/** Orders to correct that wait to be looked at again 整改复查 (B-32). The list is kept for when there is no network; asking needs it. */

export interface FollowUp {
  inspection_id: string
  arrived_on: string
  enterprise: { id: string; name: string }
  deadline: string
  first_day: string
  last_day: string
  /** Follow-ups of the same findings so far. */
  earlier: number
  /** The next one leaves the cap alone. */
  free: boolean
  corrections: { question: string; note: string }[]
  officers: { person_id: string; name: string }[]
  task: { id: string; state: string; planned_on: string } | null
}

export interface FollowUpList {
  person_id: string
  at: number
  items: FollowUp[]
}

export async function fetchFollowUps(person_id: string, into: FieldDb = db): Promise<FollowUpList> {
  const { items } = await call<{ items: FollowUp[] }>('/follow-ups')
  const list = { person_id, at: Date.now(), items }
  await writeMeta('follow_ups', list, into)
  return list
}

/** The last list of this person; another's on the same phone is none. */
export async function keptFollowUps(person_id: string, from: FieldDb = db): Promise<FollowUpList | null> {
  const list = await readMeta('follow_ups', from)
  return list?.person_id === person_id ? list : null
}

/** Plans the follow-up with those who were there; the head decides. */
export async function askFollowUp(one: FollowUp, day: string, time: string, key: string): Promise<Task> {
  const body = { planned_on: day, starts_at: time === '' ? null : time, officer_ids: one.officers.map((each) => each.person_id) }
  return await call<Task>(`/inspections/${one.inspection_id}/follow-up`, { method: 'POST', body, key })
}

/** What day to propose: the first on which it may be, and not one that is over. */
export const proposedDay = (one: FollowUp, today: string): string => (one.first_day < today ? today : one.first_day)

/** Where the order stands on a day. */
export function standing(one: FollowUp, today: string): 'early' | 'open' | 'late' {
  if (today < one.first_day) return 'early'
  return today > one.last_day ? 'late' : 'open'
}
