/** Where an alert leads: to its visit, its clue, its task, its plan, or the item that it is about. */
import type { RouteLocationRaw } from 'vue-router'
import type { Alert } from './types'

export function placeOf(alert: Alert): RouteLocationRaw {
  if (alert.inspection_id) return { name: 'visit', params: { id: alert.inspection_id } }
  if (alert.clue_id) return { name: 'clue', params: { id: alert.clue_id } }
  if (alert.facts.task_id) return { name: 'task', params: { id: alert.facts.task_id } }
  if (alert.plan_id) return { name: 'yearplan', params: { id: alert.plan_id } }
  return { name: 'items', query: { q: alert.enterprise_name } }
}
