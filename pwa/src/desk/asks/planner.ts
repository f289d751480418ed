/** What may still be done at each enterprise, and visits that two departments could make together (B-46, B-88). */
import { call } from '../../api/client'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { NextSlot, Page, SharedCap, Task, TaskState } from '../types'
import type { Named } from './registers'

export interface SlotToldWhy {
  next_slot: (NextSlot & { organ?: string }) | null
  why: { zh: string; en: string }
}
export interface VisitOfMonth {
  day: string
  state: TaskState
  kind: string
  task_id: string | null
  inspection_id: string | null
}
export interface PlannerLine extends SlotToldWhy {
  id: string
  name: string
  identifier: string
  address: string
  tier: string | null
  used: number
  most: number
  /** The lesser of what the own cap leaves and of what the shared one does. */
  left: number
  shared: SharedCap | null
  period: string
  unit: 'year' | 'quarter' | 'month' | 'week'
  quiet_today: boolean
  quiet_until: string | null
  whitelisted: boolean
  visits: VisitOfMonth[]
}
export interface NamedTwice extends Named {
  name_en: string
}
export interface JointSide {
  /** Null of a body that is invited and has planned nothing yet. */
  task_id: string | null
  organ: NamedTwice
  planned_on: string
  starts_at: string | null
  state: TaskState | null
}
export type JointState = 'open' | 'accepted' | 'refused' | 'gone'
export interface Joint {
  id: string
  state: JointState
  enterprise: Named
  asked: JointSide
  lead: JointSide
  made_at: string
  answer_by: string
  overdue: boolean
  was_on: string | null
  was_at: string | null
  answered_at: string | null
  answered_by: Named | null
  reason: string
  mine_to_answer: boolean
}
export interface JointFigure {
  organ: NamedTwice
  asked: number
  accepted: number
  refused: number
  overdue: number
  refusal_rate: number | null
}

const FEW = 20
export const planner = {
  page: (ask: RegisterAsk) => call<Page<PlannerLine> & { organ: Named }>(`/planner${query(ask)}`),
  slot: (enterprise: string, ask: Record<string, string>) => call<SlotToldWhy>(`/enterprises/${enterprise}/next-slot${query(ask)}`),
}
export const joint = {
  open: () => call<Page<Joint>>(`/joint-proposals${query({ state: 'open', page_size: FEW })}`),
  of: (task: string) => call<Page<Joint>>(`/joint-proposals${query({ task_id: task })}`),
  figures: () => call<{ items: JointFigure[] }>('/joint-proposals/figures'),
  one: async (id: string) => (await call<Page<Joint>>(`/joint-proposals${query({ state: 'open', page_size: FEW })}`)).items.find((it) => it.id === id) ?? null,
  leave: (task: string, reason: string, key: string) => call<Task>(`/tasks/${task}/joint/leave`, { method: 'POST', key, body: { reason } }),
  move: (task: string, body: object, key: string) => call<Task>(`/tasks/${task}/joint/move`, { method: 'POST', key, body }),
  invite: (task: string, organ_id: string, key: string) => call<Joint>(`/tasks/${task}/joint-invitations`, { method: 'POST', key, body: { organ_id } }),
  guests: async (task: string, q: string) => (await call<{ items: NamedTwice[] }>(`/tasks/${task}/joint-invitations/choices${query({ q })}`)).items,
  answer: (id: string, answer: 'accept' | 'refuse', reason: string, key: string) =>
    call<Joint>(`/joint-proposals/${id}/answer`, { method: 'POST', key, body: { answer, reason } }),
}
