import { describe, expect, it } from 'vitest'
import { settledPool } from './drawPool'

const TEXT = 'liangma-draw-1\ndraw 1\nobjects 7 ab\nofficers 4 cd\navoidances 0 ef\nexcluded cooldown 2\n'

describe('the pool that was committed to (B-86)', () => {
  it('is counted from the commitment, reasons in their order', () => {
    const pool = settledPool({ commitment: TEXT, excluded: { cap_used: 1, cooldown: 2 } })
    expect(pool).toEqual({ asked: 10, objects: 7, officers: 4, excluded: [{ reason: 'cooldown', count: 2 }, { reason: 'cap_used', count: 1 }], weights: [] })
  })
  it('holds nobody where nothing was committed to', () => {
    expect(settledPool({ commitment: null, excluded: null })).toMatchObject({ asked: 0, objects: 0 })
  })
})
