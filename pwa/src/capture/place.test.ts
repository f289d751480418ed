import { expect, test } from 'vitest'
import { answerOf, PLACE_RULES, radiusOf } from './place'

const DOOR = { longitude: 114.796, latitude: 30.844 }
const away = (metres: number, accuracy_m: number) => ({ ...DOOR, latitude: DOOR.latitude + metres / 111_195, accuracy_m, datum: 'wgs84' as const, fix_at: '2026-04-22T02:28:00Z' })

// the table of tests/unit/policy/test_b50_b51_place.py
test.each([
  [42, 18, 'INSIDE'], [199, 20, 'INSIDE'], [201, 20, 'UNCERTAIN'], [219, 20, 'UNCERTAIN'], [221, 20, 'OUTSIDE'], [900, 20, 'OUTSIDE'],
  [900, 200, 'OUTSIDE'], [399, 200, 'UNCERTAIN'], [42, 201, 'WEAK'], [42, 350, 'WEAK'],
])('%d m away, accurate to %d m: %s', (metres, accuracy, answer) => {
  expect(answerOf(away(metres, accuracy), DOOR, 200, PLACE_RULES)).toBe(answer)
})

test('premises without a point cannot be compared', () => {
  expect(answerOf(away(900, 20), null, 200, PLACE_RULES)).toBe('NO_POINT')
})

test.each([['urban', 200], ['rural', 500], ['mine_farm', 1000], [null, 200], ['orbital', 1000]])('%s: %d m', (kind, radius) => {
  expect(radiusOf(kind, PLACE_RULES)).toBe(radius)
})
