import { language, t } from '.'

/** Times as people read them, in the zone of the visit's region, never in the phone's. */
let zone = 'Asia/Shanghai'

export function setZone(name: string): void {
  zone = name
}

function parts(at: number): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

export const hm = (at: number): string => {
  const { hour, minute } = parts(at)
  return `${hour ?? ''}:${minute ?? ''}`
}

/** With seconds: for evidence only. */
export const hms = (at: number): string => `${hm(at)}:${parts(at).second ?? ''}`

/** 2026-11-21, the day in the region's zone. */
export const dayOf = (at: number): string => {
  const { year, month, day } = parts(at)
  return `${year ?? ''}-${month ?? ''}-${day ?? ''}`
}

export const dayAfter = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** 11 月 21 日 and 星期六, a full-width space between them. */
export function dayWords(day: string, language: 'zh' | 'en'): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (language === 'en') return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }).format(at)
  const date = new Date(at)
  const weekday = new Intl.DateTimeFormat('zh-CN', { timeZone: 'UTC', weekday: 'long' }).format(at)
  return `${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日　${weekday}`
}

/** 11 月 21 日（周六）or Sat 21 Nov: for a line that goes on. */
export function dayInLine(day: string, language: 'zh' | 'en'): string {
  const weekday = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: 'UTC', weekday: 'short' }).format(Date.parse(`${day}T00:00:00Z`))
  return language === 'zh' ? `${shortDay(day, language)}（${weekday}）` : `${weekday} ${shortDay(day, language)}`
}

/** 11 月 21 日 or 21 Nov; with its year when that is not this one. */
export function shortDay(day: string, language: 'zh' | 'en'): string {
  const at = new Date(`${day}T00:00:00Z`)
  const thisYear = day.slice(0, 4) === dayOf(Date.now()).slice(0, 4)
  if (language === 'en') return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', ...(thisYear ? {} : { year: 'numeric' }) }).format(at)
  return `${thisYear ? '' : `${at.getUTCFullYear()} 年 `}${at.getUTCMonth() + 1} 月 ${at.getUTCDate()} 日`
}

/** A moment with its day, in the zone of the visits: 「11 月 21 日 10:28」. */
export const dayHm = (at: number): string => `${shortDay(dayOf(at), language())} ${hm(at)}`

/** 00:41:36 */
export function stopwatch(ms: number): string {
  const s = Math.floor(ms / 1000)
  return [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map((n) => String(n).padStart(2, '0')).join(':')
}

/** 「74 分 35 秒」 */
export function span(ms: number): string {
  const s = Math.round(ms / 1000)
  if (s < 60) return t('time.seconds', { n: s })
  if (s >= 3600) return t('time.hours_minutes', { h: Math.floor(s / 3600), m: Math.floor(s / 60) % 60 })
  return s % 60 === 0 ? t('time.minutes', { n: s / 60 }) : t('time.minutes_seconds', { m: Math.floor(s / 60), s: s % 60 })
}

/** 「2 小时」: how long something has waited. */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return t('sync.now')
  if (minutes < 60) return t('sync.minutes', { n: minutes })
  return minutes < 2880 ? t('sync.hours', { n: Math.floor(minutes / 60) }) : t('sync.days', { n: Math.floor(minutes / 1440) })
}

export function size(bytes: number): string {
  if (bytes >= 1_000_000_000) return `${(bytes / 1_000_000_000).toFixed(1)} GB`
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`
}
