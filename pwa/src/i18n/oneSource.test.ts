import { expect, test } from 'vitest'
import sentencesEn from '../../../backend/policy/sentences.en.json'
import sentencesZh from '../../../backend/policy/sentences.zh.json'
import { en } from './en'
import { zh } from './zh'

/**
 * What a task, a visit and an outcome are called is said in one place, for refusals, tables and desk. The phone carries
 * its own copy, because the whole of that file would weigh more than its first view.
 */
const COPIES = { state: 'task', kind: 'kind', result: 'outcome' } as const
type Copy = keyof typeof COPIES

const told = (sentences: Record<string, string>, group: string): Record<string, string> =>
  Object.fromEntries(Object.entries(sentences).flatMap(([key, words]) => (key.startsWith(`${group}.`) ? [[key.slice(group.length + 1), words.toLowerCase()]] : [])))

const held = (catalogue: Record<string, unknown>, codes: string[]): Record<string, unknown> =>
  Object.fromEntries(codes.map((code) => [code, String(catalogue[code]).toLowerCase()]))

test.each(Object.keys(COPIES) as Copy[])('the phone says %s in the words of the one source', (copy) => {
  for (const [sentences, catalogue] of [[sentencesZh, zh], [sentencesEn, en]] as const) {
    const source = told(sentences, COPIES[copy])
    expect(held(catalogue[copy], Object.keys(source))).toEqual(source)
  }
})

test.each([['early', 'ending'], ['codeless', 'codeless'], ['stated', 'ground']] as const)('the phone says why of %s in the words of the one source', (copy, group) => {
  for (const [sentences, catalogue] of [[sentencesZh, zh], [sentencesEn, en]] as const) {
    const source = told(sentences, group)
    expect(held(catalogue[copy].reason, Object.keys(source))).toEqual(source)
  }
})
