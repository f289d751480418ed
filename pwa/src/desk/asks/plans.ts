/** Plans of inspections: annual ones and those of special inspections, from draft to publication (B-17, B-18). */
import { call } from '../../api/client'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { Page, Sentence } from '../types'
import type { Named } from './registers'

export type PlanKind = 'annual' | 'special'
export type PlanState = 'none' | 'draft' | 'submitted' | 'returned' | 'filed' | 'published' | 'withdrawn'
export type EditionState = Exclude<PlanState, 'none'> | 'superseded'
export type PlanMethod = 'on_site' | 'off_site' | 'draw'
export const PLAN_STATES: PlanState[] = ['none', 'draft', 'submitted', 'returned', 'filed', 'published', 'withdrawn']
export const METHODS: PlanMethod[] = ['on_site', 'off_site', 'draw']

export interface PlanRow {
  /** None where nobody began it. */
  id: string | null
  organ: Named & { name_en: string }
  kind: PlanKind
  year: number
  title: string
  document: string
  approver: string
  approved_on: string | null
  state: PlanState
  /** The state of an amendment on its way. */
  open: PlanState | null
  edition: number | null
  due: string
  days_late: number
  filed_on: string | null
  filing_number: string
  published_on: string | null
  lines: number
  wanted: number | null
  done: number
  planned: number
}
export interface PlanLine {
  line_id: string
  position: number
  name: string
  method: PlanMethod
  items: Named[]
  number: number | null
  ratio: number | null
  total: number | null
  wanted: number | null
  done: number
  planned: number
  first_on: string
  last_on: string
  responsible: string
  enterprises: Named[]
  /** Against the edition before. */
  change: '' | 'new' | 'changed'
}
export interface PlanAct {
  act: 'drawn_up' | 'changed' | 'submitted' | 'returned' | 'filed' | 'withdrawn'
  by: Named
  at: string
  note: string
}
export interface PlanEdition {
  n: number
  state: EditionState
  reason: string
  filing_number: string
  filed_on: string | null
  published_on: string | null
  ended_on: string | null
  withdrawn_reason: string
  version: number
  acts: PlanAct[]
}
export interface Plan extends PlanRow {
  id: string
  editions: PlanEdition[]
  shown: number | null
  content: PlanLine[]
  may: { write: boolean; submit: boolean; amend: boolean; file: boolean; take_down: boolean }
}
/** What stands behind a daily visit on a day. */
export interface PlanBehind {
  year: number
  due: string
  enforce: 'flag' | 'block'
  plan_id: string | null
  missing: Sentence | null
  lines: PlanLine[]
}
export interface LineBody {
  line_id: string | null
  name: string
  method: PlanMethod
  item_ids: string[]
  number: number | null
  ratio: number | null
  total: number | null
  first_on: string
  last_on: string
  responsible: string
  enterprise_ids: string[]
}
export interface NewPlan {
  kind: PlanKind
  year: number | null
  title: string
  document: string
  approver: string
  approved_on: string | null
  lines: LineBody[]
}

const act = (id: string, name: string, key: string, body: unknown = {}) => call<Plan>(`/plans/${id}/${name}`, { method: 'POST', key, body })

export const plans = {
  list: (ask: RegisterAsk) => call<Page<PlanRow>>(`/plans${query(ask)}`),
  count: async (values: Record<string, string>): Promise<number> => (await call<Page<PlanRow>>(`/plans${query({ ...values, page: 1, page_size: 1 })}`)).total,
  one: (id: string, n: number | null = null) => call<Plan>(`/plans/${id}${n === null ? '' : `?n=${n}`}`),
  behind: (day: string) => call<PlanBehind>(`/plans/behind?day=${day}`),
  make: (body: NewPlan, key: string) => call<Plan>('/plans', { method: 'POST', key, body }),
  save: (id: string, version: number, lines: LineBody[], key: string) => call<Plan>(`/plans/${id}/lines`, { method: 'PUT', key, body: { version, lines } }),
  submit: (id: string, key: string) => act(id, 'submit', key),
  amend: (id: string, reason: string, key: string) => act(id, 'editions', key, { reason }),
  file: (id: string, number: string, key: string) => act(id, 'file', key, { number }),
  sendBack: (id: string, reason: string, key: string) => act(id, 'return', key, { reason }),
  takeDown: (id: string, reason: string, key: string) => act(id, 'withdraw', key, { reason }),
}
