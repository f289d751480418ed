import { describe, expect, it } from 'vitest'
import { differing, type Stands } from './enterprises'

const STANDS: Stands = { name: '云川食品', identifier: '91420117MA0DEM001C', address: '示范大道 1 号', place_type: 'urban', longitude: 114.8, latitude: 30.84 }

describe('what a form sends of an enterprise', () => {
  it('is nothing where nothing was changed', () => expect(differing(STANDS, { ...STANDS })).toEqual({}))
  it('is the words that were changed, and no others', () => expect(differing(STANDS, { ...STANDS, place_type: 'rural' })).toEqual({ place_type: 'rural' }))
  it('is a whole place, although one half of it stayed', () => expect(differing(STANDS, { ...STANDS, latitude: 30.9 })).toEqual({ longitude: 114.8, latitude: 30.9 }))
  it('takes a place away with two nulls', () => expect(differing(STANDS, { ...STANDS, longitude: null, latitude: null })).toEqual({ longitude: null, latitude: null }))
})
