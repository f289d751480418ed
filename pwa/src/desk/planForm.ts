/** The form of a plan: its lines as they are typed, what is missing of each, and what goes over the wire. */
import type { LineBody, PlanLine, PlanMethod } from './asks/plans'
import type { Choice } from './form'

/** A line on the form; a field of numbers holds a number once one is typed. */
export interface LineForm {
  key: number
  line_id: string | null
  name: string
  method: PlanMethod
  measure: 'number' | 'ratio'
  number: string | number
  ratio: string | number
  total: string | number
  first_on: string
  last_on: string
  responsible: string
  item_ids: string[]
  enterprises: Choice[]
}
export type LineField = 'name' | 'number' | 'ratio' | 'first_on' | 'last_on' | 'item_ids'

let made = 0
/** A new line of a year: the whole of it, on site, by number. */
export function blankLine(year: number | null): LineForm {
  return {
    key: ++made, line_id: null, name: '', method: 'on_site', measure: 'number', number: '', ratio: '', total: '', responsible: '', item_ids: [],
    first_on: year ? `${year}-01-01` : '', last_on: year ? `${year}-12-31` : '', enterprises: [],
  }
}
/** A line as it stands in the draft. */
export function lineForm(it: PlanLine): LineForm {
  return {
    key: ++made, line_id: it.line_id, name: it.name, method: it.method, measure: it.number === null ? 'ratio' : 'number', number: it.number ?? '',
    ratio: it.ratio ?? '', total: it.total ?? '', first_on: it.first_on, last_on: it.last_on, responsible: it.responsible,
    item_ids: it.items.map((one) => one.id), enterprises: it.enterprises,
  }
}
const counted = (value: string | number): number | null => (String(value).trim() === '' ? null : Number(value))
const between = (value: string | number, most: number) => Number.isInteger(counted(value)) && Number(value) >= 1 && Number(value) <= most

/** What of a line is missing or cannot be. */
export function gapsOf(it: LineForm): LineField[] {
  const needed: [LineField, boolean][] = [
    ['name', it.name.trim() !== ''], ['number', it.measure !== 'number' || between(it.number, 1_000_000)], ['ratio', it.measure !== 'ratio' || between(it.ratio, 100)],
    ['first_on', it.first_on !== ''], ['last_on', it.last_on !== '' && it.last_on >= it.first_on], ['item_ids', it.item_ids.length > 0],
  ]
  return needed.filter(([, given]) => !given).map(([name]) => name)
}
export function lineBody(it: LineForm): LineBody {
  const { line_id, method, first_on, last_on, item_ids } = it
  return {
    line_id, method, first_on, last_on, item_ids, name: it.name.trim(), responsible: it.responsible.trim(), total: counted(it.total),
    number: it.measure === 'number' ? counted(it.number) : null, ratio: it.measure === 'ratio' ? counted(it.ratio) : null,
    enterprise_ids: it.enterprises.map((one) => one.id),
  }
}
/** How many visits the lines ask for together, as far as they say. */
export function wantedOf(lines: LineForm[]): number {
  return lines.reduce((sum, it) => {
    const total = counted(it.total) ?? (it.enterprises.length || null)
    if (it.measure === 'number') return sum + (counted(it.number) ?? 0)
    return sum + (total === null ? 0 : Math.ceil((total * (counted(it.ratio) ?? 0)) / 100))
  }, 0)
}
