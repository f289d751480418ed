/** Questions and orders of the registers: regions, organs, teams, people, hours, conflicts, history. */
import { call } from '../../api/client'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { Page, Role } from '../types'

const order = <T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, key: string, body: unknown = {}) => call<T>(path, { method, key, body })

export interface Named {
  id: string
  name: string
  name_en?: string
}
export type RegionLevel = 'province' | 'city' | 'county' | 'town' | 'special'
export interface Region {
  code: string
  name: string
  name_en: string
  parent_code: string | null
  level: RegionLevel
  ended_on: string | null
  organs: number
  version: number
}
/** What a move would take along, and from where to where. */
export interface RegionMove {
  from: { code: string; name: string; name_en: string } | null
  to: { code: string; name: string; name_en: string }
  /** Whether the region that it leaves sees it no more. */
  leaves: boolean
  regions: number
  organs: number
  people: number
  enterprises: number
}
export type OrganKind = 'administrative' | 'authorised' | 'entrusted' | 'bureau' | 'supervision_office'
export interface Organ extends Named {
  code: string
  kind: OrganKind
  region: { code: string; name: string }
  published_on: string | null
  legal_category: string
  basis: string
  scope: string
  field: string
  supervising_organ: Named | null
  vertical: boolean
  superior_name: string
  review_state: string
  ended_on: string | null
  people: number
  version: number
}
export interface Entrustment {
  id: string
  principal: Named
  agent: Named
  matters: string
  item_codes: string[]
  document: string
  from_on: string
  to_on: string
  published_on: string | null
  ended_on: string | null
  ended_reason: string | null
  in_force: boolean
}
export interface Assistance {
  id: string
  region: { code: string; name: string; name_en: string }
  local_organ: string
  document: string
  from_on: string
  to_on: string
  ended_on: string | null
  ended_reason: string | null
  in_force: boolean
}
export interface Team extends Named {
  region: { code: string; name: string }
  organ: Named
  guiding_organ: Named | null
  organs: { organ: Named; item_codes: string[] }[]
  members: { person_id: string; name: string; role: Role }[]
  ended_on: string | null
  version: number
}
export interface Person extends Named {
  number: string | null
  role: Role
  organ: Named
  region: { code: string; name: string }
  post: string
  qualification: string
  employer: string
  language: string
  term_from: string | null
  term_to: string | null
  login: string | null
  signs_in: boolean
  has_password: boolean
  has_phone: boolean
  active: boolean
  ended_at: string | null
  ended_reason: string | null
  version: number
}
export interface Hour {
  id: string
  held_on: string
  hours: number
  kind: string
  topic: string
}
export interface Conflict {
  id: string
  identifier: string
  reason: string
  from_on: string
  to_on: string | null
}
export interface Change {
  at: string
  by: Named | null
  change: 'insert' | 'update' | 'delete'
  reason: string | null
  fields: { field: string; before: unknown; after: unknown }[]
}

export const regions = {
  list: () => call<Page<Region>>('/regions'),
  make: (body: object, key: string) => order<Region>('POST', '/regions', key, body),
  change: (code: string, body: object, key: string) => order<Region>('PATCH', `/regions/${code}`, key, body),
  foretellMove: (code: string, parent_code: string) => call<RegionMove>(`/regions/${code}/move${query({ parent_code })}`),
  move: (code: string, body: object, key: string) => order<Region>('POST', `/regions/${code}/move`, key, body),
}
export const organs = {
  list: (ask: RegisterAsk) => call<Page<Organ>>(`/organs${query(ask)}`),
  one: (id: string) => call<Organ>(`/organs/${id}`),
  make: (body: object, key: string) => order<Organ>('POST', '/organs', key, body),
  change: (id: string, body: object, key: string) => order<Organ>('PATCH', `/organs/${id}`, key, body),
  entrustments: (id: string) => call<{ items: Entrustment[] }>(`/organs/${id}/entrustments`),
  entrust: (id: string, body: object, key: string) => order<Entrustment>('POST', `/organs/${id}/entrustments`, key, body),
  assistance: (id: string) => call<{ items: Assistance[] }>(`/organs/${id}/assistance`),
  addAssistance: (id: string, body: object, key: string) => order<Assistance>('POST', `/organs/${id}/assistance`, key, body),
  endAssistance: (id: string, reason: string, key: string) => order<Assistance>('POST', `/assistance/${id}/end`, key, { reason }),
  endEntrustment: (id: string, reason: string, key: string) => order<Entrustment>('POST', `/entrustments/${id}/end`, key, { reason }),
}
export const teams = {
  list: (ask: RegisterAsk) => call<Page<Team>>(`/teams${query(ask)}`),
  make: (body: object, key: string) => order<Team>('POST', '/teams', key, body),
  change: (id: string, body: object, key: string) => order<Team>('PATCH', `/teams/${id}`, key, body),
}
export const people = {
  list: (ask: RegisterAsk) => call<Page<Person>>(`/people${query(ask)}`),
  one: (id: string) => call<Person>(`/people/${id}`),
  make: (body: object, key: string) => order<Person>('POST', '/people', key, body),
  change: (id: string, body: object, key: string) => order<Person>('PATCH', `/people/${id}`, key, body),
  /** The person; or, for a role of supervision or administration, the request that waits for a second person. */
  role: (id: string, body: object, key: string) => order<Person | { kind: string }>('POST', `/people/${id}/role`, key, body),
  end: (id: string, reason: string, key: string) => order<Person>('POST', `/people/${id}/end`, key, { reason }),
  restore: (id: string, key: string) => order<Person>('POST', `/people/${id}/restore`, key),
  hours: (id: string, year: number) => call<{ items: Hour[] }>(`/people/${id}/hours${query({ year })}`),
  dropHours: (id: string, key: string) => order<null>('DELETE', `/hours/${id}`, key),
  addHours: (id: string, body: object, key: string) => order<Hour>('POST', `/people/${id}/hours`, key, body),
  conflicts: (id: string) => call<{ items: Conflict[] }>(`/people/${id}/conflicts`),
  addConflict: (id: string, body: object, key: string) => order<Conflict>('POST', `/people/${id}/conflicts`, key, body),
  dropConflict: (id: string, key: string) => order<null>('DELETE', `/conflicts/${id}`, key),
}
export const history = {
  of: (kind: string, id: string, page: number) => call<Page<Change>>(`/history/${kind}/${id}${query({ page })}`),
}
export interface HourRow {
  person: Named & { role: Role; organ: Named }
  year: number
  hours: number
  needed: number
  below: boolean
}
export const hours = (ask: Record<string, string | number>) => call<Page<HourRow>>(`/hours${query(ask)}`)

/** Assistants and experts whom the planner's organ may take along (B-12). */
export async function companionsOf(): Promise<Person[]> {
  const found = await Promise.all(['assistant', 'expert'].map((role) => people.list({ q: '', sort: '', page: 1, page_size: 100, role })))
  return found.flatMap((it) => it.items)
}
/** Officers of other organs whom a superior's order may send along (B-11). */
export const lentOfficers = async (q: string) => {
  const { items } = await call<{ items: { person_id: string; name: string; organ: string }[] }>(`/officers/lent${query({ q })}`)
  return items.map((it) => ({ id: it.person_id, name: it.name, note: it.organ }))
}
