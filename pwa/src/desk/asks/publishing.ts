/** Items, the seven public lists and rule sets: what a bureau makes known, and what is in force. */
import { call } from '../../api/client'
import type { Level } from '../../capture/completeness'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { Calendar, Page, Sentence } from '../types'

type Sent = Record<string, unknown>
const post = <T>(path: string, key: string, body: unknown) => call<T>(path, { method: 'POST', key, body })

export type ItemState = 'unpublished' | 'coming' | 'in_force' | 'repealed' | 'overdue' | 'retired'
export interface Organ {
  id: string
  name: string
  name_en: string
}
export interface Item {
  id: string
  code: string
  name: string
  name_en: string
  basis: string
  field: string
  /** One question a line, as the form writes it. */
  checklist: string
  organ: Organ
  source_organ: Organ | null
  published_on: string | null
  in_force_from: string
  in_force_to: string | null
  repealed_on: string | null
  act_by: string | null
  cap: { most: number; period: 'year' | 'quarter' | 'month' | 'week' } | null
  recording: Level
  draw: boolean
  legal_review: boolean
  retire_reason: string | null
  state: ItemState
  version: number
}
export const items = {
  list: ({ q, page, page_size, ...chosen }: RegisterAsk) =>
    call<Page<Item>>(`/items${query({ q, page, page_size, state: chosen.state, organ_id: chosen.organ_id })}`),
  make: (values: Sent, key: string) => post<Item>('/items', key, values),
  change: (id: string, values: Sent, key: string) => call<Item>(`/items/${id}`, { method: 'PATCH', key, body: values }),
  retire: (id: string, values: Sent, key: string) => post<Item>(`/items/${id}/retire`, key, values),
}

export interface Column {
  name: string
  zh: string
  en: string
  brief?: boolean
  english_of?: string
  words?: Record<string, [string, string]>
}
export type Values = Record<string, string | number | null>
export interface Counts {
  added: number
  changed: number
  removed: number
  kept: number
}
export interface Edition {
  id: string
  kind: string
  n: number
  effective_from: string
  published_at: string
  publisher: string
  document: string
  note: string
  entries: number
  changes: Counts
  digest: string
  state: 'coming' | 'in_force' | 'succeeded'
}
export interface PublicList {
  kind: string
  title: Sentence
  why: Sentence
  in_force: Edition | null
  coming: Edition | null
  url: string
}
export interface Change {
  key: string
  what: 'added' | 'changed' | 'removed'
  before: Values | null
  after: Values | null
  fields: string[]
}
export interface Draft extends Page<Change> {
  kind: string
  title: Sentence
  effective_from: string
  columns: Column[]
  last: Edition | null
  entries: number
  counts: Counts
  first_published: number
  digest: string
}
export const lists = {
  all: () => call<{ items: PublicList[] }>('/lists'),
  draft: (kind: string, ask: { effective_from?: string; q?: string; page?: number; page_size?: number }) =>
    call<Draft>(`/lists/${kind}/draft${query(ask)}`),
  editions: (kind: string) => call<{ items: Edition[] }>(`/lists/${kind}/editions`),
  publish: (kind: string, values: Sent, key: string) => post<Edition>(`/lists/${kind}/editions`, key, values),
}

export interface RuleSet {
  id: string
  effective_from: string
  effective_to: string | null
  approved_by: string
  source_document: string
  preset: string | null
  state: 'coming' | 'in_force' | 'succeeded'
}
export interface Said {
  code: string
  rule: string
  sentence: Sentence
  changed: boolean
}
export interface QuietYear {
  whom: Sentence
  days: string[]
}
/** What excepts a visit from the quiet period: what proves it, and whose yes it wants. */
export interface Ground {
  code: string
  evidence: string
  approver: string
}
/** A quiet calendar (B-37): whom it is for, and which days its type names. */
export interface QuietCalendar {
  scope: string
  key: string
  type: string
  from?: number
  to?: number
  wrap?: boolean
  days?: number[] | number
  dates?: string[]
  by?: string
  groups?: Record<string, [number, number][]>
  max_days?: number
}
/** Why a rule set cannot be adopted, and at which of its lines. */
export interface Fault {
  path: string
  rule: string
  sentence: Sentence
}
/** A case in local words and the verdicts that it must get. */
export interface Example {
  name: string
  arrives: string
  kind: string
  trigger: string
  ground: string | null
  evidence: boolean
  approved: string | null
  class: string | null
  industry: string | null
  tier: string | null
  whitelisted?: string | null
  before: string[]
  /** Where the body stands, and the days on which others of its field came, by their level (B-25). */
  level: string | null
  others: Record<string, string[]>
  plan_published: boolean
  quiet: string | null
  cap: string | null
  no_plan: boolean | null
}
interface Judged {
  code: string
  sentence: Sentence
  passes: boolean
}
export interface ExampleOutcome {
  example: Example
  passes: boolean
  quiet: Judged
  cap: Judged
  no_plan: { found: boolean; sentence: Sentence | null; passes: boolean }
}
export interface Preview {
  year: number
  summary: Said[]
  calendars: QuietYear[]
  /** As they hold, also where the body names none. */
  grounds: Ground[]
  radius_m: Record<string, number>
  /** Every parameter, also those that the asked body leaves out. */
  body: Body
  examples: ExampleOutcome[]
}
export interface Body {
  cap?: { default?: number; unit?: string } & Record<string, unknown>
  quiet?: { calendars?: QuietCalendar[]; applies_to?: string | string[] } & Record<string, unknown>
  officers?: { min?: number } & Record<string, unknown>
  items?: { republish_days?: number } & Record<string, unknown>
  [section: string]: unknown
}
export interface Preset {
  code: string
  name: Sentence
  source: Sentence
  note: Sentence
  body: Body
  examples: Partial<Example>[]
}
export interface Waiting {
  id: string
  requested_at: string
  expires_at: string
  requested_by: { id: string; name: string }
  mine: boolean
  effective_on: string
  source_document: string
  preset: string | null
  reason: string
  body: Body
  examples: Partial<Example>[]
}
export const ruleSets = {
  all: () => call<{ region: { code: string; name: string; name_en: string }; items: RuleSet[]; waiting: Waiting[] }>('/rule-sets'),
  one: (id: string, year?: number) => call<RuleSet & Preview>(`/rule-sets/${id}${query({ year })}`),
  presets: () => call<{ items: Preset[] }>('/rule-sets/presets'),
  preview: (body: Body, year: number | null = null, examples: Example[] = []) =>
    call<Preview>('/rule-sets/preview', { method: 'POST', body: { body, year, examples } }),
  propose: (values: Sent, key: string) => post<{ rule_set: RuleSet | null; approval_id: string | null }>('/rule-sets', key, values),
}

/** A quiet year as the calendar draws it: every day of the year, no visits. */
export function calendarOf(quiet: QuietYear, year: number): Calendar {
  const marked = new Set(quiet.days)
  const length = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000
  const days = Array.from({ length }, (_, n) => new Date(Date.UTC(year, 0, 1 + n)).toISOString().slice(0, 10))
  return { days: days.map((day) => ({ day, quiet: marked.has(day) })), visits: [] }
}
