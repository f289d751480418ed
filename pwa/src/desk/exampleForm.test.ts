import { expect, test } from 'vitest'
import { atLevel, fresh, isSame, whole, withOthers } from './exampleForm'

const one = fresh('2026-11-12', '样例')

test('an outcome belongs to a case only while nothing of the case was changed since', () => {
  expect(isSame(one, { ...one })).toBe(true)
  expect(isSame(one, { ...one, whitelisted: '2026-01-01' })).toBe(false)
  expect(isSame(one, atLevel(one, 'county'))).toBe(false)
  expect(isSame(atLevel(one, 'county'), withOthers(atLevel(one, 'county'), 'city', ['2026-03-23']))).toBe(false)
})
test('what the server leaves out or says in another order is the same case', () => {
  const without = Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'whitelisted')) as typeof one
  expect(isSame(without, one)).toBe(true)
  const others = { county: ['2026-05-25'], city: ['2026-03-23'], town: [] }
  expect(isSame(whole({ ...one, level: 'county', others }), { ...one, level: 'county', others: { city: ['2026-03-23'], county: ['2026-05-25'] } })).toBe(true)
})
test('whoever stands at no level shares with nobody', () => {
  const shared = withOthers(atLevel(one, 'county'), 'city', ['2026-03-23'])
  expect(shared.others).toEqual({ city: ['2026-03-23'] })
  expect(withOthers(shared, 'city', []).others).toEqual({})
  expect(atLevel(shared, null)).toMatchObject({ level: null, others: {} })
})
