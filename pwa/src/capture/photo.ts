import type { Position } from '../api/types'
import { pathOf } from '../offline/bytes'
import { db, type Draft, type FieldDb, type MediaKind } from '../offline/db'
import { uuidv7 } from '../offline/ids'
import { holdFile } from './ledger'
import type { Stamp } from './stamp'
import { byteStore } from './store'

const QUALITY = 0.92
const CAMERA_PATIENCE_MS = 3000

export interface Shot {
  draft: Draft
  kind: MediaKind
  caption: string | null
  position: Position | null
  /** What else is to be kept of it, as soon as the original is: making the copy takes seconds, and one may leave meanwhile. */
  held?: (media_id: string) => Promise<void>
  /** What the stamped copy says; without it there is none. `hash` is that of the original. */
  stamp?: (hash: string) => Stamp
}

/** Keeps the original bytes as they came, hashed; answers the media's id when they survive a crash. */
export async function keepPhoto(shot: Shot, picture: Blob, at: number = Date.now(), on: FieldDb = db): Promise<string> {
  const media_id = uuidv7(at)
  const mime = picture.type === '' ? 'image/jpeg' : picture.type
  const held = await byteStore().put(pathOf(shot.draft.id, media_id, 0, mime), await picture.arrayBuffer())
  await holdFile({ ...shot, mime, started_at: at, settings: null }, media_id, held, on)
  await shot.held?.(media_id)
  if (shot.stamp !== undefined) await keepStamped(shot, picture, media_id, shot.stamp(held.sha256), at, on)
  return media_id
}

/** A copy for the eye beside the original. A full phone or an odd picture costs the copy, never the photo. */
async function keepStamped(shot: Shot, picture: Blob, of: string, stamp: Stamp, at: number, on: FieldDb): Promise<void> {
  const copy = await import('./stamp').then(({ stamped }) => stamped(picture, stamp)).catch(() => null)
  if (copy === null) return
  const media_id = uuidv7(at)
  const held = await byteStore().put(pathOf(shot.draft.id, media_id, 0, copy.type), await copy.arrayBuffer()).catch(() => null)
  if (held !== null) await holdFile({ ...shot, kind: 'stamped_photo', mime: copy.type, started_at: at, settings: { of } }, media_id, held, on)
}

/** A still from the stream that is already running: the camera itself if it can, else the frame on the screen. */
export async function still(stream: MediaStream, video: HTMLVideoElement): Promise<Blob> {
  const [track] = stream.getVideoTracks()
  if (track !== undefined && 'ImageCapture' in globalThis) {
    const shot = await Promise.race([new ImageCapture(track).takePhoto().catch(() => null), patience()])
    if (shot !== null && shot.size > 0) return shot
  }
  return await frameOf(video)
}

/** Some cameras never answer while they record: then the frame on the screen is the photo. */
async function patience(): Promise<null> {
  return await new Promise((resolve) => setTimeout(() => resolve(null), CAMERA_PATIENCE_MS))
}

async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture yet')) : resolve(blob)), 'image/jpeg', QUALITY)
  })
}
