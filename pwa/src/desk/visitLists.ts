/** The lists that the title bar's figures open. Marks exclude each other, so their counts add up to today's. */
import { visits, type VisitAsk } from './api'
import type { VisitPage } from './types'

export const LISTS = ['today', 'ongoing', 'planned', 'left', 'alert', 'violation', 'review', 'unsealed'] as const
export type ListName = (typeof LISTS)[number]

export function isList(name: unknown): name is ListName {
  return LISTS.includes(name as ListName)
}

/** What a list narrows a day's visits to. Unsealed is no mark: it is what a visit's files say of it. */
export function narrowedTo(list: ListName): VisitAsk {
  if (list === 'today') return {}
  return list === 'unsealed' ? { unsealed: 'true' } : { mark: list }
}
export const pageOf = (list: ListName, ask: VisitAsk): Promise<VisitPage> => visits.list({ ...ask, ...narrowedTo(list) })
