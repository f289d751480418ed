/** Supervisors' sheets: what somebody saw of a visit, and what was added later (B-78). */
import { call } from '../../api/client'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { Page } from '../types'
import type { Named } from './registers'

export type Seen = 'yes' | 'no' | 'unseen'
export interface Remark {
  id: string
  at: string
  received_at: string
  text: string
}
export interface ObservedSheet {
  id: string
  inspection_id: string | null
  enterprise_text: string | null
  at: string
  received_at: string
  position: { longitude: number; latitude: number; accuracy_m: number } | null
  answers: Record<string, Seen>
  text: string
  supervisor: Named
  remarks: Remark[]
}
export interface SheetStory extends ObservedSheet {
  photos: string[]
}

export const sheets = {
  list: (ask: RegisterAsk) => call<Page<ObservedSheet>>(`/observations${query(ask)}`),
  one: (id: string) => call<SheetStory>(`/observations/${id}`),
}
