/** Random draws: drafted, committed to, drawn by another person, published; and the visits that follow (B-85 to B-87). */
import { call } from '../../api/client'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { Page, Task, TaskState } from '../types'
import type { Named } from './registers'

export type DrawState = 'drafted' | 'committed' | 'drawn' | 'published' | 'abandoned'
export const DRAW_STATES: DrawState[] = ['drafted', 'committed', 'drawn', 'published', 'abandoned']
export const EXCLUSIONS = ['closed', 'whitelist', 'full_coverage', 'cooldown', 'cap_used', 'no_slot'] as const
export const REPLACED_FOR = ['leave', 'duty', 'recusal', 'card', 'other'] as const

interface NamedTwice extends Named {
  name_en: string
}
/** One move of a draw; of what it settled, what everybody may know. */
export interface DrawAct {
  at: string
  by: Named
  commitment: string | null
  commitment_sha256: string | null
  excluded: Record<string, number> | null
  secret: string | null
  public_value: string | null
  reason: string | null
}
export interface Draw {
  id: string
  state: DrawState
  organ: NamedTwice
  item: NamedTwice
  industry: string
  wanted: number
  first_day: string
  last_day: string
  source: string
  fixed_at: string
  /** The moment has come at which the public value stands at its source. */
  value_due: boolean
  created_at: string
  created_by: Named
  /** Whoever asks may be the second person. */
  mine_to_run: boolean
  url: string
  committed: DrawAct | null
  drawn: DrawAct | null
  published: DrawAct | null
  abandoned: DrawAct | null
}
export interface Pool {
  asked: number
  objects: number
  officers: number
  excluded: { reason: (typeof EXCLUSIONS)[number]; count: number }[]
  weights: { weight: number; count: number }[]
}
export interface DrawnOfficer {
  number: string
  name: string
}
export interface Pick {
  n: number
  name: string
  identifier: string
  enterprise_id: string
  weight: number
  going: DrawnOfficer[]
  order: DrawnOfficer[]
  passed_over: number
  replaced: { officer: DrawnOfficer; reason: (typeof REPLACED_FOR)[number]; note: string; at: string }[]
  task: { id: string; state: TaskState; planned_on: string } | null
}
export interface NewDraw {
  item_id: string
  wanted: number
  first_day: string
  last_day: string
  industry: string
  source: string
  fixed_at: string
}

const order = <T>(path: string, key: string, body: unknown = {}) => call<T>(`/draws${path}`, { method: 'POST', key, body })

export const draws = {
  list: (ask: RegisterAsk) => call<Page<Draw>>(`/draws${query(ask)}`),
  one: (id: string) => call<Draw>(`/draws/${id}`),
  pool: (id: string) => call<Pool>(`/draws/${id}/pool`),
  outcome: (id: string) => call<{ items: Pick[] }>(`/draws/${id}/outcome`),
  make: (body: NewDraw, key: string) => order<Draw>('', key, body),
  commit: (id: string, key: string) => order<Draw>(`/${id}/commitment`, key),
  run: (id: string, publicValue: string, key: string) => order<Draw>(`/${id}/run`, key, { public_value: publicValue }),
  publish: (id: string, key: string) => order<Draw>(`/${id}/publication`, key),
  abandon: (id: string, reason: string, key: string) => order<Draw>(`/${id}/abandonment`, key, { reason }),
  replace: (id: string, n: number, body: object, key: string) => order<{ items: Pick[] }>(`/${id}/objects/${n}/replacements`, key, body),
  plan: (id: string, n: number, body: object, key: string) => order<Task>(`/${id}/objects/${n}/tasks`, key, body),
}
