/** Where an alert leads: to its visit, or to the item that it is about. */
import type { RouteLocationRaw } from 'vue-router'
import type { Alert } from './types'

export function placeOf(alert: Alert): RouteLocationRaw {
  if (alert.inspection_id) return { name: 'visit', params: { id: alert.inspection_id } }
  return { name: 'items', query: { q: alert.enterprise_name } }
}
