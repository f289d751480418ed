import type DRAWINGS from './drawings.json'

/** Nothing today, nothing found, all closed, no signal, no recording, not yours, waiting, nothing in the list. */
export type DrawingName = keyof typeof DRAWINGS
