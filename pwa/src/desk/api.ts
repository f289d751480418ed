/** Every question the desk asks and every order it gives. Orders carry the id of what they make, so twice is once. */
import { call } from '../api/client'
import type { OrganKind } from './asks/registers'
import type { BaseMap } from '../map/liveMap'
import type {
  Alert, Calendar, Enterprise, EnterpriseDetail, Item, Message, NewTask, Officer, Organ, Page, Session, Task,
  VisitCode, VisitDetail, VisitPage,
} from './types'

type Value = string | number | null | undefined
/** A query string; empty values are left out. */
export function query(values: Record<string, Value>): string {
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return kept.length ? `?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString()}` : ''
}
const order = <T>(path: string, key: string, body: unknown = {}) => call<T>(path, { method: 'POST', key, body })

export const session = {
  now: () => call<Session>('/session'),
  open: (login: string, password: string, key: string) => order<Session>('/session', key, { login, password }),
  close: (key: string) => call<null>('/session', { method: 'DELETE', key }),
}

export interface VisitAsk {
  day?: string
  mark?: string
  unsealed?: 'true'
  state?: string
  q?: string
  sort?: string
  organ_id?: string
  page?: number
  page_size?: number
}
/** Whether what came from a revoked device counts (B-93). */
export type Reckoned = 'counts' | 'discarded'

export const visits = {
  list: (ask: VisitAsk | Record<string, Value>) => call<VisitPage>(`/visits${query({ ...ask })}`),
  one: (id: string) => call<VisitDetail>(`/visits/${id}`),
  reckon: (inspection: string, decision: Reckoned, note: string, key: string) =>
    order<{ verdict: object }>(`/inspections/${inspection}/quarantine-decision`, key, { decision, note }),
  base: () => call<BaseMap & { label: { zh: string; en: string } }>('/map/base'),
}

export const register = {
  /** To choose from: two hundred, which no county has. */
  organs: () => call<{ items: (Organ & { kind: OrganKind })[] }>('/organs?sort=name&page_size=200'),
  /** What a visit may be planned for: published, and not retired. */
  items: (organId: string | null, q: string) => call<{ items: Item[]; total: number }>(`/items/choices${query({ organ_id: organId, q })}`),
  officers: (organId: string | null, q = '') => call<{ items: Officer[] }>(`/officers${query({ organ_id: organId, q })}`),
  enterprises: (q: string, page = 1, size = 20) =>
    call<Page<Enterprise>>(`/enterprises${query({ q, page, page_size: size })}`),
  list: (ask: Record<string, Value>) => call<Page<Enterprise>>(`/enterprises${query(ask)}`),
  /** With a day also the grounds that are open on it. */
  enterprise: (id: string, day?: string) => call<EnterpriseDetail>(`/enterprises/${id}${query({ day })}`),
  calendar: (id: string, year: number) => call<Calendar>(`/enterprises/${id}/calendar${query({ year })}`),
}

export interface TaskAsk {
  day?: string
  state?: string
  q?: string
  page?: number
  page_size?: number
}
export const tasks = {
  list: (ask: TaskAsk | Record<string, Value>) => call<Page<Task>>(`/tasks${query({ ...ask })}`),
  one: (id: string) => call<Task>(`/tasks/${id}`),
  make: (task: NewTask, key: string) => order<Task>('/tasks', key, task),
  decide: (id: string, decision: 'approve' | 'reject', note: string, key: string) =>
    order<Task>(`/tasks/${id}/decision`, key, { decision, note }),
  issue: (id: string, key: string) => order<{ visit_code: VisitCode }>(`/tasks/${id}/visit-code`, key),
  cancel: (id: string, reason: string, key: string) => order<Task>(`/tasks/${id}/cancel`, key, { reason }),
}

export const alerts = {
  list: (ask: Record<string, Value>) => call<Page<Alert>>(`/alerts${query(ask)}`),
  take: (id: string, key: string) => order<Alert>(`/alerts/${id}/take`, key),
  close: (id: string, reason: string, key: string) => order<Alert>(`/alerts/${id}/close`, key, { reason }),
}

export const inbox = {
  list: (ask: Record<string, Value> = {}) => call<Page<Message> & { unread: number }>(`/inbox${query(ask)}`),
  read: (id: string, key: string) => order<Message>(`/inbox/${id}/read`, key),
  pushKey: () => call<{ public_key: string }>('/push/key'),
  subscribe: (body: PushSubscriptionJSON, key: string) =>
    order<{ id: string }>('/push/subscriptions', key, { endpoint: body.endpoint, keys: body.keys }),
  unsubscribe: (id: string, key: string) => call<null>(`/push/subscriptions/${id}`, { method: 'DELETE', key }),
}
