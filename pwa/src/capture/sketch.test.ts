import { describe, expect, it } from 'vitest'
import { sketchOf, wayOf } from './sketch'

const DOOR = { longitude: 114.796, latitude: 30.844 }
const north = (metres: number) => ({ ...DOOR, latitude: DOOR.latitude + metres / 111_195 })
const WIDE = [358, 148] as const

describe('the sketch of a place', () => {
  it.each([[0, 20, 200], [42, 18, 200], [900, 20, 200], [150, 350, 1000], [200_000, 30, 200]])('is true to scale: %d m away, ±%d m, ring %d m', (metres, accuracy, radius) => {
    const { scale, ring, dot } = sketchOf(north(metres), DOOR, accuracy, radius, ...WIDE)
    expect(ring.y - dot.y).toBeCloseTo(metres * scale, 3)
    expect(ring.r / dot.r).toBeCloseTo(radius / accuracy, 6)
  })
  it.each([[0, 20], [900, 20], [20, 2000]])('holds everything: %d m away, ±%d m', (metres, accuracy) => {
    const { ring, dot } = sketchOf(north(metres), DOOR, accuracy, 200, ...WIDE)
    for (const { x, y, r } of [ring, dot]) {
      expect(Math.min(x - r, y - r)).toBeGreaterThanOrEqual(0)
      expect(x + r).toBeLessThanOrEqual(358)
      expect(y + r).toBeLessThanOrEqual(148)
    }
  })
  it('has a scale bar of a round length that fits', () => {
    const { bar, scale } = sketchOf(north(42), DOOR, 18, 200, ...WIDE)
    expect([1, 2, 5]).toContain(Number(String(bar.metres)[0]))
    expect(bar.px).toBeCloseTo(bar.metres * scale, 6)
    expect(bar.px).toBeLessThanOrEqual(90)
  })
  it('says on which side', () => {
    expect([wayOf(north(10), DOOR), wayOf(north(-10), DOOR), wayOf({ ...DOOR, longitude: 114.9 }, DOOR)]).toEqual(['N', 'S', 'E'])
  })
})
