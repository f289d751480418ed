/** What a rule set's form writes into its body: only what differs from what it begins with. */
import type { Body, Ground } from './asks/publishing'

export const APPROVERS = ['none', 'filing', 'afterwards', 'subject_head', 'bureau'] as const
export const PLACES = ['urban', 'rural', 'mine_farm'] as const
export const FARTHEST_M = 20_000

/** A ground on the form; one that is off is left out of the rule set. */
export interface GroundLine extends Ground {
  on: boolean
}
export interface Chosen {
  grounds: GroundLine[]
  radius_m: Record<string, number>
}

/** The lines of the form: those that hold, and usual ones that could, with what usually proves them. */
export function linesOf(hold: Ground[], usual: Ground[]): GroundLine[] {
  const held = new Map(hold.map((it) => [it.code, it]))
  const known = usual.map((it) => ({ ...(held.get(it.code) ?? it), on: held.has(it.code) }))
  const own = hold.filter((it) => !usual.some((one) => one.code === it.code))
  return [...known, ...own.map((it) => ({ ...it, on: true }))]
}
/** What may prove a ground: nothing, or a number of a kind that some ground has. */
export const evidenceOf = (lines: Ground[]): string[] => [...new Set(['none', ...lines.map((it) => it.evidence)])]

const told = ({ code, evidence, approver }: Ground) => `${code} ${evidence} ${approver}`
const same = (one: Ground[], other: Ground[]) => one.map(told).sort().join() === other.map(told).sort().join()

/** Whether a line says something else than what holds. */
export const differs = (line: GroundLine, hold: Ground[]): boolean => {
  const held = hold.find((it) => it.code === line.code)
  return line.on ? !held || told(held) !== told(line) : held !== undefined
}
/** The body with the grounds and radii of the form, where they differ from what holds. */
export function withChosen(body: Body, chosen: Chosen, hold: { grounds: Ground[]; radius_m: Record<string, number> }): Body {
  const on = chosen.grounds.filter((it) => it.on)
  const grounds = Object.fromEntries(on.map(({ code, evidence, approver }) => [code, { evidence, approver }]))
  const moved = PLACES.some((it) => chosen.radius_m[it] !== hold.radius_m[it])
  return {
    ...body,
    ...(!same(on, hold.grounds) && { quiet: { ...body.quiet, grounds } }),
    ...(moved && { geo: { ...(body.geo as object | undefined), radius_m: { ...chosen.radius_m } } }),
  }
}
/** The places whose metres no rule set may hold. */
export const unfitRadii = (radius_m: Record<string, number>): string[] =>
  PLACES.filter((it) => !Number.isInteger(radius_m[it]) || (radius_m[it] ?? 0) < 1 || (radius_m[it] ?? 0) > FARTHEST_M)
