import { describe, expect, it } from 'vitest'
import { blankLine, gapsOf, lineBody, wantedOf } from './planForm'

const line = (changes: object = {}) => ({ ...blankLine(2026), name: '食品生产企业', number: 12, item_ids: ['a'], ...changes })

describe('a line of a plan', () => {
  it('spans its year until somebody says otherwise', () => {
    expect([blankLine(2026).first_on, blankLine(2026).last_on, blankLine(null).first_on]).toEqual(['2026-01-01', '2026-12-31', ''])
  })
  it('says what is missing', () => {
    expect(gapsOf(blankLine(2026))).toEqual(['name', 'number', 'item_ids'])
    expect(gapsOf(line())).toEqual([])
    expect(gapsOf(line({ last_on: '2025-01-01' }))).toEqual(['last_on'])
  })
  it.each([['', true], [0, true], [1, false], [100, false], [101, true], [2.5, true]])('asks for a ratio from 1 to 100: %s', (ratio, missing) => {
    expect(gapsOf(line({ measure: 'ratio', ratio })).includes('ratio')).toBe(missing)
  })
  it('sends a number or a ratio, never both', () => {
    expect(lineBody(line({ ratio: 30 }))).toMatchObject({ number: 12, ratio: null, total: null })
    expect(lineBody(line({ measure: 'ratio', ratio: 30, total: '55' }))).toMatchObject({ number: null, ratio: 30, total: 55 })
  })
  it('counts the visits that the lines ask for, rounded up', () => {
    expect(wantedOf([line(), line({ measure: 'ratio', ratio: 30, total: 55 }), line({ measure: 'ratio', ratio: 30 })])).toBe(29)
    expect(wantedOf([line({ measure: 'ratio', ratio: 50, enterprises: [{ id: '1', name: '' }, { id: '2', name: '' }, { id: '3', name: '' }] })])).toBe(2)
  })
})
