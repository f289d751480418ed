import { describe, expect, it } from 'vitest'
import { axisOf, piecesOf, seekTo, ticksOf } from './recording'
import type { Media, RecordAnswer, Segment, VisitDetail } from './types'

const DOOR = Date.UTC(2026, 3, 22, 2, 28, 14)
const at = (second: number) => new Date(DOOR + second * 1000).toISOString()
const epoch = (second: number) => DOOR / 1000 + second
const segment = (n: number, second: number, gap_ms = 0, cause: string | null = null): Segment => ({
  n, state: 'sealed', bytes: 1, held: 1, sha256: 'a', server_sha256: 'a', started_at: at(second), duration_ms: 120_000, gap_ms, cause, mismatch: null,
})
const recording: Media = {
  media_id: 'm', kind: 'recording', state: 'sealed', started_at: at(0), caption: null, playable: null,
  segments: [segment(0, 0), segment(1, 120), segment(2, 315, 75_000, 'call')],
}
const hole = { from: at(240), to: at(315), seconds: 75, said: true, why: { zh: '来电', en: 'phone call' }, long: true, sound: false }
const record: RecordAnswer = {
  asked: 'whole', state: 'explained', from: at(-30), to: at(570), need_s: 600, have_s: 360, late_s: 30, early_s: 135, sentence: { zh: '', en: '' },
  phases: [{ name: 'checking', from: at(-30), to: at(570) }], runs: [{ from: at(0), to: at(240) }, { from: at(315), to: at(435) }], holes: [hole], findings: [],
}
const visitWith = (changes: Partial<RecordAnswer>) => ({ media: [recording], completeness: { ...record, ...changes } }) as unknown as VisitDetail
const late = { code: 'LATE_START', rule: 'B-61', severity: 'review', facts: {}, sentence: { zh: '', en: '' } }

describe('a recording with one hole of 75 seconds', () => {
  it('draws the hole where the server found it, with its reason', () => {
    expect(axisOf(visitWith({})).holes).toEqual([{ start: epoch(240), length: 75, hole }])
  })
  it('seeks on the clock, through the hole', () => {
    expect(piecesOf(recording).pieces.map((piece) => piece.start)).toEqual([epoch(0), epoch(120), epoch(315)])
    expect(seekTo(recording, 2)).toBe(315)
  })
  it('reaches from arrival to departure', () => {
    const axis = axisOf(visitWith({}))
    expect([axis.from, axis.to]).toEqual([epoch(-30), epoch(570)])
  })
  it('draws a late beginning as a hole only where it was found too late', () => {
    expect(axisOf(visitWith({})).open).toEqual([])
    expect(axisOf(visitWith({ findings: [late] })).open).toEqual([{ start: epoch(-30), length: 30, long: true }])
  })
  it('puts at most nine marks under it', () => {
    expect(ticksOf(axisOf(visitWith({}))).length).toBeLessThanOrEqual(9)
  })
})
