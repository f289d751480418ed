import { describe, expect, it } from 'vitest'
import { axisOf, piecesOf, seekTo, ticksOf } from './recording'
import type { Media, Segment, VisitDetail } from './types'

const at = (second: number) => new Date(Date.UTC(2026, 3, 22, 2, 28, 14) + second * 1000).toISOString()
const segment = (n: number, second: number, gap_ms = 0, cause: string | null = null): Segment => ({
  n, state: 'sealed', bytes: 1, held: 1, sha256: 'a', server_sha256: 'a', started_at: at(second), duration_ms: 120_000, gap_ms, cause, mismatch: null,
})
const recording: Media = {
  media_id: 'm', kind: 'recording', state: 'sealed', started_at: at(0), caption: null, playable: null,
  segments: [segment(0, 0), segment(1, 120), segment(2, 315, 75_000, 'call')],
}
const visit = { arrived_at: at(-30), left_at: null, recording: { required_s: 600, recorded_s: 360 }, media: [recording] } as unknown as VisitDetail

describe('a recording with one hole of 75 seconds', () => {
  it('draws the hole where it was, with its reason', () => {
    const { holes } = piecesOf(recording)
    expect(holes).toEqual([{ start: Date.parse(at(240)) / 1000, length: 75, cause: 'call' }])
  })
  it('seeks on the clock, through the hole', () => {
    expect(seekTo(recording, 2)).toBe(315)
  })
  it('stretches from arrival to what had to be recorded by now', () => {
    const axis = axisOf(visit)
    expect(axis && axis.to - axis.from).toBe(600)
  })
  it('puts at most nine marks under it', () => {
    const axis = axisOf(visit)
    expect(axis ? ticksOf(axis).length : 99).toBeLessThanOrEqual(9)
  })
})
