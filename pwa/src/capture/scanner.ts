import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

// without this the library would ask a foreign host for its decoder
prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path) } })

const PAUSE_MS = 200
const MIDDLE = 0.7
const WIDTH = 960

/** Reads QR codes from a playing video, five times a second, until `found` says it was the right one. */
export function scan(video: HTMLVideoElement, found: (text: string) => Promise<boolean>): () => void {
  const detector = new BarcodeDetector({ formats: ['qr_code'] })
  const canvas = document.createElement('canvas')
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  const look = async (): Promise<void> => {
    const frame = middleOf(video, canvas)
    const codes = frame === null ? [] : await detector.detect(frame)
    for (const code of codes) if (ended || await found(code.rawValue)) return
    if (!ended) timer = setTimeout(() => void look(), PAUSE_MS)
  }
  void look()
  return () => {
    ended = true
    clearTimeout(timer)
  }
}

/** The texts of all QR codes in a picture from the album. */
export async function readPicture(picture: Blob): Promise<string[]> {
  const codes = await new BarcodeDetector({ formats: ['qr_code'] }).detect(picture)
  return codes.map((code) => code.rawValue)
}

function middleOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | null {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0) return null
  const width = videoWidth * MIDDLE
  const height = videoHeight * MIDDLE
  const scale = Math.min(1, WIDTH / width)
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) return null
  pen.drawImage(video, (videoWidth - width) / 2, (videoHeight - height) / 2, width, height, 0, 0, canvas.width, canvas.height)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}
