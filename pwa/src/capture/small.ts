const LONGEST_SIDE = 1280
const MOST_BYTES = 300_000
const QUALITIES = [0.8, 0.65, 0.5, 0.35]

/** A small JPEG of a picture, turned upright, without anything but its pixels. Null for what is no picture. */
export async function smallJpeg(picture: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' }).catch(() => null)
  if (bitmap === null) return null
  const canvas = document.createElement('canvas')
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const pen = canvas.getContext('2d')
  if (pen === null) return null
  pen.fillStyle = 'white'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return await firstThatFits(canvas)
}

async function firstThatFits(canvas: HTMLCanvasElement): Promise<Blob | null> {
  for (const quality of QUALITIES) {
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    if (jpeg !== null && jpeg.size <= MOST_BYTES) return jpeg
  }
  return null
}
