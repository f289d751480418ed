import { expect, test } from 'vitest'
import { Ink } from './ink'

function drawn(...lines: [number, number][][]): Ink {
  const ink = new Ink()
  lines.forEach((line, n) => line.forEach(([x, y], m) => (m === 0 ? ink.begin(x, y, 400, 1000 + 100 * n) : ink.go(x, y, 400, 1000 + 100 * n + 10 * m))))
  return ink
}

test('a slip of the finger is no signature; three strokes or a line of 40 px are', () => {
  expect(new Ink().enough).toBe(false)
  expect(drawn([[10, 10]]).enough).toBe(false)
  expect(drawn([[10, 10], [30, 10]]).enough).toBe(false)
  expect(drawn([[10, 10], [60, 10]]).enough).toBe(true)
  expect(drawn([[10, 10]], [[20, 10]], [[30, 10]]).enough).toBe(true)
})

test('strokes are relative to the pad and to the first touch', () => {
  expect(drawn([[0, 0], [200, 100]], [[400, 0]]).flat()).toEqual([[0, 0, 0, 5000, 2500, 10], [10_000, 0, 100]])
})

test('points that say nothing are left out, and there is an end', () => {
  expect(drawn([[0, 0], [0.1, 0], [40, 0]]).points).toBe(2)
  const long = new Ink()
  long.begin(0, 0, 100, 0)
  for (let n = 1; n < 9000; n += 1) long.go(n % 100, n % 90, 100, n)
  expect(long.points).toBeLessThanOrEqual(4000)
})

test('cleared, it begins anew', () => {
  const ink = drawn([[0, 0], [50, 50]])
  ink.clear()
  ink.begin(10, 10, 100, 9000)
  expect(ink.flat()).toEqual([[1000, 1000, 0]])
})
