/** Questions and orders of the first minutes. */
import { call } from '../../api/client'
import type { Box } from '../setup/provinces'
import type { Role, Sentence } from '../types'

const order = <T>(path: string, key: string, body: unknown = {}) => call<T>(path, { method: 'POST', key, body })

export const STEPS = ['bureau', 'rules', 'department', 'items', 'people', 'accounts', 'cards', 'enterprise'] as const
export type StepCode = (typeof STEPS)[number]
export interface Step {
  code: StepCode
  done: boolean
  made: Sentence | null
  missing: Sentence | null
  /** A page below /desk. */
  door: string
}
export interface SetupState {
  ready: boolean
  founded: boolean
  /** Whether the administrator may still do alone what the bureau does later: until the first visit is planned. */
  alone: boolean
  organ: { id: string; name: string; unpublished_items: number } | null
  steps: Step[]
}
export interface RegionDraft {
  code: string
  level: 'province' | 'city' | 'county'
  name: string
  name_en: string
}
export interface Founding {
  regions: RegionDraft[]
  zone: string
  box: Box
  bureau: { code: string; name: string; name_en: string }
}
/** Somebody of the department at hand, as far as the first visit needs them. */
export interface FirstPerson {
  id: string
  name: string
  role: Role
  login: string | null
  password: 'none' | 'one_time' | 'own'
  card: { number: string; state: string; expires_on: string } | null
}

export const setup = {
  see: () => call<SetupState>('/setup'),
  found: (body: Founding, key: string) => order<SetupState>('/setup/bureau', key, body),
  people: () => call<{ items: FirstPerson[] }>('/setup/people'),
}

export interface Preset {
  code: string
  name: Sentence
  source: Sentence
  note: Sentence
}
export interface NewDepartment {
  code: string
  name: string
  kind: string
  basis: string
  field: string
}
export interface NewItem {
  code: string
  name: string
  basis: string
}
export interface NewEnterprise {
  identifier: string
  name: string
  address: string
  place_type: string
  longitude: number | null
  latitude: number | null
}

/** What the administrator does in the bureau's stead until the first visit is planned. */
export const inTheBureausStead = {
  presets: () => call<{ items: Preset[] }>('/setup/presets'),
  adopt: (preset: string, key: string) => order<SetupState>('/setup/rules', key, { preset }),
  department: (body: NewDepartment, key: string) => order<SetupState>('/setup/department', key, body),
  items: (organ_id: string, items: NewItem[], key: string) => order<SetupState>('/setup/items', key, { organ_id, items }),
  publish: (kind: 'subjects' | 'items', key: string) => order<SetupState>('/setup/publication', key, { kind }),
}
export const newcomers = {
  enter: (body: NewEnterprise, key: string) => order<{ id: string; name: string; identifier_ok: boolean }>('/enterprises', key, body),
}
