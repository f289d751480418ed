/** The next lawful slot (B-46) as words, wherever the server sends one. */
import type { Language } from './i18n'
import type { NextSlot } from './types'
import { dayWords } from './when'

/** A slot among a refusal's facts; null where there is none within the horizon. */
export function slotOf(value: unknown): NextSlot | null {
  const slot = value as Partial<NextSlot> | null | undefined
  return slot && typeof slot.day === 'string' ? (slot as NextSlot) : null
}

/** 4月23日（周四）09:00; a day of a year whose holidays nobody has announced yet is 暂定. */
export function slotWords(slot: NextSlot, language: Language): string {
  const [space, provisional] = language === 'en' ? [', ', ' (provisional)'] : ['', '（暂定）']
  return `${dayWords(slot.day, language, true)}${space}${slot.starts_at.slice(0, 5)}${slot.code === 'slot.provisional' ? provisional : ''}`
}
