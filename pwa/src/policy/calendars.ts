import { dayOfMonth, weekdayOf } from './days'
import type { CalendarData, Facts, Site } from './facts'

/** Quiet calendars (B-37): which local days are quiet for whom. The narrowest scope wins. The twin of `policy/calendars.py`. */

const SCOPES = ['entity', 'class', 'industry', 'region'] as const

/** The calendars of the narrowest scope that names the site; a named key goes before '*'. Several of one scope protect together. */
export function calendarsFor(site: Site, calendars: readonly CalendarData[]): CalendarData[] {
  for (const scope of SCOPES) {
    const fitting = calendars.filter((each) => each.scope === scope && (each.key === '*' || keysOf(scope, site).includes(each.key)))
    const named = fitting.filter((each) => each.key !== '*')
    if (fitting.length > 0) return named.length > 0 ? named : fitting
  }
  return []
}

function keysOf(scope: string, site: Site): string[] {
  if (scope === 'class') return site.classes
  if (scope === 'entity') return [site.enterprise_id, site.identifier]
  const single = scope === 'region' ? site.region : scope === 'industry' ? site.industry : site.tier
  return single === null ? [] : [single]
}

export function isQuietBy(calendar: CalendarData, day: string, site: Site): boolean {
  switch (calendar.type) {
    case 'monthly_range': return inMonthlyRange(dayOfMonth(day), calendar.from ?? 0, calendar.to ?? 0, calendar.wrap ?? false)
    case 'weekly': return listed(calendar).includes(weekdayOf(day))
    case 'dates': return (calendar.dates ?? []).includes(day)
    case 'n_days_per_month_by_group': return spansFor(calendar, site).some(([first, last]) => first <= dayOfMonth(day) && dayOfMonth(day) <= last)
    case 'enterprise_chosen': return granted(day, site.chosen_quiet_days, calendar.max_days ?? 0).includes(day)
  }
}

/** The facts of the words that name a calendar; one without any day has none. */
export function wordsOf(calendar: CalendarData): Facts | null {
  const code = `calendar.${calendar.type}`
  switch (calendar.type) {
    case 'monthly_range': return { code, from: calendar.from ?? 0, to: calendar.to ?? 0 }
    case 'weekly': return listed(calendar).length > 0 ? { code, weekday: listed(calendar) } : null
    case 'dates': return (calendar.dates ?? []).length > 0 ? { code, count: new Set(calendar.dates).size } : null
    case 'n_days_per_month_by_group': return { code, days: Number(calendar.days) }
    case 'enterprise_chosen': return { code, most: calendar.max_days ?? 0 }
  }
}

/** A range that runs backwards wraps into the next month only if it may. */
function inMonthlyRange(n: number, first: number, last: number, wrap: boolean): boolean {
  return first <= last ? first <= n && n <= last : wrap && (n >= first || n <= last)
}

const listed = (calendar: CalendarData): number[] => (Array.isArray(calendar.days) ? [...new Set(calendar.days)].sort((a, b) => a - b) : [])

const spansFor = (calendar: CalendarData, site: Site): [number, number][] => keysOf(calendar.by ?? '', site).flatMap((key) => calendar.groups?.[key] ?? [])

/** Of each month the first `most` chosen days hold. */
const granted = (day: string, chosen: readonly string[], most: number): string[] => [...new Set(chosen)].filter((each) => each.slice(0, 7) === day.slice(0, 7)).sort().slice(0, most)
