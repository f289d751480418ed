declare const __VERSION__: string

/** The release that this phone runs. */
export const VERSION = __VERSION__

/** Every number the phone works by. */
export interface Config {
  readonly recorder: {
    /** What is asked of the camera: few enough bytes for a whole visit (pwa.md D2). */
    readonly picture: { readonly width: number; readonly height: number; readonly rate: number }
    readonly sliceMs: number
    readonly keyFrameMs: number
    readonly segmentS: number
    readonly segmentMaxBytes: number
    readonly overlapMs: number
    readonly silentMs: number
    readonly hiddenCutS: number
    readonly gapNamedS: number
  }
  readonly outbox: { readonly wakeMs: number; readonly retryBaseMs: number; readonly retryMaxMs: number; readonly staleHours: readonly [number, number] }
  readonly upload: { readonly atOnce: number; readonly chunk: readonly [number, number, number]; readonly stallMs: number }
  readonly position: { readonly patienceMs: number; readonly goodEnoughM: number; readonly fixTimeoutMs: number; readonly coarseM: number }
  readonly code: { readonly stepS: number; readonly pollMs: number; readonly facePx: number }
  readonly reach: { readonly timeoutMs: number; readonly pairs: number; readonly calibrateMs: number; readonly syncedHours: number }
  readonly snapshot: { readonly staleHours: number; readonly refreshMs: number }
  readonly receipts: { readonly pollMs: number }
  readonly pin: {
    readonly digits: number
    readonly tries: number
    readonly pausesS: readonly number[]
    readonly awayMs: number
    readonly derivingMs: number
    readonly rounds: readonly [number, number]
  }
}

const standard: Config = {
  recorder: {
    picture: { width: 640, height: 480, rate: 15 },
    sliceMs: 3000,
    keyFrameMs: 2000,
    segmentS: 120,
    segmentMaxBytes: 16 * 1024 * 1024,
    overlapMs: 1000,
    silentMs: 9000,
    hiddenCutS: 10,
    gapNamedS: 60,
  },
  outbox: { wakeMs: 30_000, retryBaseMs: 2000, retryMaxMs: 300_000, staleHours: [24, 72] },
  upload: { atOnce: 2, chunk: [512 * 1024, 2 * 1024 * 1024, 8 * 1024 * 1024], stallMs: 30_000 },
  position: { patienceMs: 25_000, goodEnoughM: 30, fixTimeoutMs: 15_000, coarseM: 1000 },
  code: { stepS: 15, pollMs: 2000, facePx: 285 },
  reach: { timeoutMs: 5000, pairs: 3, calibrateMs: 600_000, syncedHours: 12 },
  snapshot: { staleHours: 24, refreshMs: 60_000 },
  receipts: { pollMs: 10_000 },
  // pause after the first, second … wrong PIN; the tenth has none, the key is gone then
  pin: { digits: 6, tries: 10, pausesS: [0, 0, 5, 15, 30, 60, 120, 300, 600], awayMs: 300_000, derivingMs: 400, rounds: [600_000, 10_000_000] },
}

/** The one override: shorter segments for tests and trials. It is shown on the screen 我的 and sent with each recording's settings. */
export const OVERRIDE_KEY = 'liangma.config'
const SHORTEST_SEGMENT_S = 6

function overriddenSegment(): number | null {
  const stored = typeof localStorage === 'undefined' ? null : localStorage.getItem(OVERRIDE_KEY)
  if (stored === null) return null
  const { segment_s } = JSON.parse(stored) as { segment_s?: unknown }
  return typeof segment_s === 'number' && segment_s >= SHORTEST_SEGMENT_S && segment_s <= standard.recorder.segmentS ? segment_s : null
}

const segmentS = overriddenSegment()
export const overridden = segmentS !== null
export const config: Config = segmentS === null ? standard : { ...standard, recorder: { ...standard.recorder, segmentS } }
