import { dayOf, shortDay } from '../../i18n/when'
import type { ToldClue } from '../../offline/db'
import type { Tone } from '../../ui/icons'

const TONES: Record<ToldClue['state'], Tone> = { received: 'info', accepted: 'info', referred: 'info', refused: 'off', answered: 'ok' }

export const clueTone = (state: ToldClue['state']): Tone => TONES[state]

/** The last day of a term that ends at 24:00. */
export const lastDay = (due_at: string, language: 'zh' | 'en'): string => shortDay(dayOf(Date.parse(due_at) - 1000), language)

const LONGEST = 40

/** What a clue begins with, for a line of a list: its first sentence, or as much of it as two lines hold. */
export function opening(text: string): string {
  const [first = ''] = text.trim().split(/(?<=[。！？.!?])\s*|\n/)
  const letters = Array.from(first)
  return letters.length <= LONGEST ? first.replace(/[。.]$/, '') : `${letters.slice(0, LONGEST).join('')}…`
}
