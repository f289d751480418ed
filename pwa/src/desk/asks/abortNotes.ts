import { call } from '../../api/client'

/** A visit that was broken off like the one before it, with the leader's note, if it has one (B-33). */
export interface AbortNote {
  inspection_id: string
  enterprise_name: string
  arrived_at: string
  times: number
  outcome: string
  reason: string | null
  summary: string
  note: string | null
  noted_by: string | null
  noted_at: string | null
}
export const abortNotes = {
  open: () => call<{ items: AbortNote[] }>('/abort-notes'),
  give: (id: string, note: string, key: string) => call<AbortNote>(`/inspections/${id}/abort-note`, { method: 'POST', key, body: { note } }),
}
