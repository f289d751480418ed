import type { Rules, Site, Visit } from './facts'

/** The white list 无事不扰 (B-36): daily inspections stay away, everything else may come. The twin of `policy/whitelist.py`. */
const FROM_A_PLAN: readonly string[] = ['plan', 'draw']

/** Whether the enterprise stands on the white list on a local day. */
export const isListed = (site: Site, day: string): boolean => site.whitelist.some(({ first, end }) => first <= day && (end === null || day < end))

/** Whether the law wants everybody of this class or field looked at: no list keeps that away (B-36, B-86). */
export const fullyCovered = (site: Site, fields: readonly string[], rules: Rules): boolean =>
  site.classes.some((each) => rules.draw.full_coverage.includes(each)) || fields.some((each) => rules.draw.full_coverage_fields.includes(each))

/** The local days of the arrival on which the list speaks against the visit: a daily one, by a plan or a draw. */
export function keptAway(visit: Visit, site: Site, days: readonly string[], rules: Rules): string[] {
  const planned = visit.kind === 'daily' && FROM_A_PLAN.includes(visit.trigger) && visit.ground !== 'emergency'
  if (!planned || fullyCovered(site, visit.fields ?? [], rules)) return []
  return days.filter((day) => isListed(site, day))
}
