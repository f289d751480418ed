/** Questions and orders of the register of certificates, and who goes on a planned visit. */
import { call } from '../../api/client'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { Page, Sentence, Task } from '../types'

const order = <T>(path: string, key: string, body: unknown) => call<T>(path, { method: 'POST', key, body })

export type CardState = 'missing' | 'applied' | 'active' | 'suspended' | 'expired' | 'cancelled' | 'recalled' | 'revoked' | 'lost' | 'renewed' | 'replaced'
export type CardKind = 'enforcement' | 'police' | 'ministry'
/** What stands on a card, apart from its holder. */
export interface Face {
  number: string
  kind: CardKind
  field: string
  area: string
  issued_on: string
  expires_on: string
}
export interface Card extends Face {
  id: string
  person_id: string
  organ_id: string
  holder_name: string
  organ_name: string
  issuer: string
  state: CardState
  url: string
  photo_url: string | null
}
export interface CardMove {
  id: string
  state: CardState
  effective_from: string
  effective_to: string | null
  reason: string
  document: string | null
  operator: string | null
  recorded_at: string
}
export interface OpenVisit {
  task_id: string
  enterprise_name: string
  planned_on: string
  starts_at: string | null
  state: string
}
export interface CardFile extends Card {
  moves: CardMove[]
  may_become: CardState[]
  replaceable: CardState | null
  replaces: { id: string; number: string } | null
  replaced_by: { id: string; number: string } | null
  open_visits: OpenVisit[]
  warnings: { code: string; rule: string; sentence: Sentence }[]
}
export type CardPage = Page<Card> & { counts: Record<string, number> }
export interface Status {
  on: string
  valid: boolean
  state: CardState
  partly: boolean
}
export interface Foretold {
  before: CardState
  allowed: boolean
  visits: OpenVisit[]
}
export interface Move {
  state: CardState
  effective_from: string | null
  effective_to: string | null
}

export const cards = {
  /** By number; those that expire first where that was asked: there is no other order. */
  list: (ask: RegisterAsk) => call<CardPage>(`/cards${query({ ...ask, sort: null })}`),
  one: (id: string) => call<CardFile>(`/cards/${id}`),
  issue: (body: Face & { person_id: string; photo: string; document: string | null }, key: string) => order<CardFile>('/cards', key, body),
  replace: (id: string, body: Face & { photo: string | null; document: string | null; reason: string }, key: string) =>
    order<CardFile>(`/cards/${id}/replacement`, key, body),
  move: (id: string, body: Move & { reason: string; document: string | null }, key: string) => order<CardFile>(`/cards/${id}/moves`, key, body),
  addPhoto: (id: string, photo: string, key: string) => order<CardFile>(`/cards/${id}/photo`, key, { photo }),
  foretell: (id: string, move: Move) => call<Foretold>(`/cards/${id}/moves${query({ ...move })}`),
  on: (id: string, day: string) => call<Status>(`/cards/${id}/status${query({ on: day })}`),
  qr: (id: string) => `/api/v1/cards/${id}/qr.png`,
}

export interface Recusal {
  id: string
  inspection_id: string
  enterprise_name: string
  officer: { id: string; name: string }
  reason: string
  /** The enterprise asked on its own page, or an officer wrote it down. */
  told_by: 'officer' | 'enterprise'
  requested_at: string
  decision: 'granted' | 'refused' | null
  note: string | null
  decided_by: string | null
}
export const recusals = {
  open: () => call<{ items: Recusal[] }>('/recusals'),
  decide: (id: string, decision: 'granted' | 'refused', note: string, key: string) =>
    order<Recusal>(`/recusals/${id}/decision`, key, { decision, note }),
}

/** Others go; those who come along, and the superior's order, stay as they were declared. */
export const changeOfficers = ({ id, assistants, superior_document }: Task, officerIds: string[], key: string) =>
  order<Task>(`/tasks/${id}/officers`, key, {
    officer_ids: officerIds, superior_document, assistants: assistants.map(({ person_id, role, number }) => ({ person_id, role, number })),
  })
