import qrcode from 'qrcode-generator'

/** The copy that the eye reads: the picture at most 2048 px wide with a band of facts at its foot (pwa.md D12). Never the evidence. */

const SIDE = 2048
const QUALITY = 0.8
const LINE = 1.5

export interface Stamp {
  lines: readonly string[]
  /** Address of the verify page; empty where there is none yet. */
  url: string
}

/** The stamped copy, or null where this browser cannot draw it: the original is what counts. */
export async function stamped(picture: Blob, stamp: Stamp): Promise<Blob | null> {
  const bitmap = await createImageBitmap(picture).catch(() => null)
  if (bitmap === null) return null
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height))
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) })
  const pen = canvas.getContext('2d')
  if (pen === null) return null
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  write(pen, canvas, stamp)
  return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
}

/** White letters with a dark outline in the lower band: readable on snow and in a cellar, nothing over the middle. */
function write(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement, { lines, url }: Stamp): void {
  const size = Math.max(14, Math.round(canvas.width / 46))
  const height = size * LINE * lines.length + size
  const code = url === '' ? 0 : drawCode(pen, url, canvas, height)
  Object.assign(pen, { font: `600 ${size}px sans-serif`, textBaseline: 'top', lineJoin: 'round', lineWidth: size / 4, strokeStyle: 'rgba(0, 0, 0, .8)', fillStyle: '#fff' })
  lines.forEach((line, n) => {
    const y = canvas.height - height + size / 2 + n * size * LINE
    pen.strokeText(line, size / 2, y, canvas.width - size - code)
    pen.fillText(line, size / 2, y, canvas.width - size - code)
  })
}

function drawCode(pen: CanvasRenderingContext2D, url: string, canvas: HTMLCanvasElement, height: number): number {
  const code = qrcode(0, 'L')
  code.addData(url)
  code.make()
  const count = code.getModuleCount()
  const module = Math.max(2, Math.floor(Math.min(height, canvas.height / 3) / (count + 4)))
  const side = module * (count + 4)
  const [left, top] = [canvas.width - side, canvas.height - side]
  pen.fillStyle = '#fff'
  pen.fillRect(left, top, side, side)
  pen.fillStyle = '#000'
  for (let y = 0; y < count; y += 1) for (let x = 0; x < count; x += 1) if (code.isDark(y, x)) pen.fillRect(left + (x + 2) * module, top + (y + 2) * module, module, module)
  return side
}
