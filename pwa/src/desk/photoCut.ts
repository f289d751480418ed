/** Where a photo lies in the card's frame: numbers only, so that they can be tested. */
export const FRAME = { width: 312, height: 384 }
export interface Cut {
  /** 1 fills the frame; more comes nearer. */
  zoom: number
  /** The photo's middle against the frame's, in pixels of the frame. */
  x: number
  y: number
}
interface Size {
  width: number
  height: number
}
const HEAD_ROOM = 0.15

/** The photo's size in the frame: at zoom 1 it just fills it. */
export function drawn(photo: Size, zoom: number): Size {
  const scale = Math.max(FRAME.width / photo.width, FRAME.height / photo.height) * zoom
  return { width: photo.width * scale, height: photo.height * scale }
}

/** Never so far that the frame would show a border. */
export function held(photo: Size, cut: Cut): Cut {
  const size = drawn(photo, cut.zoom)
  const [w, h] = [(size.width - FRAME.width) / 2, (size.height - FRAME.height) / 2]
  const within = (value: number, most: number) => Math.max(-most, Math.min(most, value))
  return { zoom: cut.zoom, x: within(cut.x, w), y: within(cut.y, h) }
}

/** Faces stand in the upper part of a photo. */
export function atFirst(photo: Size): Cut {
  return held(photo, { zoom: 1, x: 0, y: drawn(photo, 1).height * HEAD_ROOM })
}
