/** A signature as it is drawn: strokes of points in ten-thousandths of the pad's width, with milliseconds. */

export interface Point {
  x: number
  y: number
  ms: number
}

const UNITS = 10_000
const NEAREST = 20
const MOST_POINTS = 4000
const LEAST_STROKES = 3
/** 40 px on a phone that is 390 wide. */
const LEAST_LENGTH = 1000

export class Ink {
  readonly strokes: Point[][] = []
  private began = 0

  begin(x: number, y: number, width: number, at: number): void {
    if (this.strokes.length === 0) this.began = at
    this.strokes.push([])
    this.go(x, y, width, at)
  }

  /** Points that lie closer than the line is thick tell nothing, and a pad that is played with comes to an end. */
  go(x: number, y: number, width: number, at: number): void {
    const stroke = this.strokes.at(-1)
    if (stroke === undefined || this.points >= MOST_POINTS) return
    const point = { x: Math.round((x / width) * UNITS), y: Math.round((y / width) * UNITS), ms: Math.max(0, Math.round(at - this.began)) }
    const last = stroke.at(-1)
    if (last === undefined || Math.hypot(point.x - last.x, point.y - last.y) >= NEAREST) stroke.push(point)
  }

  clear(): void {
    this.strokes.length = 0
  }

  get points(): number {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0)
  }

  /** Three strokes, or a line of some length: less is a slip of the finger (pwa.md D12). */
  get enough(): boolean {
    return this.points > 1 && (this.strokes.length >= LEAST_STROKES || this.length >= LEAST_LENGTH)
  }

  private get length(): number {
    return this.strokes.reduce((sum, stroke) => sum + stroke.reduce((part, point, n) => part + Math.hypot(point.x - (stroke[n - 1] ?? point).x, point.y - (stroke[n - 1] ?? point).y), 0), 0)
  }

  /** As it goes over the wire. */
  flat(): number[][] {
    return this.strokes.map((stroke) => stroke.flatMap(({ x, y, ms }) => [x, y, ms]))
  }

  drawOn(canvas: HTMLCanvasElement): void {
    const pen = canvas.getContext('2d')
    if (pen === null) return
    pen.clearRect(0, 0, canvas.width, canvas.height)
    Object.assign(pen, { lineWidth: canvas.width / 130, lineCap: 'round', lineJoin: 'round' })
    const scale = canvas.width / UNITS
    for (const [first, ...rest] of this.strokes) {
      if (first === undefined) continue
      pen.beginPath()
      pen.moveTo(first.x * scale, first.y * scale)
      for (const { x, y } of rest.length === 0 ? [first] : rest) pen.lineTo(x * scale, y * scale)
      pen.stroke()
    }
  }
}
