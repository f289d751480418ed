/** A signature from the wire as a drawing: strokes are flat lists of x, y and milliseconds. */
const MARGIN = 300

function points(stroke: number[]): [number, number][] {
  return stroke.flatMap((x, n): [number, number][] => (n % 3 === 0 ? [[x, stroke[n + 1] ?? 0]] : []))
}

export function boxOf(strokes: number[][]): string {
  const all = strokes.flatMap(points)
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)]
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN]
  return `${left} ${top} ${Math.max(...xs) + MARGIN - left} ${Math.max(...ys) + MARGIN - top}`
}

/** A dot is a line to itself. */
export function pathOf(strokes: number[][]): string {
  return strokes.map((stroke) => {
    const [first, ...rest] = points(stroke)
    return first ? `M${first.join(' ')}${(rest.length ? rest : [first]).map((point) => `L${point.join(' ')}`).join('')}` : ''
  }).join('')
}
