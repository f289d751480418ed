import { expect, it } from 'vitest'
import { graticule } from './graticule'
import { scaleBar } from './scale'

it('offers a round distance that fits', () => {
  const bar = scaleBar(30.84, 14, 90)
  expect(bar.metres).toBe(200)
  expect(bar.pixels).toBeGreaterThan(40)
  expect(bar.pixels).toBeLessThanOrEqual(90)
})

it('draws a few lines in each direction and names them', () => {
  const net = graticule({ west: 114.74, south: 30.8, east: 114.86, north: 30.88 })
  expect(net.features.map((line) => String(line.properties?.label))).toContain('114.8°E')
  expect(net.features.length).toBeLessThan(16)
})
