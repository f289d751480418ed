import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findPosition, metresBetween } from './position'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A receiver that reports these accuracies, one a second. */
function receiver(accuracies: number[], denied = false): Geolocation & { stopped: boolean } {
  const self = {
    stopped: false,
    clearWatch: () => {
      self.stopped = true
    },
    getCurrentPosition: () => undefined,
    watchPosition: (found: PositionCallback, failed?: PositionErrorCallback | null) => {
      accuracies.forEach((accuracy, i) => {
        setTimeout(() => {
          if (!self.stopped) found({ timestamp: 1000 * i, coords: { longitude: 114.7, latitude: 30.8, accuracy } } as GeolocationPosition)
        }, 1000 * (i + 1))
      })
      if (denied) setTimeout(() => failed?.({ code: 1, PERMISSION_DENIED: 1 } as GeolocationPositionError), 10)
      return 7
    },
  }
  return self
}

test('the best fix wins, and a good one ends the search', async () => {
  const watch = receiver([400, 850, 90, 18, 3])
  const better: number[] = []
  const found = findPosition((fix) => better.push(fix.accuracy_m), watch)
  await vi.advanceTimersByTimeAsync(10_000)
  expect((await found).best?.accuracy_m).toBe(18)
  expect(better).toEqual([400, 90, 18])
  expect(watch.stopped).toBe(true)
})

test('patience ends after 25 s with the best there was', async () => {
  const found = findPosition(() => undefined, receiver([400]))
  await vi.advanceTimersByTimeAsync(25_000)
  expect(await found).toMatchObject({ best: { accuracy_m: 400, datum: 'wgs84' }, trouble: null })
})

test('no fix stays absent, and a refusal says so at once', async () => {
  const none = findPosition(() => undefined, receiver([]))
  await vi.advanceTimersByTimeAsync(25_000)
  expect(await none).toEqual({ best: null, trouble: 'none' })
  const denied = findPosition(() => undefined, receiver([], true))
  await vi.advanceTimersByTimeAsync(20)
  expect(await denied).toEqual({ best: null, trouble: 'denied' })
})

test('distance between two points of the demo town', () => {
  expect(metresBetween({ longitude: 114.796, latitude: 30.844 }, { longitude: 114.796, latitude: 30.845 })).toBeCloseTo(111.2, 0)
})
