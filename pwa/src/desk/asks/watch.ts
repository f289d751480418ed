/** The record of who did what, and requests that wait for a second person. */
import { call, callFile } from '../../api/client'
import { query } from '../api'
import { filtersOf, type RegisterAsk } from '../registerList'
import type { Page, Sentence } from '../types'
import { RULE_OFFSET } from '../when'
import type { Named } from './registers'

export type AuditResult = 'allowed' | 'refused' | 'not_found' | 'invalid'
export const RESULTS: AuditResult[] = ['allowed', 'refused', 'not_found', 'invalid']
export interface AuditEntry {
  id: string | number
  at: string
  person: Named | null
  role: string
  role_name: Sentence
  organ: Named | null
  action: string
  action_name: Sentence
  object: string
  purpose: string | null
  result: AuditResult
  code: string | null
}
/** The figures of one local day. */
export interface Daily {
  day: string
  views: number
  plays: number
  unsealings: number
  refusals: number
  /** Refused sign-ins and links of people who were not signed in; absent on days summed up before this was counted. */
  strangers?: number
  failed_checks?: number
  top_readers: { person: Named; n: number }[]
  refused_actions: { action: string; action_name: Sentence; n: number }[]
  purposes: { purpose: string; n: number }[]
}
/** Days are whole days in the rules' zone. */
const inDays = <T extends Record<string, string | number>>(ask: T): T =>
  ({ ...ask, from: ask.from ? `${ask.from}T00:00:00${RULE_OFFSET}` : '', to: ask.to ? `${ask.to}T23:59:59${RULE_OFFSET}` : '' })

export const audit = {
  /** Without one's own looks at the record, unless they are asked for. */
  list: (ask: RegisterAsk) => call<Page<AuditEntry>>(`/audit${query({ ...inDays(ask), own: ask.own || 'hide' })}`),
  daily: (page: number) => call<Page<Daily>>(`/audit/digests${query({ page, page_size: 10 })}`),
  export: (ask: RegisterAsk) => callFile(`/audit/export.csv${query({ ...inDays(filtersOf(ask)), own: ask.own || 'hide' })}`),
}

export type RequestState = 'waiting' | 'approved' | 'rejected' | 'expired'
export interface TwoPeopleRequest {
  id: string
  kind: string
  kind_name: Sentence
  subject: Record<string, unknown>
  reason: string
  requested_by: Named
  requested_at: string
  expires_at: string
  state: RequestState
  decided_by: Named | null
  decided_at: string | null
  note: string | null
  mine: boolean
  may_decide: boolean
}
export const requests = {
  list: (ask: Record<string, string | number>) => call<Page<TwoPeopleRequest>>(`/approvals${query(ask)}`),
  decide: (id: string, decision: 'approve' | 'reject', note: string, key: string) =>
    call<TwoPeopleRequest>(`/approvals/${id}/decision`, { method: 'POST', key, body: { decision, note } }),
}
export const exportFile = (id: string) => callFile(`/exports/${id}/file`)
