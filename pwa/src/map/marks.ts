/** The six marks of a visit: one drawing for list, legend and map, told apart by outline before colour. */
import { token } from '../ui/token'

export const MARKS = ['ongoing', 'planned', 'alert', 'left', 'violation', 'review'] as const
export type Mark = (typeof MARKS)[number]

type Token = `--${string}`

/** One stroke of a mark in a 24 × 24 box around 0,0; colours are names of tokens. */
export interface MarkPath {
  d: string
  fill?: Token
  stroke?: Token
  width?: number
  dash?: [number, number]
}

const disc = (r: number) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
const OCTAGON = 'M-4.5-11h9L11-4.5v9L4.5 11h-9L-11 4.5v-9z'

export const MARK_PATHS: Record<Mark, MarkPath[]> = {
  ongoing: [
    { d: disc(8), fill: '--blue', stroke: '--card', width: 2.5 },
    { d: disc(2.6), fill: '--card' },
  ],
  planned: [{ d: disc(6.5), fill: '--card', stroke: '--blue', width: 2.5 }],
  alert: [
    { d: 'M0-9.5L10 8H-10z', fill: '--warn-band', stroke: '--on-warn', width: 1.6 },
    { d: 'M0-3.5v5M0 4.6v.2', stroke: '--on-warn', width: 2 },
  ],
  left: [
    { d: disc(7.5), fill: '--ok-band', stroke: '--card', width: 2 },
    { d: 'M-3.2.2l2.2 2.3 4-4.6', stroke: '--card', width: 1.8 },
  ],
  violation: [
    { d: OCTAGON, fill: '--bad-band', stroke: '--card', width: 2 },
    { d: 'M-3.8-3.8l7.6 7.6M3.8-3.8l-7.6 7.6', stroke: '--card', width: 2.2 },
  ],
  review: [{ d: disc(7), fill: '--card', stroke: '--off-band', width: 2, dash: [3, 2.5] }],
}

/** The order in which marks are drawn: what needs a look lies on top. */
export const MARK_RANK: Record<Mark, number> = { left: 1, planned: 2, review: 3, ongoing: 4, alert: 5, violation: 6 }

export function isMark(value: unknown): value is Mark {
  return MARKS.includes(value as Mark)
}

function draw(pen: CanvasRenderingContext2D, path: MarkPath) {
  const shape = new Path2D(path.d)
  pen.setLineDash(path.dash ?? [])
  if (path.fill) {
    pen.fillStyle = token(path.fill)
    pen.fill(shape)
  }
  if (path.stroke) {
    pen.strokeStyle = token(path.stroke)
    pen.lineWidth = path.width ?? 1
    pen.stroke(shape)
  }
}

/** A mark as pixels for the map, `size` × `size`. */
export function markImage(mark: Mark, size: number): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('canvas has no 2d context')
  pen.scale(size / 24, size / 24)
  pen.translate(12, 12)
  pen.lineCap = pen.lineJoin = 'round'
  for (const path of MARK_PATHS[mark]) draw(pen, path)
  return pen.getImageData(0, 0, size, size)
}
