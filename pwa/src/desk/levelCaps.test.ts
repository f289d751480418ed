import { expect, test } from 'vitest'
import { levelsOf, unfitLevels, withLevels } from './levelCaps'

const BOTH = { levels: ['city', 'county'], most: 4 }

test('a body is read from the top level down, whatever order it says', () => {
  expect(levelsOf({})).toEqual([])
  expect(levelsOf({ cap: { levels: { 'county+city': 4 } } })).toEqual([BOTH])
})
test('what is written is what was chosen, and the other caps stay', () => {
  expect(withLevels({ cap: { default: 2 } }, [])).toEqual({ cap: { default: 2 } })
  expect(withLevels({ cap: { default: 2 } }, [{ levels: ['county', 'city'], most: 4 }])).toEqual({ cap: { default: 2, levels: { 'city+county': 4 } } })
  expect(withLevels({ cap: { levels: { city: 1 } } }, [])).toEqual({ cap: { levels: {} } })
})
test('a line without levels, said twice or without a number is unfit', () => {
  expect(unfitLevels([BOTH, { levels: [], most: 4 }, { levels: ['county', 'city'], most: 5 }, { levels: ['town'], most: 1.5 }, { levels: ['city'], most: 0 }])).toEqual([1, 2, 3])
})
