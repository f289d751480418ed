/** How a card's state looks, and which days a new card usually has. */
import type { CardState } from './asks/cards'
import type { IconName } from '../ui/icons'

const USUAL_YEARS = 5
const USUAL_NUMBER = /^\d{11}$/

export const toneOf = (state: CardState): 'ok' | 'warn' | 'bad' | '' =>
  state === 'active' ? 'ok' : state === 'applied' ? '' : state === 'suspended' ? 'warn' : state === 'renewed' || state === 'replaced' || state === 'missing' ? '' : 'bad'
export const iconOf = (state: CardState): IconName => ({ ok: 'ok', warn: 'tri', bad: 'oct', '': 'off' } as const)[toneOf(state)]

/** The last day of a card that begins on this day and lasts as long as usual (B-91). */
export function usualEnd(issuedOn: string): string {
  const day = new Date(`${issuedOn}T00:00:00Z`)
  day.setUTCFullYear(day.getUTCFullYear() + USUAL_YEARS)
  day.setUTCDate(day.getUTCDate() - 1)
  return day.toISOString().slice(0, 10)
}
export const unusualNumber = (number: string): boolean => number.trim() !== '' && !USUAL_NUMBER.test(number.trim())
export const unusuallyLong = (issuedOn: string, expiresOn: string): boolean => expiresOn !== '' && issuedOn !== '' && expiresOn > usualEnd(issuedOn)
