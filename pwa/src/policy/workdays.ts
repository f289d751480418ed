/** Working days by the rule set's table of holidays: the day of the event is not counted (B-04). The server reckons alike. */

export interface Holidays {
  [year: string]: { off?: string[]; worked?: string[] }
}

const DAY_MS = 86_400_000
const after = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

/** A year without a table counts Monday to Friday. */
export function isWorkday(day: string, holidays: Holidays): boolean {
  const table = holidays[day.slice(0, 4)]
  if (table?.worked?.includes(day) === true) return true
  const weekday = new Date(Date.parse(`${day}T00:00:00Z`)).getUTCDay()
  return weekday !== 0 && weekday !== 6 && table?.off?.includes(day) !== true
}

/** The last day of a term; `provisional` where a year on the way has no table. */
export function termOf(event: string, count: number, holidays: Holidays): { day: string; provisional: boolean } {
  let day = event
  for (let left = count; left > 0; ) {
    day = after(day)
    if (isWorkday(day, holidays)) left -= 1
  }
  const years = [event, day].map((each) => each.slice(0, 4))
  return { day, provisional: years.some((year) => holidays[year] === undefined) }
}
