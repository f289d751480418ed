/** How near is near: the phone's own answer before the server's, by the rule set it carries (B-50). It never blocks. */
import type { Position } from '../api/types'
import { metresBetween } from './position'

export type PlaceAnswer = 'INSIDE' | 'OUTSIDE' | 'UNCERTAIN' | 'NO_POINT' | 'WEAK'
export interface PlaceRules {
  radius_m: Record<string, number>
  max_accuracy_m: number
}
export const PLACE_RULES: PlaceRules = { radius_m: { urban: 200, rural: 500, mine_farm: 1000 }, max_accuracy_m: 200 }

/** The radius of this kind of place; of one that the rules do not know, the widest. */
export function radiusOf(place_type: string | null, rules: PlaceRules): number {
  return rules.radius_m[place_type ?? 'urban'] ?? Math.max(...Object.values(rules.radius_m))
}

/** Distance minus accuracy against the radius: the accuracy speaks for the officer. */
export function answerOf(fix: Position, point: { longitude: number; latitude: number } | null, radius: number, rules: PlaceRules): PlaceAnswer {
  if (fix.accuracy_m > rules.max_accuracy_m) return 'WEAK'
  if (point === null) return 'NO_POINT'
  const away = metresBetween(fix, point)
  if (away <= radius) return 'INSIDE'
  return away - fix.accuracy_m <= radius ? 'UNCERTAIN' : 'OUTSIDE'
}
