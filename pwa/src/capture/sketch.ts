/** A sketch of premises and fix that is true to scale: metres become pixels at one rate, whatever has to fit in. */

export interface Place {
  longitude: number
  latitude: number
}
export interface Sketch {
  /** Pixels per metre. */
  scale: number
  /** The premises' ring. */
  ring: { x: number; y: number; r: number }
  /** The fix and how far off it may be. */
  dot: { x: number; y: number; r: number }
  /** A round length for the scale bar, and how wide it is drawn. */
  bar: { metres: number; px: number }
}
const METRES_PER_DEGREE = 111_195
const MARGIN = 10
const BARS = [1, 2, 5]

/** Everything in a box of `width` × `height`: ring and fix with its circle, north up. */
export function sketchOf(here: Place, place: Place, accuracy: number, radius: number, width: number, height: number): Sketch {
  const east = (here.longitude - place.longitude) * METRES_PER_DEGREE * Math.cos((place.latitude * Math.PI) / 180)
  const north = (here.latitude - place.latitude) * METRES_PER_DEGREE
  const [left, right] = [Math.min(-radius, east - accuracy), Math.max(radius, east + accuracy)]
  const [bottom, top] = [Math.min(-radius, north - accuracy), Math.max(radius, north + accuracy)]
  const scale = Math.min((width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (top - bottom))
  const x = (metres: number): number => width / 2 + (metres - (left + right) / 2) * scale
  const y = (metres: number): number => height / 2 - (metres - (bottom + top) / 2) * scale
  return { scale, ring: { x: x(0), y: y(0), r: radius * scale }, dot: { x: x(east), y: y(north), r: accuracy * scale }, bar: barOf(scale, width / 4) }
}

function barOf(scale: number, most: number): Sketch['bar'] {
  const power = 10 ** Math.floor(Math.log10(most / scale))
  const step = BARS.findLast((one) => one * power * scale <= most) ?? 1
  return { metres: step * power, px: step * power * scale }
}

export const WAYS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const

/** The side on which the fix lies, seen from the premises. */
export function wayOf(here: Place, place: Place): (typeof WAYS)[number] {
  const east = (here.longitude - place.longitude) * Math.cos((place.latitude * Math.PI) / 180)
  const bearing = Math.atan2(east, here.latitude - place.latitude)
  return WAYS[(Math.round(bearing / (Math.PI / 4)) + 8) % 8] ?? 'N'
}
