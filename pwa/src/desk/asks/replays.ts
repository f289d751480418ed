/** Trying a rule set on visits that happened. */
import { call } from '../../api/client'
import { query } from '../api'
import type { Page, Sentence } from '../types'
import type { Body } from './publishing'

export interface Side {
  quiet: Record<string, number>
  cap: Record<string, number>
  broken: number
}
export interface MonthTried {
  month: string
  visits: number
  before: number
  after: number
  differ: number
}
export type Becomes = 'broken' | 'kept' | 'other'
export interface Tried {
  visits: number
  differ: number
  becomes: Record<Becomes, number>
  before: Side
  after: Side
  months: MonthTried[]
}
export interface Replay {
  id: string
  name: string
  since: string
  until: string
  state: 'waiting' | 'running' | 'done' | 'failed'
  total: number
  done: number
  requested_at: string
  requested_by: { id: string; name: string }
  finished_at: string | null
  result: Tried | null
}
interface Half {
  code: string
  sentence: Sentence
}
export interface Verdicts {
  quiet: Half
  cap: Half
  findings: string[]
}
export interface Difference {
  n: number
  day: string
  becomes: Becomes
  organ: { id: string; name: string }
  enterprise: { id: string; name: string } | null
  inspection_id: string | null
  before: Verdicts
  after: Verdicts
}
export const replays = {
  begin: (values: { name: string; body: Body; since: string; until: string }, key: string) => call<Replay>('/replays', { method: 'POST', key, body: values }),
  all: () => call<{ items: Replay[] }>('/replays'),
  one: (id: string) => call<Replay>(`/replays/${id}`),
  differences: (id: string, ask: { becomes?: string; page: number; page_size: number }) => call<Page<Difference>>(`/replays/${id}/differences${query(ask)}`),
}
