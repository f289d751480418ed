import { expect, test } from 'vitest'
import { boxOf, pathOf } from './strokes'

test('strokes are drawn point by point, a dot as a line to itself', () => {
  expect(pathOf([[0, 0, 0, 100, 50, 10], [200, 10, 30]])).toBe('M0 0L100 50M200 10L200 10')
})

test('the box holds the whole of it with room for the pen', () => {
  expect(boxOf([[0, 0, 0, 100, 50, 10]])).toBe('-300 -300 700 650')
})
