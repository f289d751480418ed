/** Regions as a tree drawn from top to bottom. A parent is what somebody entered, never guessed from digits. */
import type { Region } from './asks/registers'

export interface Branch {
  region: Region
  depth: number
  leaf: boolean
}

/** The lines to draw: children directly below their open parent. A region whose parent is out of sight stands at the top. */
export function branches(regions: Region[], open: ReadonlySet<string>): Branch[] {
  const known = new Set(regions.map((it) => it.code))
  const children = new Map<string, Region[]>()
  for (const region of regions) {
    const parent = region.parent_code && known.has(region.parent_code) ? region.parent_code : ''
    children.set(parent, [...(children.get(parent) ?? []), region])
  }
  const below = (parent: string, depth: number): Branch[] =>
    (children.get(parent) ?? []).flatMap((region) => {
      const leaf = !children.has(region.code)
      return [{ region, depth, leaf }, ...(open.has(region.code) ? below(region.code, depth + 1) : [])]
    })
  return below('', 0)
}

/** From the top down: what lies below a region is of a later level. */
const ORDER = ['province', 'city', 'county', 'special', 'town']

/** Where a region may be moved to: regions in use of a higher level that do not lie below it, and not where it is. */
export function parentsFor(region: Region, regions: Region[]): Region[] {
  return regions.filter((it) => !it.ended_on && it.code !== region.parent_code && ORDER.indexOf(it.level) < ORDER.indexOf(region.level))
}
