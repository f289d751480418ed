import { emptyTally, inJointWindow, note, weigh, type Tally, type Weight } from './counting'
import { daysOf, periodOf } from './days'
import type { Facts, ItemCap, Rules, Site, Unit, Visit } from './facts'
import { isUnderstood } from './kinds'
import { keptAway } from './whitelist'

/** How often one subject comes to one enterprise (B-25 to B-35). The twin of `policy/caps.py`. */
export type CapCode = 'WITHIN' | 'EXEMPT' | 'REACHED' | 'NOT_COUNTED' | 'NEEDS_REVIEW'

/** `counted` of `most` in `period`: this visit is among the counted ones if, and only if, it uses up the cap. */
export interface CapVerdict {
  code: CapCode
  reason: string
  rule: string
  counted: number
  most: number
  period: string
  facts: Facts
}

/** What visits used up: per period, and per item and period. */
export interface Usage {
  used: Record<string, number>
  used_by_item: Record<string, Record<string, number>>
}

/** What bodies of one field at several levels used up of the cap that they share; a joint visit is one entry (B-25, B-29). */
export interface Together {
  levels: string[]
  most: number
  field: string
  used: Record<string, number>
  /** Joint visits that are among the entries of a period. */
  joint: [string, string][]
}

/** What stands before a visit is weighed. */
export interface Count {
  usage: Usage
  tally: Tally
  /** Missing in packages that were signed before there were such caps. */
  together?: Together[]
}

const UNITS: readonly Unit[] = ['year', 'quarter', 'month', 'week']

export const emptyCount = (): Count => ({ usage: { used: {}, used_by_item: {} }, tally: emptyTally(), together: [] })

/** The others that share this visit's count: same subject, same entity or premises, by arrival (B-06, B-25). */
export function ownHistory(visit: Visit, earlier: readonly Visit[], rules: Rules): Visit[] {
  const premises = rules.cap.scope === 'premises'
  const mine = earlier.filter((each) => each.id !== visit.id && each.organ_id === visit.organ_id && each.enterprise_id === visit.enterprise_id && !(premises && each.site_id !== visit.site_id))
  return mine.sort((a, b) => a.arrived.earliest - b.arrived.earliest)
}

/** Weighs the visits in order and adds them to what is known already; that stays as it was. */
export function count(visits: readonly Visit[], rules: Rules, known: Count = emptyCount()): Count {
  const { usage, tally, together = [] } = structuredClone(known)
  for (const each of visits) {
    const weight = weigh(each, tally, rules)
    add(usage, each, weight, rules)
    for (const shared of together) enter(shared, each, weight, rules)
    note(tally, each, weight, rules)
  }
  return { usage, tally, together }
}

/** In every period that the arrival touches: on both sides of a border (B-02, B-05). */
function add(usage: Usage, visit: Visit, weight: Weight, rules: Rules): void {
  if (!weight.usesCap) return
  const days = daysOf(visit.arrived, rules.tz)
  for (const period of periodsOf(days, rules.cap.unit)) usage.used[period] = (usage.used[period] ?? 0) + 1
  for (const item of visit.item_ids ?? []) {
    const counts = (usage.used_by_item[item] ??= {})
    for (const period of new Set(UNITS.flatMap((unit) => periodsOf(days, unit)))) counts[period] = (counts[period] ?? 0) + 1
  }
}

/** One more entry in every period that the arrival touches, unless it came along with one that counts (B-29). */
function enter(shared: Together, visit: Visit, weight: Weight, rules: Rules): void {
  if (!weight.usesCap) return
  for (const period of periodsOf(daysOf(visit.arrived, rules.tz), rules.cap.unit)) {
    if (!holds(shared, visit, period, rules)) shared.used[period] = (shared.used[period] ?? 0) + 1
    if (visit.joint_group != null && inJointWindow(visit, rules)) shared.joint.push([visit.joint_group, period])
  }
}

const holds = (shared: Together, visit: Visit, period: string, rules: Rules): boolean => visit.joint_group != null && inJointWindow(visit, rules) && shared.joint.some(([group, of]) => group === visit.joint_group && of === period)

const periodsOf = (days: readonly string[], unit: Unit): string[] => [...new Set(days.map((day) => periodOf(day, unit)))]

/** The cap of the site: its tier's, else the default (B-25, B-35). */
export const mostVisits = (site: Site, rules: Rules): number => (site.tier === null ? undefined : rules.cap.tiers[site.tier]) ?? rules.cap.default

export const ofItem = (usage: Usage, cap: ItemCap, day: string): number => usage.used_by_item[cap.item_id]?.[periodOf(day, cap.unit)] ?? 0

