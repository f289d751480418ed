/** Saved views: lists as somebody wants to find them again. */
import { call } from '../../api/client'

export interface SavedView {
  id: string
  list: string
  name: string
  /** What stands behind the question mark of the list's address. */
  address: string
  /** Whether the list begins with it. */
  opens: boolean
}
export type NewView = Omit<SavedView, 'id'>

export const views = {
  all: () => call<{ items: SavedView[] }>('/me/views'),
  keep: (view: NewView, key: string) => call<SavedView>('/me/views', { method: 'POST', key, body: view }),
  change: (id: string, changes: Partial<NewView>, key: string) => call<SavedView>(`/me/views/${id}`, { method: 'PATCH', key, body: changes }),
  drop: (id: string, key: string) => call<null>(`/me/views/${id}`, { method: 'DELETE', key }),
}
