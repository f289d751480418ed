import type { Facts, Json } from './facts'

/** Verdicts in plain words, from the file that the server speaks from; how a fact becomes words, `policy/sentences.py` says. */
export type Words = Readonly<Record<string, string>>

const MISSING = '—'
const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}).*)?$/

/** The sentence of a code; days of `this_year` are written without their year. Throws for a code without a sentence. */
export function sentence(words: Words, code: string, facts: Facts, this_year?: string): string {
  const said = { year: this_year }
  return say(words, code, facts, said)
}

/** The year that was named last, from left to right. */
interface Said {
  year: string | undefined
}

function say(words: Words, code: string, facts: Facts, said: Said): string {
  const template = words[code]
  if (template === undefined) throw new RangeError(`${code} has no sentence`)
  return template.replace(/\{(\w+)\}/g, (_, name: string) => spoken(words, name, facts[name], said))
}

function spoken(words: Words, name: string, value: Json | undefined, said: Said): string {
  if (Array.isArray(value)) return value.map((each) => spoken(words, name, each, said)).join(words['list.joint'])
  if (value !== null && typeof value === 'object') return say(words, typeof value.code === 'string' ? value.code : '', value, said)
  if (value === null || value === undefined) return MISSING
  const known = words[`${name}.${value}`]
  if (known !== undefined) return known
  const day = DAY.exec(String(value))
  return day === null ? String(value) : dated(words, day, said)
}

function dated(words: Words, [, year = '', month = '', day = '', clock]: RegExpExecArray, said: Said): string {
  const form = (year === said.year ? 'date' : 'date.year') + (clock === undefined ? '' : '.time')
  said.year = year
  return say(words, form, { y: year, m: Number(month), month: Number(month), d: Number(day), t: clock ?? null }, said)
}
