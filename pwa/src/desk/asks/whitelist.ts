/** Who is left in peace: the white list 无事不扰 (B-36), and the quiet days that enterprises chose (B-37). */
import { call } from '../../api/client'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { Page } from '../types'
import type { NamedTwice } from './planner'
import type { Named } from './registers'

export type EntryState = 'proposed' | 'listed' | 'refused' | 'ended'
export const ENTRY_STATES: EntryState[] = ['proposed', 'listed', 'refused', 'ended']
/** Why somebody of the bureau takes an enterprise off; a serious finding does so by itself. */
export const END_REASONS = ['false_statement', 'conditions_gone', 'own_wish', 'other'] as const

export interface WhitelistEntry {
  id: string
  state: EntryState
  enterprise: Named & { identifier: string }
  organ: NamedTwice
  conditions: string[]
  reason: string
  document: string
  from_on: string
  to_on: string | null
  proposed_by: Named
  proposed_at: string
  decided_by: Named | null
  note: string
  reviewed_on: string | null
  review_due: string | null
  ended_on: string | null
  end_reason: string | null
  end_words: string
  may_decide: boolean
  may_keep: boolean
}
export interface WhitelistPage extends Page<WhitelistEntry> {
  /** What the rules ask to be vouched for. */
  conditions: string[]
}
export interface ChosenDay {
  id: string
  day: string
  document: string
  recorded_by: string
  recorded_at: string
  withdrawn_by: string | null
  withdrawn_at: string | null
}
export interface ChosenDays {
  /** Days of a month that may be chosen; null where the calendars leave no choice. */
  most: number | null
  items: ChosenDay[]
}

const post = <T>(where: string, key: string, body: object = {}) => call<T>(where, { method: 'POST', key, body })
export const whitelist = {
  list: (ask: RegisterAsk | Record<string, string | number>) => call<WhitelistPage>(`/whitelist${query(ask)}`),
  propose: (enterprise: string, body: object, key: string) => post<WhitelistEntry>(`/enterprises/${enterprise}/whitelist`, key, body),
  decide: (id: string, body: object, key: string) => post<WhitelistEntry>(`/whitelist/${id}/decision`, key, body),
  review: (id: string, key: string) => post<WhitelistEntry>(`/whitelist/${id}/review`, key),
  end: (id: string, body: object, key: string) => post<WhitelistEntry>(`/whitelist/${id}/end`, key, body),
}
export const chosenDays = {
  of: (enterprise: string) => call<ChosenDays>(`/enterprises/${enterprise}/quiet-days`),
  enter: (enterprise: string, body: object, key: string) => post<ChosenDays>(`/enterprises/${enterprise}/quiet-days`, key, body),
  withdraw: (id: string, key: string) => post<ChosenDays>(`/quiet-days/${id}/withdrawal`, key),
}
