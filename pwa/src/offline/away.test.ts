import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { whenAway } from './away'

const LIMIT = 300_000

class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible'

  become(state: DocumentVisibilityState): void {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

let page: FakePage
let told: number

beforeEach(() => {
  vi.useFakeTimers()
  page = new FakePage()
  told = 0
  whenAway(LIMIT, () => (told += 1), page)
})
afterEach(() => vi.useRealTimers())

test('a short look at another app does not count', () => {
  page.become('hidden')
  vi.advanceTimersByTime(LIMIT - 1)
  page.become('visible')
  vi.advanceTimersByTime(LIMIT)
  expect(told).toBe(0)
})

test('five minutes in the background are told while the timers run', () => {
  page.become('hidden')
  vi.advanceTimersByTime(LIMIT)
  expect(told).toBe(1)
})

test('a page whose timers slept is told on return', () => {
  page.become('hidden')
  vi.setSystemTime(Date.now() + LIMIT)
  page.become('visible')
  expect(told).toBe(1)
})

test('turning the clock back does not keep it open', () => {
  page.become('hidden')
  vi.setSystemTime(Date.now() - 1000)
  page.become('visible')
  expect(told).toBe(1)
})
