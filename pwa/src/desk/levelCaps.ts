/** The caps that bodies of one field share over levels, as a rule set's form holds them (B-25). */
import type { Body } from './asks/publishing'

export const LEVELS = ['province', 'city', 'county', 'town'] as const
export const MOST = 366

/** One line of the form: which levels, and how many visits together. */
export interface LevelCap {
  levels: string[]
  most: number
}

/** The lines of a body. */
export const levelsOf = (body: Body): LevelCap[] =>
  Object.entries((body.cap?.levels ?? {}) as Record<string, number>).map(([name, most]) => ({ levels: ordered(name.split('+')), most }))

/** What each line is called in the rule set, 'city+county'; lines that say the same levels have one name. */
const nameOf = (line: LevelCap) => ordered(line.levels).join('+')
const ordered = (levels: string[]) => [...levels].sort((a, b) => LEVELS.indexOf(a as (typeof LEVELS)[number]) - LEVELS.indexOf(b as (typeof LEVELS)[number]))

/** The body with these lines; one that says none leaves it as it was without. */
export function withLevels(body: Body, lines: LevelCap[]): Body {
  const { levels: was, ...cap } = body.cap ?? {}
  if (!lines.length && was === undefined) return body
  return { ...body, cap: { ...cap, levels: Object.fromEntries(lines.map((it) => [nameOf(it), it.most])) } }
}

/** Lines that cannot be written down: without a level, twice the same levels, or not a number of visits; by their place. */
export const unfitLevels = (lines: LevelCap[]): number[] =>
  lines.flatMap((it, n) => {
    const twice = lines.findIndex((other) => nameOf(other) === nameOf(it)) < n
    const number = Number.isInteger(it.most) && it.most >= 0 && it.most <= MOST
    return !it.levels.length || twice || !number ? [n] : []
  })
