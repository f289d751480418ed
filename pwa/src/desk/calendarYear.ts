/** A year as weeks of days, each with what a visitor may expect of it. Pure. */
import type { Calendar, NextSlot } from './types'

export interface DayCell {
  day: string
  number: number
  quiet: boolean
  /** Ends of a grey block: it runs through the week. */
  opens: boolean
  closes: boolean
  visited: boolean
  exempt: boolean
  planned: boolean
  next: boolean
  today: boolean
}
export interface MonthCells {
  month: number
  /** Empty places before the first, Monday first. */
  lead: number
  days: DayCell[]
  visits: number
  exempt: number
}

const weekday = (day: string) => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7

export function monthsOf(calendar: Calendar, next: NextSlot | null, today: string): MonthCells[] {
  const quiet = new Map(calendar.days.map((it) => [it.day, it.quiet]))
  const byMonth: MonthCells[] = []
  for (const { day } of calendar.days) {
    const month = Number(day.slice(5, 7))
    const cells = (byMonth[month - 1] ??= { month, lead: weekday(day), days: [], visits: 0, exempt: 0 })
    cells.days.push(cellOf(calendar, quiet, next, today, day))
  }
  for (const month of byMonth) {
    month.exempt = month.days.filter((cell) => cell.exempt).length
    month.visits = month.days.filter((cell) => cell.visited).length
  }
  return byMonth
}

/** The quiet days of a month as spans, [[1, 10], [19, 28]]: what the shading says, for words. */
export function quietSpans(month: MonthCells): [number, number][] {
  const spans: [number, number][] = []
  for (const { number } of month.days.filter((it) => it.quiet)) {
    const last = spans.at(-1)
    if (last && last[1] === number - 1) last[1] = number
    else spans.push([number, number])
  }
  return spans
}

function cellOf(calendar: Calendar, quiet: Map<string, boolean>, next: NextSlot | null, today: string, day: string): DayCell {
  const here = calendar.visits.filter((visit) => visit.day === day)
  const came = here.filter((visit) => visit.state === 'visited')
  const grey = quiet.get(day) ?? false
  const number = Number(day.slice(8))
  return {
    day, number, quiet: grey,
    opens: grey && (number === 1 || weekday(day) === 0 || !quiet.get(shifted(day, -1))),
    closes: grey && (weekday(day) === 6 || !quiet.get(shifted(day, 1)) || shifted(day, 1).slice(5, 7) !== day.slice(5, 7)),
    visited: came.some((visit) => !visit.exempt),
    exempt: came.length > 0 && came.every((visit) => visit.exempt),
    planned: came.length === 0 && here.length > 0,
    next: next?.day === day,
    today: today === day,
  }
}

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}
