/** Times as the desk says them: in the rules' zone, whatever zone this computer is set to. */
export const RULE_ZONE = 'Asia/Shanghai'
export const RULE_OFFSET = '+08:00'

type Language = 'zh' | 'en'
const TAG: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }

function parts(at: Date, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: RULE_ZONE, hour12: false, ...options })
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

/** The day in the rules' zone, 2026-11-21. */
export function dayOf(at: Date): string {
  const it = parts(at, { year: 'numeric', month: '2-digit', day: '2-digit' })
  return `${it.year ?? ''}-${it.month ?? ''}-${it.day ?? ''}`
}

export const today = (): string => dayOf(new Date())

/** 10:28, or 10:28:14 where the seconds are evidence. */
export function clockTime(iso: string, seconds = false): string {
  const it = parts(new Date(iso), { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const minutes = `${it.hour ?? ''}:${it.minute ?? ''}`
  return seconds ? `${minutes}:${it.second ?? ''}` : minutes
}

/** 11月21日, with the year when it is not this one. `day` is 2026-11-21. */
export function dayWords(day: string, language: Language, weekday = false): string {
  return dated(day, language, !ofThisYear(day), weekday)
}

/** Both ends of a span; each with its year when either is not of this one: 2025年11月24日, 2026年11月23日. */
export function daysWords(first: string, last: string, language: Language): { from: string; to: string } {
  const years = !ofThisYear(first) || !ofThisYear(last)
  return { from: dated(first, language, years), to: dated(last, language, years) }
}

const ofThisYear = (day: string): boolean => day.slice(0, 4) === today().slice(0, 4)

function dated(day: string, language: Language, withYear: boolean, weekday = false): string {
  const at = new Date(`${day}T12:00:00Z`)
  const year = withYear ? ({ year: 'numeric' } as const) : {}
  const month = language === 'zh' ? 'long' : 'short'
  const date = new Intl.DateTimeFormat(TAG[language], { timeZone: 'UTC', month, day: 'numeric', ...year }).format(at)
  if (!weekday) return date
  const name = new Intl.DateTimeFormat(TAG[language], { timeZone: 'UTC', weekday: 'short' }).format(at)
  return language === 'zh' ? `${date}（${name}）` : `${name} ${date}`
}

/** Today's times as 10:28, others with their day before. */
export function momentWords(iso: string, language: Language, seconds = false): string {
  const day = dayOf(new Date(iso))
  const time = clockTime(iso, seconds)
  return day === today() ? time : `${dayWords(day, language)} ${time}`
}

/** 74分35秒 or 74 min 35 s; below a minute only seconds. */
export function spanWords(seconds: number, language: Language): string {
  const whole = Math.round(seconds)
  const minutes = Math.floor(whole / 60)
  const rest = whole % 60
  const [m, s] = language === 'zh' ? ['分', '秒'] : [' min', ' s']
  if (!minutes) return `${rest}${s}`
  return rest ? `${minutes}${m}${language === 'zh' ? '' : ' '}${rest}${s}` : `${minutes}${m}${language === 'zh' ? '钟' : ''}`
}

/** Time to a deadline as h:mm, and whether it has passed. */
export function remaining(due: string, now: number): { late: boolean; text: string } {
  const minutes = Math.floor(Math.abs(new Date(due).getTime() - now) / 60_000)
  const text = minutes >= 2880 ? `${Math.floor(minutes / 1440)}d` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  return { late: new Date(due).getTime() < now, text }
}
