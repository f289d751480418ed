/** The quiet calendars of a rule set as the form holds them (B-37): what each type says, and how groups are typed. */
import type { Fault, QuietCalendar } from './asks/publishing'

export const SCOPES = ['region', 'industry', 'class', 'entity'] as const
/** Days that an enterprise chooses itself have no register yet; a rule set that names them keeps them. */
export const TYPES = ['monthly_range', 'weekly', 'dates', 'n_days_per_month_by_group'] as const
export const GROUPED_BY = ['industry', 'class', 'region', 'tier'] as const
export const CLASSES = ['above_scale_industry', 'graded_construction', 'above_limit_trade', 'above_scale_services', 'key_project'] as const

const USUAL: Record<string, object> = {
  monthly_range: { from: 1, to: 20 }, weekly: { days: [1, 2, 3, 4] }, dates: { dates: [] },
  n_days_per_month_by_group: { days: 20, by: 'industry', groups: {} }, enterprise_chosen: { max_days: 5 },
}
/** A calendar of a type for the same enterprises as before. */
export const ofType = (type: string, before?: QuietCalendar): QuietCalendar =>
  ({ scope: before?.scope ?? 'region', key: before?.key ?? '*', type, ...USUAL[type] })

/** `1-10、19-28` as [[1, 10], [19, 28]]; a single day is its own end. What is no number is left out. */
export function spansOf(text: string): [number, number][] {
  const parts = text.split(/[、，,;；\s]+/).map((part) => /^(\d{1,2})(?:\s*[-–~至]\s*(\d{1,2}))?$/.exec(part.trim()))
  return parts.flatMap((found): [number, number][] => (found ? [[Number(found[1]), Number(found[2] ?? found[1])]] : []))
}
export const spansText = (spans: [number, number][]): string => spans.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join('、')
/** Days typed one a line, or with anything between them. */
export const datesOf = (text: string): string[] => text.split(/[\s、，,;；]+/).filter(Boolean)

/** What the server says of a line of the form, `quiet.calendars[1]`. */
export const faultsAt = (faults: Fault[], path: string): Fault[] => faults.filter((it) => it.path === path || it.path.startsWith(`${path}.`))
