import { dayOf, shortDay } from '../../i18n/when'
import type { ToldClue } from '../../offline/db'
import type { Tone } from '../../ui/icons'

const TONES: Record<ToldClue['state'], Tone> = { received: 'info', accepted: 'info', referred: 'info', refused: 'off', answered: 'ok' }

export const clueTone = (state: ToldClue['state']): Tone => TONES[state]

/** The last day of a term that ends at 24:00. */
export const lastDay = (due_at: string, language: 'zh' | 'en'): string => shortDay(dayOf(Date.parse(due_at) - 1000), language)
