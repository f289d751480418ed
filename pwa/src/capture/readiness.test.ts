import { expect, test } from 'vitest'
import { headlineOf, ofBattery, ofClock, ofInstalled, ofPackage, ofPlace, ofStorage, ofStream, TRIALS } from './readiness'

test('storage is said in minutes; under ten of them nothing should begin', () => {
  expect(ofStorage(85)).toMatchObject({ state: 'ok', n: 85 })
  expect(ofStorage(29)).toMatchObject({ state: 'warn', why: 'low', n: 29 })
  expect(ofStorage(9)).toMatchObject({ state: 'bad', why: 'low' })
  expect(ofStorage(null)).toMatchObject({ state: 'off', why: 'unknown' })
})

test('a charging phone is never low', () => {
  expect(ofBattery({ level: 0.12, charging: true })).toMatchObject({ state: 'ok', n: 12 })
  expect(ofBattery({ level: 0.3, charging: false })).toMatchObject({ state: 'warn', n: 30 })
  expect(ofBattery({ level: 0.19, charging: false })).toMatchObject({ state: 'bad' })
  expect(ofBattery(null)).toMatchObject({ state: 'off' })
})

test('a refused camera names its trouble on both lines', () => {
  expect(ofStream('denied').map((it) => [it.trial, it.state, it.why])).toEqual([['camera', 'bad', 'denied'], ['microphone', 'bad', 'denied']])
})

test('a permission that was not asked for yet is not known, never wrong', () => {
  expect(ofPlace('granted').state).toBe('ok')
  expect(ofPlace('prompt')).toMatchObject({ state: 'off', why: 'ask' })
  expect(ofPlace(null).state).toBe('off')
  expect(ofPlace('denied').state).toBe('bad')
})

test('a clock of another day is carried, one that never met the server is unknown', () => {
  expect([ofClock('synced').state, ofClock('carried').state, ofClock('none').state]).toEqual(['ok', 'warn', 'bad'])
})

test('a package without a visit code cannot open the door; an old one only warns', () => {
  expect(ofPackage(false, 0, 24)).toMatchObject({ state: 'bad', why: 'absent' })
  expect(ofPackage(true, 25, 24)).toMatchObject({ state: 'warn', why: 'stale' })
  expect(ofPackage(true, 23, 24).state).toBe('ok')
  expect(ofInstalled(false).state).toBe('warn')
})

const every = (state: 'ok' | 'warn' | 'bad' | 'off') => TRIALS.map((trial) => ({ trial, state, why: 'fine' as const, n: 0 }))

test('the headline never says that all is in order above a line that is not', () => {
  const [first, ...others] = every('ok')
  expect(headlineOf([])).toEqual({ key: 'testing', n: 0 })
  expect(headlineOf(others)).toEqual({ key: 'testing', n: 0 })
  expect(headlineOf(every('ok'))).toEqual({ key: 'ready', n: 0 })
  expect(headlineOf([{ ...first!, state: 'warn' }, ...others])).toEqual({ key: 'look', n: 1 })
  expect(headlineOf([{ ...first!, state: 'off' }, ...others])).toEqual({ key: 'look', n: 1 })
  expect(headlineOf([{ ...first!, state: 'bad' }, ...others.map((one) => ({ ...one, state: 'warn' as const }))])).toEqual({ key: 'unready', n: 1 })
})
