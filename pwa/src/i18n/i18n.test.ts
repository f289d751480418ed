import { expect, test } from 'vitest'
import { en } from './en'
import { zh } from './zh'

type Tree = { readonly [key: string]: string | readonly string[] | Tree }

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[`${path}${key}`, value]]
    return Array.isArray(value) ? value.map((text: string, n): [string, string] => [`${path}${key}.${n}`, text]) : leaves(value as Tree, `${path}${key}.`)
  })
}

/** English has one form for one and another for more: both name the same facts. */
const facts = (text: string): string => [...new Set(text.split(' | ').map((form) => [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join()))].join(' or ')

test('both languages say the same things with the same facts', () => {
  const english = new Map(leaves(en))
  const chinese = leaves(zh)
  expect([...english.keys()]).toEqual(chinese.map(([key]) => key))
  for (const [key, text] of chinese) expect(`${key}: ${facts(english.get(key) ?? '')}`).toBe(`${key}: ${facts(text)}`)
})

test('no sentence blames, shouts or asks to wait', () => {
  for (const [, text] of leaves(zh)) expect(text).not.toMatch(/请稍后再试|！|!/)
})
