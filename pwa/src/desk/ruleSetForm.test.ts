import { describe, expect, it } from 'vitest'
import { differs, evidenceOf, linesOf, unfitRadii, withChosen } from './ruleSetForm'

const METRES = { urban: 200, rural: 500, mine_farm: 1000 }
const USUAL = [
  { code: 'complaint', evidence: 'clue_id', approver: 'subject_head' },
  { code: 'case', evidence: 'case_id', approver: 'subject_head' },
  { code: 'licence', evidence: 'application_id', approver: 'none' },
]
const HOLD = { grounds: USUAL, radius_m: METRES }
const FLOOD = { code: 'flood', evidence: 'incident_id', approver: 'bureau' }

describe('the grounds of a new rule set (B-40)', () => {
  it('are not written down where they stay as they are', () => {
    expect(withChosen({ cap: { default: 2 } }, { grounds: linesOf(USUAL, USUAL), radius_m: METRES }, HOLD)).toEqual({ cap: { default: 2 } })
  })
  it('are written down whole where one of them changes, beside what the quiet period says else', () => {
    const lines = linesOf(USUAL, USUAL).map((it) => (it.code === 'complaint' ? { ...it, approver: 'bureau' } : { ...it, on: it.code === 'case' }))
    expect(withChosen({ quiet: { approval_valid_days: 3 } }, { grounds: lines, radius_m: METRES }, HOLD).quiet).toEqual({
      approval_valid_days: 3, grounds: { complaint: { evidence: 'clue_id', approver: 'bureau' }, case: { evidence: 'case_id', approver: 'subject_head' } },
    })
  })
  it('keep one that the desk has no words for', () => expect(linesOf([FLOOD], USUAL).find((it) => it.code === 'flood')).toEqual({ ...FLOOD, on: true }))
  it('offer a known one that the rules in force leave out', () => expect(linesOf([FLOOD], USUAL).find((it) => it.code === 'licence')).toMatchObject({ on: false, evidence: 'application_id' }))
  it('are proved by nothing, or by what proves one of them', () => expect(evidenceOf([FLOOD, ...USUAL])).toEqual(['none', 'incident_id', 'clue_id', 'case_id', 'application_id']))
  it('say which line differs', () => {
    const [first] = linesOf(USUAL, USUAL)
    if (!first) throw new Error('no line')
    expect([differs(first, USUAL), differs({ ...first, on: false }, USUAL), differs({ ...first, evidence: 'text' }, USUAL), differs({ ...first, on: false }, [])]).toEqual([false, true, true, false])
  })
})
describe('the radii of a new rule set (B-50)', () => {
  it('are written down where one of them changes', () => {
    expect(withChosen({ geo: { max_accuracy_m: 100 } }, { grounds: linesOf(USUAL, USUAL), radius_m: { ...METRES, urban: 300 } }, HOLD).geo).toEqual({ max_accuracy_m: 100, radius_m: { ...METRES, urban: 300 } })
  })
  it('are whole metres from 1 to 20,000', () => {
    expect(unfitRadii({ urban: 0, rural: 1.5, mine_farm: 20_001 })).toEqual(['urban', 'rural', 'mine_farm'])
    expect(unfitRadii({ urban: 1, rural: 500, mine_farm: 20_000 })).toEqual([])
  })
})
