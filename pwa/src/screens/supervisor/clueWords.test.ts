import { expect, test } from 'vitest'
import { opening } from './clueWords'

test('a line of the list begins as the clue does', () => {
  expect(opening('')).toBe('')
  expect(opening(' 没有出示证件。进门就翻账本。 ')).toBe('没有出示证件')
  expect(opening('They came at noon. Nobody scanned.')).toBe('They came at noon')
  expect(opening('第一行\n第二行')).toBe('第一行')
})

test('a long first sentence is left where two lines end, never inside a character', () => {
  expect(opening('𠮷'.repeat(60))).toBe(`${'𠮷'.repeat(40)}…`)
})
