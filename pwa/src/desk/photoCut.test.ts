import { describe, expect, it } from 'vitest'
import { atFirst, drawn, FRAME, held } from './photoCut'

const WIDE = { width: 4000, height: 3000 }
const TALL = { width: 600, height: 1600 }

describe('a photo in the frame of a card', () => {
  it.each([WIDE, TALL, { width: 40, height: 40 }])('fills it at zoom 1', (photo) => {
    const size = drawn(photo, 1)
    expect(Math.min(size.width - FRAME.width, size.height - FRAME.height)).toBeCloseTo(0)
  })
  it.each([[WIDE, 9999, 0], [WIDE, -9999, 5], [TALL, 3, 9999]])('never shows a border', (photo, x, y) => {
    const size = drawn(photo, 1.5)
    const cut = held(photo, { zoom: 1.5, x, y })
    expect(Math.abs(cut.x)).toBeLessThanOrEqual((size.width - FRAME.width) / 2 + 1e-9)
    expect(Math.abs(cut.y)).toBeLessThanOrEqual((size.height - FRAME.height) / 2 + 1e-9)
  })
  it('begins with the upper part of what is too high', () => {
    expect(atFirst(TALL).y).toBeGreaterThan(0)
    expect(atFirst(WIDE)).toMatchObject({ zoom: 1, x: 0 })
  })
})
