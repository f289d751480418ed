/** The lists that the title bar's figures open. Marks exclude each other, so their counts add up to today's. */
import { visits, type VisitAsk } from './api'
import type { VisitPage, VisitRow } from './types'

export const LISTS = ['today', 'ongoing', 'planned', 'left', 'alert', 'violation', 'review', 'unsealed'] as const
export type ListName = (typeof LISTS)[number]

export function isList(name: unknown): name is ListName {
  return LISTS.includes(name as ListName)
}

const LARGEST_PAGE = 200

function askFor(list: ListName): VisitAsk {
  return list === 'today' || list === 'unsealed' ? {} : { mark: list }
}

/** A page of the list. Unsealed is no mark: its list is what the day's visits say of themselves, as one page. */
export async function pageOf(list: ListName, ask: VisitAsk): Promise<VisitPage> {
  if (list !== 'unsealed') return visits.list({ ...ask, ...askFor(list) })
  const first = await visits.list({ ...ask, page: 1, page_size: LARGEST_PAGE })
  const rows: VisitRow[] = [...first.items]
  for (let page = 2; rows.length < first.total; page += 1) {
    const { items } = await visits.list({ ...ask, page, page_size: LARGEST_PAGE })
    if (!items.length) break
    rows.push(...items)
  }
  const items = rows.filter((row) => row.unsealed > 0)
  const { page = 1, page_size = LARGEST_PAGE } = ask
  return { ...first, items: items.slice((page - 1) * page_size, page * page_size), total: items.length, page, page_size }
}
