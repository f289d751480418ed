import type { Position } from '../api/types'
import { config } from '../config'

export type PositionTrouble = 'denied' | 'none' | 'unsupported'

export interface Found {
  best: Position | null
  trouble: PositionTrouble | null
}

/**
 * Watches for at most 25 s and keeps the best fix; stops early at 30 m. A place nobody measured stays absent.
 * `better` hears each improvement, so that a screen can show it while it grows.
 */
export async function findPosition(
  better: (fix: Position) => void,
  geolocation: Geolocation | null = 'geolocation' in navigator ? navigator.geolocation : null,
): Promise<Found> {
  if (geolocation === null) return { best: null, trouble: 'unsupported' }
  return await new Promise((resolve) => {
    let best: Position | null = null
    const end = (trouble: PositionTrouble | null): void => {
      clearTimeout(timer)
      geolocation.clearWatch(watch)
      resolve({ best, trouble: best === null ? trouble : null })
    }
    const timer = setTimeout(() => end('none'), config.position.patienceMs)
    const watch = geolocation.watchPosition(
      (fix) => {
        const found = positionOf(fix)
        if (best !== null && found.accuracy_m >= best.accuracy_m) return
        best = found
        better(found)
        if (found.accuracy_m <= config.position.goodEnoughM) end(null)
      },
      (error) => {
        if (error.code === error.PERMISSION_DENIED) end('denied')
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: config.position.fixTimeoutMs },
    )
  })
}

/** Browsers of tier A promise WGS-84 (W3C); inside other apps nobody does. */
function positionOf(fix: GeolocationPosition): Position {
  const { longitude, latitude, accuracy } = fix.coords
  return { longitude, latitude, accuracy_m: Math.round(accuracy * 10) / 10, datum: 'wgs84', fix_at: new Date(fix.timestamp).toISOString() }
}

const EARTH_M = 6_371_008.8
const rad = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres between two points on the sphere: for a sentence on the screen, not for a verdict. */
export function metresBetween(a: { longitude: number; latitude: number }, b: { longitude: number; latitude: number }): number {
  const across = Math.sin(rad(b.longitude - a.longitude) / 2) ** 2 * Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude))
  const along = Math.sin(rad(b.latitude - a.latitude) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(along + across))
}
