import type { Interval, Unit } from './facts'

/** Local days and counting periods in the zone of the rules, never in the phone's (B-01, B-05). */

const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function partsOf(at: number, tz: string): Record<string, string> {
  const format = formats.get(tz) ?? new Intl.DateTimeFormat('en-GB', { timeZone: tz, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  formats.set(tz, format)
  return Object.fromEntries(format.formatToParts(Math.floor(at)).map((part) => [part.type, part.value]))
}

export function localDay(at: number, tz: string): string {
  const { year = '', month = '', day = '' } = partsOf(at, tz)
  return `${year}-${month}-${day}`
}

/** `09:00:01`, on the clock on the wall. */
export function localClock(at: number, tz: string): string {
  const { hour = '', minute = '', second = '' } = partsOf(at, tz)
  return `${hour}:${minute}:${second}`
}

/** 2026-11-21T10:05:00+08:00 */
export function localMoment(at: number, tz: string): string {
  const local = `${localDay(at, tz)}T${localClock(at, tz)}`
  const ahead = Math.round((Date.parse(`${local}Z`) - at) / 60_000)
  const size = Math.abs(ahead)
  return `${local}${ahead < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

const two = (n: number): string => String(n).padStart(2, '0')

export const dayAfter = (day: string, days = 1): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** The local days that the interval touches, in order. */
export function daysOf(interval: Interval, tz: string): [string, ...string[]] {
  const last = localDay(interval.latest, tz)
  const days: [string, ...string[]] = [localDay(interval.earliest, tz)]
  for (let day = days[0]; day < last; ) days.push((day = dayAfter(day)))
  return days
}

export const dayOfMonth = (day: string): number => Number(day.slice(8))

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** '2026', '2026-Q4', '2026-11' or '2026-W47' (B-05, B-25). */
export function periodOf(day: string, unit: Unit): string {
  const year = day.slice(0, 4)
  if (unit === 'year') return year
  if (unit === 'quarter') return `${year}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`
  return unit === 'month' ? day.slice(0, 7) : weekOf(day)
}

/** A week belongs to the year of its Thursday. */
function weekOf(day: string): string {
  const thursday = dayAfter(day, 4 - weekdayOf(day))
  const ordinal = (Date.parse(`${thursday}T00:00:00Z`) - Date.parse(`${thursday.slice(0, 4)}-01-01T00:00:00Z`)) / DAY_MS
  return `${thursday.slice(0, 4)}-W${two(Math.floor(ordinal / 7) + 1)}`
}
