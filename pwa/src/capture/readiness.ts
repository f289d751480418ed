/** The self-test before setting out (`pwa.md` O4): what the phone can do now, in eight lines. Takes no position (B-51). */
import type { ClockReading } from '../api/types'
import type { StreamTrouble } from './stream'

export const TRIALS = ['storage', 'battery', 'camera', 'microphone', 'place', 'clock', 'package', 'installed'] as const
export type Trial = (typeof TRIALS)[number]
/** `off` is not known; only `bad` needs a reason to go on. */
export type Readiness = 'ok' | 'warn' | 'bad' | 'off'

/** One line: how it stands, which sentence says so, and its number where it has one. */
export interface Line {
  trial: Trial
  state: Readiness
  why: 'fine' | 'low' | 'unknown' | 'ask' | 'absent' | 'stale' | StreamTrouble
  n: number
}

const [ENOUGH_MIN, LEAST_MIN] = [30, 10]
const [ENOUGH_BATTERY, LEAST_BATTERY] = [0.5, 0.2]

const line = (trial: Trial, state: Readiness, why: Line['why'], n = 0): Line => ({ trial, state, why, n })

/** Minutes of recording that fit; null where the browser does not say. */
export function ofStorage(minutes: number | null): Line {
  if (minutes === null) return line('storage', 'off', 'unknown')
  if (minutes >= ENOUGH_MIN) return line('storage', 'ok', 'fine', minutes)
  return line('storage', minutes >= LEAST_MIN ? 'warn' : 'bad', 'low', minutes)
}

export function ofBattery(battery: { level: number; charging: boolean } | null): Line {
  if (battery === null) return line('battery', 'off', 'unknown')
  const percent = Math.round(battery.level * 100)
  if (battery.charging || battery.level >= ENOUGH_BATTERY) return line('battery', 'ok', 'fine', percent)
  return line('battery', battery.level >= LEAST_BATTERY ? 'warn' : 'bad', 'low', percent)
}

/** Camera and microphone come as one stream or not at all. */
export function ofStream(stream: MediaStream | StreamTrouble): Line[] {
  if (typeof stream === 'string') return [line('camera', 'bad', stream), line('microphone', 'bad', stream)]
  const heard = stream.getAudioTracks().length > 0
  return [line('camera', 'ok', 'fine'), heard ? line('microphone', 'ok', 'fine') : line('microphone', 'bad', 'absent')]
}

export function ofPlace(permission: PermissionState | null): Line {
  if (permission === 'granted') return line('place', 'ok', 'fine')
  return permission === 'denied' ? line('place', 'bad', 'denied') : line('place', 'off', 'ask')
}

export function ofClock(quality: ClockReading['quality']): Line {
  if (quality === 'synced') return line('clock', 'ok', 'fine')
  return quality === 'carried' ? line('clock', 'warn', 'stale') : line('clock', 'bad', 'unknown')
}

/** The task's package: whether it is here, carries a visit code, and is fresh. */
export function ofPackage(code: boolean, ageHours: number, staleHours: number): Line {
  if (!code) return line('package', 'bad', 'absent')
  return ageHours > staleHours ? line('package', 'warn', 'stale') : line('package', 'ok', 'fine')
}

/** What the test says at the top: never that all is in order above a line that is not. `n` counts what the sentence is about. */
export function headlineOf(lines: readonly Line[]): { key: 'testing' | 'ready' | 'look' | 'unready'; n: number } {
  if (lines.length < TRIALS.length) return { key: 'testing', n: 0 }
  const [bad, open] = [lines.filter((one) => one.state === 'bad').length, lines.filter((one) => one.state !== 'ok').length]
  return bad > 0 ? { key: 'unready', n: bad } : { key: open > 0 ? 'look' : 'ready', n: open }
}

export const ofInstalled = (standalone: boolean): Line => (standalone ? line('installed', 'ok', 'fine') : line('installed', 'warn', 'absent'))
