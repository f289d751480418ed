/** The scale bar: a round distance and how many pixels it takes. */
export interface ScaleBar {
  metres: number
  pixels: number
}

const EQUATOR_M = 40_075_016.7
const ROUND = [1, 2, 5]

/** The largest round distance that fits into `room` pixels at this latitude and zoom (512-pixel tiles). */
export function scaleBar(latitude: number, zoom: number, room: number): ScaleBar {
  const metresPerPixel = (EQUATOR_M * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom)
  const most = metresPerPixel * room
  const power = 10 ** Math.floor(Math.log10(most))
  const step = ROUND.filter((n) => n * power <= most).at(-1) ?? 1
  const metres = step * power
  return { metres, pixels: Math.round(metres / metresPerPixel) }
}