/** How the visit stands against the cap, given what was counted before it (B-25). */
export function judgeCap(visit: Visit, site: Site, rules: Rules, before: Count): CapVerdict {
  const days = daysOf(visit.arrived, rules.tz)
  const weight = weigh(visit, before.tally, rules)
  const limits = periodsOf(days, rules.cap.unit).map((period) => tightest(visit, site, period, before.usage, rules)) as [Limit, ...Limit[]]
  const told = verdictOf(visit, days[0], rules)
  if (!weight.usesCap) return told(weight.exempt ? 'EXEMPT' : 'NOT_COUNTED', weight.reason, weight.rule, limits[0], limits[0].used)
  if (!isUnderstood(visit)) return told('NEEDS_REVIEW', 'cap.kind_unknown', 'B-23', limits[0], limits[0].used + 1)
  const listed = ofWhitelist(visit, site, days, before.usage, rules, told)
  if (listed !== null) return listed
  const verdict = counted(limits, told)
  const beside = [ofItems(visit, days, before.usage), ofLevels(visit, before.together ?? [], rules, told)].filter((each) => each !== null)
  return [verdict, ...beside].find((each) => each.code === 'REACHED') ?? beside[0] ?? verdict
}

interface Limit {
  most: number
  used: number
  period: string
}

/** The limit with the least room left: the subject's own, or that of an item. Of equals the first. */
function tightest(visit: Visit, site: Site, period: string, usage: Usage, rules: Rules): Limit {
  let least: Limit = { most: mostVisits(site, rules), used: usage.used[period] ?? 0, period }
  for (const item of visit.item_ids ?? []) {
    const most = rules.cap.items[item]
    const used = usage.used_by_item[item]?.[period] ?? 0
    if (most !== undefined && most - used < least.most - least.used) least = { most, used, period }
  }
  return least
}

type Told = (code: CapCode, reason: string, rule: string, limit: Limit, counted: number) => CapVerdict

function verdictOf(visit: Visit, day: string, rules: Rules): Told {
  return (code, reason, rule, { most, period }, n) => {
    const facts: Facts = { day, unit: rules.cap.unit, period, counted: n, most, left: Math.max(0, most - n), trigger: visit.trigger }
    return { code, reason, rule, counted: n, most, period, facts }
  }
}

function counted(limits: [Limit, ...Limit[]], told: Told): CapVerdict {
  const full = limits.filter(({ most, used }) => used >= most)
  const limit = full[0] ?? limits[0]
  if (full.length === limits.length) return told('REACHED', 'cap.reached', 'B-25', limit, limit.used + 1)
  if (full.length > 0) return told('NEEDS_REVIEW', 'cap.border', 'B-02', limit, limit.used + 1)
  return told('WITHIN', 'cap.within', 'B-25', limit, limit.used + 1)
}

/** What the white list leaves of daily visits, where it stands against this one, or perhaps does (B-36). */
function ofWhitelist(visit: Visit, site: Site, days: readonly string[], usage: Usage, rules: Rules, told: Told): CapVerdict | null {
  const most = rules.whitelist.daily_cap
  const full = keptAway(visit, site, days, rules).filter((day) => (usage.used[periodOf(day, rules.cap.unit)] ?? 0) >= most)
  if (full[0] === undefined) return null
  const period = periodOf(full[0], rules.cap.unit)
  const used = usage.used[period] ?? 0
  if (full.length < days.length) return told('NEEDS_REVIEW', 'cap.border', 'B-02', { most, used, period }, used + 1)
  return told('REACHED', 'cap.whitelisted', 'B-36', { most, used, period }, used + 1)
}

/** The first cap shared with other levels that has no room for this visit, or perhaps none (B-25). */
function ofLevels(visit: Visit, together: readonly Together[], rules: Rules, told: Told): CapVerdict | null {
  const periods = periodsOf(daysOf(visit.arrived, rules.tz), rules.cap.unit)
  for (const each of together) {
    const full = periods.filter((period) => (each.used[period] ?? 0) >= each.most && !holds(each, visit, period, rules))
    if (full[0] !== undefined) return levelsVerdict(each, full[0], full.length === periods.length, told)
  }
  return null
}

function levelsVerdict(each: Together, period: string, reached: boolean, told: Told): CapVerdict {
  const [code, reason, rule] = reached ? (['REACHED', 'cap.levels_reached', 'B-25'] as const) : (['NEEDS_REVIEW', 'cap.border', 'B-02'] as const)
  const used = each.used[period] ?? 0
  const verdict = told(code, reason, rule, { most: each.most, used, period }, used + 1)
  return { ...verdict, facts: { ...verdict.facts, levels: each.levels, of_field: each.field } }
}

/** The first cap that an item published for itself and that has no room for this visit, or perhaps none (B-25). */
function ofItems(visit: Visit, days: readonly string[], usage: Usage): CapVerdict | null {
  for (const cap of visit.item_caps ?? []) {
    const full = days.filter((day) => ofItem(usage, cap, day) >= cap.most)
    if (full[0] !== undefined) return itemVerdict(cap, full[0], full.length === days.length, visit, usage)
  }
  return null
}

function itemVerdict(cap: ItemCap, day: string, reached: boolean, visit: Visit, usage: Usage): CapVerdict {
  const n = ofItem(usage, cap, day) + 1
  const period = periodOf(day, cap.unit)
  const facts: Facts = { day, unit: cap.unit, period, counted: n, most: cap.most, left: 0, trigger: visit.trigger, item: cap.name }
  const said = reached ? ({ code: 'REACHED', reason: 'cap.item_reached', rule: 'B-25' } as const) : ({ code: 'NEEDS_REVIEW', reason: 'cap.border', rule: 'B-02' } as const)
  return { ...said, counted: n, most: cap.most, period, facts }
}
