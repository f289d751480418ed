/** Time-limited reading for maintenance staff (B-106), and the large tables that one asked for. */
import { call } from '../../api/client'
import { query } from '../api'
import type { Page } from '../types'
import type { Named } from './registers'

export interface Grant {
  id: string
  person: Named
  region_code: string
  reason: string
  begins_at: string
  ends_at: string
  taken_back_at: string | null
  in_force: boolean
}
const order = <T>(path: string, key: string, body: unknown = {}) => call<T>(path, { method: 'POST', key, body })

export const grants = {
  list: () => call<Page<Grant>>(`/maintenance-grants${query({ page_size: 50 })}`),
  ask: (values: object, key: string) => order<{ id: string }>('/maintenance-grants', key, values),
  end: (id: string, key: string) => order<Grant>(`/maintenance-grants/${id}/end`, key),
}

export type ExportState = 'requested' | 'approved' | 'ready' | 'taken' | 'expired' | 'refused'
export interface ExportRun {
  id: string
  kind: string
  format: string
  rows: number
  state: ExportState
  requested_at: string
  ready_at: string | null
}
/** One's own large tables, newest first. */
export const myExports = () => call<Page<ExportRun>>(`/exports${query({ page_size: 20 })}`)
