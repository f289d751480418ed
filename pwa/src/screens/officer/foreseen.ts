import { t, type TextKey } from '../../i18n'
import { ago, dayHm, dayOf, hm } from '../../i18n/when'
import type { Foreseen } from '../../offline/forecast'

/** Why the phone does not know; of a package that is too old, how old. */
export function whyNot({ why, taken_at }: Foreseen, now: number): string {
  if (why === null) return ''
  return t(`forecast.${why}` as TextKey, { age: taken_at === null ? '' : ago(now - taken_at) })
}

/** Whose word stands, and of when the data are: of today the time alone. */
export function dated({ taken_at }: Foreseen, now: number): string {
  if (taken_at === null) return t('forecast.stands')
  return t('forecast.stands_as_of', { time: dayOf(taken_at) === dayOf(now) ? hm(taken_at) : dayHm(taken_at) })
}
