import { mostVisits, ofItem, type Count } from './caps'
import { dayAfter, localClock, localDay, periodOf, weekdayOf } from './days'
import type { ItemCap, Named, Rules, Site } from './facts'
import { protectingCalendars, quietOn } from './quiet'
import { fullyCovered, isListed } from './whitelist'
import { isWorkday } from './workdays'

/** The next lawful slot: outside the quiet period, under the cap, on a working day (B-46). The twin of `policy/slots.py`. */
export interface Slot {
  day: string
  starts_at: string
  reason: 'free' | 'not_a_workday' | 'after_quiet' | 'next_period' | 'whitelisted'
  provisional: boolean
}

export function nextSlot(after: number, site: Site, rules: Rules, before: Count, caps: readonly ItemCap[] = [], fields: readonly string[] = []): Slot | null {
  let reason: Slot['reason'] = 'free'
  let day = firstDay(after, rules)
  for (const last = dayAfter(day, rules.slot.horizon_days); day <= last; day = dayAfter(day)) {
    const obstacle = hurdle(day, site, rules, before, caps, fields)
    if (obstacle === null) return { day, starts_at: rules.slot.starts_at, reason, provisional: rules.holidays[day.slice(0, 4)] === undefined }
    if (obstacle !== 'not_a_workday' || reason === 'free') reason = obstacle
  }
  return null
}

/** A slot, or its absence, as a fact that a sentence can name. */
export function slotFacts(slot: Slot | null): Named {
  if (slot === null) return { code: 'slot.none' }
  const { day, starts_at, reason } = slot
  return { code: slot.provisional ? 'slot.provisional' : 'slot.open', day, weekday: weekdayOf(day), starts_at, reason }
}

function firstDay(after: number, rules: Rules): string {
  const [clock, starts] = [localClock(after, rules.tz), `${rules.slot.starts_at}:00`]
  const late = clock > starts || (clock === starts && after % 1000 > 0)
  return dayAfter(localDay(after, rules.tz), late ? 1 : 0)
}

function hurdle(day: string, site: Site, rules: Rules, { usage, together = [] }: Count, caps: readonly ItemCap[], fields: readonly string[]): Slot['reason'] | null {
  const used = usage.used[periodOf(day, rules.cap.unit)] ?? 0
  if (isListed(site, day) && !fullyCovered(site, fields, rules) && used >= rules.whitelist.daily_cap) return 'whitelisted'
  if (used >= mostVisits(site, rules)) return 'next_period'
  if (caps.some((each) => ofItem(usage, each, day) >= each.most)) return 'next_period'
  if (together.some((each) => (each.used[periodOf(day, rules.cap.unit)] ?? 0) >= each.most)) return 'next_period'
  if (quietOn(day, site, protectingCalendars(site, rules))) return 'after_quiet'
  return isWorkday(day, rules.holidays) ? null : 'not_a_workday'
}
