/** A net of meridians and parallels: what the map stands on when no base map is set. */
import type { Feature, FeatureCollection } from 'geojson'

export interface Bounds {
  west: number
  south: number
  east: number
  north: number
}

const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30]

/** The step that puts about six lines across the view. */
export function stepFor(span: number): number {
  return STEPS.find((step) => span / step <= 7) ?? 30
}

function ticks(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step)
  const count = Math.max(0, Math.floor(to / step) - first + 1)
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toFixed(6)))
}

function degrees(value: number, positive: string, negative: string): string {
  return `${Number(Math.abs(value).toFixed(3))}°${value < 0 ? negative : positive}`
}

function line(label: string, from: [number, number], to: [number, number]): Feature {
  return { type: 'Feature', properties: { label }, geometry: { type: 'LineString', coordinates: [from, to] } }
}

export function graticule(view: Bounds): FeatureCollection {
  const step = stepFor(view.east - view.west)
  const south = Math.max(view.south, -85)
  const north = Math.min(view.north, 85)
  return {
    type: 'FeatureCollection',
    features: [
      ...ticks(view.west, view.east, step).map((x) => line(degrees(x, 'E', 'W'), [x, south], [x, north])),
      ...ticks(south, north, step).map((y) => line(degrees(y, 'N', 'S'), [view.west, y], [view.east, y])),
    ],
  }
}
