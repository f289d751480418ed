/** Lay supervisors who are invited to a planned visit. */
import { call } from '../../api/client'
import type { Page, Sentence } from '../types'

const order = <T>(path: string, key: string, body: unknown = {}) => call<T>(path, { method: 'POST', key, body })

export interface Attendance {
  id: string
  state: 'invited' | 'accepted' | 'declined' | 'withdrawn'
  words: string
  reason: string
  supervisor: { id: string; name: string }
  planned_on: string
  place: Sentence
  kept_away: boolean
  ahead: boolean
  invited_at: string
  answered_at: string | null
}

export const attendances = {
  of: (task: string) => call<Page<Attendance>>(`/attendances?task_id=${task}&page_size=200`),
  invite: (task: string, body: { person_id: string; words: string }, key: string) => order<Attendance>(`/tasks/${task}/attendances`, key, body),
  withdraw: (id: string, key: string) => order<Attendance>(`/attendances/${id}/withdrawal`, key),
  /** Whom one may ask. */
  candidates: () => call<Page<{ id: string; name: string; organ: { name: string } }>>('/people?role=supervisor&page_size=100'),
}
