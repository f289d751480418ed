import { en, zh } from 'virtual:law-words'
import { expect, test } from 'vitest'
import sourceEn from '../../../backend/policy/sentences.en.json'
import sourceZh from '../../../backend/policy/sentences.zh.json'

test.each([['zh', zh, sourceZh], ['en', en, sourceEn]] as const)('the phone speaks from the server’s file: %s', (_, words, source) => {
  expect(source).toMatchObject(words)
})

test.each([['zh', zh, sourceZh], ['en', en, sourceEn]] as const)('every verdict, and every word that its facts may ask for, comes along: %s', (_, words, source) => {
  const needed = Object.keys(source).filter((code) => /^(quiet|cap|calendar|slot|unit|ground|evidence|approver|trigger|weekday|date|NO_PLAN|REPEAT_SAME_DAY|ABORTED_AGAIN|DISGUISED_INSPECTION)(\.|$)/.test(code) && !code.startsWith('slot.why.'))
  expect(Object.keys(words)).toEqual(expect.arrayContaining(needed))
  expect(Object.keys(words).length).toBeLessThan(160)
})
