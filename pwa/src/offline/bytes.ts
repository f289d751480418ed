/** Where big bytes wait: OPFS, `/v1/<subject>/<media>/<n>.<ext>`. Writing is the capture worker's alone. */
const ROOT = 'v1'

export function pathOf(subject: string, media_id: string, n: number, mime: string): string {
  return [ROOT, subject, media_id, `${String(n).padStart(5, '0')}.${extensionOf(mime)}`].join('/')
}

function extensionOf(mime: string): string {
  if (mime.startsWith('video/webm') || mime.startsWith('audio/webm')) return 'webm'
  if (mime.startsWith('video/mp4') || mime.startsWith('audio/mp4')) return 'mp4'
  return mime === 'image/png' ? 'png' : 'jpg'
}

/** The file as it is now. Sealed files only: a file that grows afterwards becomes unreadable. */
export async function fileAt(path: string): Promise<File> {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  let folder = await navigator.storage.getDirectory()
  for (const part of parts) folder = await folder.getDirectoryHandle(part)
  return await (await folder.getFileHandle(name)).getFile()
}
