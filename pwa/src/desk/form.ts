/** A form told as data: its fields, what is still missing, what goes over the wire. */
import { register } from './api'
import { organs, people } from './asks/registers'
import type { Enterprise } from './types'

export interface Choice {
  id: string
  name: string
  note?: string
}
export type FieldValue = string | number | boolean | null | Choice | Choice[]
export type Wired = string | number | boolean | null | string[]
export interface Field {
  name: string
  label: string
  kind?: 'text' | 'area' | 'date' | 'time' | 'number' | 'choice' | 'yes' | 'organ' | 'person' | 'organs' | 'people'
  required?: boolean
  options?: { value: string; label: string }[]
  hint?: string
  /** An empty text goes over the wire as null. */
  nullable?: boolean
  /** Half the width, beside its neighbour. */
  half?: boolean
  max?: number
  /** Who is found by typing, where not everybody may be chosen. */
  ask?: (q: string) => Promise<Choice[]>
}
export type Values = Record<string, FieldValue>
/** What a form begins with; what it does not name begins empty. */
export type Given = Record<string, FieldValue | undefined>

const FEW = 8
export const enterpriseChoice = (it: Enterprise): Choice => ({ id: it.id, name: it.name, note: [it.identifier, it.address].filter(Boolean).join(' ') })
/** Who can be found by typing. */
export const FINDERS = {
  enterprise: async (q: string): Promise<Choice[]> => (await register.enterprises(q, 1, FEW)).items.map(enterpriseChoice),
  organ: async (q: string): Promise<Choice[]> =>
    (await organs.list({ q, sort: '', page: 1, page_size: FEW })).items.map((it) => ({ id: it.id, name: it.name, note: it.region.name })),
  person: async (q: string): Promise<Choice[]> =>
    (await people.list({ q, sort: '', page: 1, page_size: FEW })).items.map((it) => ({ id: it.id, name: it.name, note: `${it.organ.name} ${it.number ?? ''}` })),
}

/** What a field holds before anything is entered. */
export function nothing(field: Field): FieldValue {
  if (field.kind === 'yes') return false
  if (field.kind === 'organs' || field.kind === 'people') return []
  return field.kind === 'organ' || field.kind === 'person' ? null : ''
}

const empty = (value: FieldValue | undefined) => value === undefined || (Array.isArray(value) && !value.length) || value === null || value === '' || (typeof value === 'string' && !value.trim())

export function missingOf(fields: Field[], values: Values): string[] {
  return fields.filter((field) => field.required && empty(values[field.name])).map((field) => field.name)
}

/** As the server takes them: trimmed; an empty date, number or choice is null; what was found by typing is its id. */
export function wire(fields: Field[], values: Values): Record<string, Wired> {
  return Object.fromEntries(fields.map((field) => [field.name, wired(field, values[field.name] ?? null)]))
}

function wired(field: Field, value: FieldValue): Wired {
  if (field.kind === 'yes') return value === true
  if (Array.isArray(value)) return value.map((it) => it.id)
  if (value !== null && typeof value === 'object') return value.id
  const words = ['text', 'area'].includes(field.kind ?? 'text')
  if (empty(value)) return words && !field.nullable ? '' : null
  if (words) return String(value).trim()
  return field.kind === 'number' ? Number(value) : value
}
