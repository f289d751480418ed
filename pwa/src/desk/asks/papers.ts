/** Which papers there are about a task or a visit, what they are called, and certificates to be printed. */
import { call } from '../../api/client'
import type { Sentence } from '../types'

export type PaperKind = 'notice' | 'record' | 'result'
/** An edition as it was issued: it never changes; a corrected one is the next. */
export interface Edition {
  id: string
  edition: number
  title: string
  issued_at: string
  sha256: string
  bytes: number
  pages: number
  url: string
  /** When the enterprise confirmed on its own page that it has this edition. */
  received_at: string | null
}
export interface PaperLine {
  kind: PaperKind
  title: string
  /** `waiting`: its step is not taken yet. `changed`: opening it issues the next edition. */
  state: 'waiting' | 'ready' | 'issued' | 'changed'
  waits: Sentence
  url: string | null
  editions: Edition[]
}
export interface TitleChange {
  id: string
  title: string
  scope: 'organ' | 'region'
  changed_at: string
  changed_by: string
}
export interface PaperTitle {
  kind: PaperKind
  title: string
  usual: string
  name: Sentence
  changes: TitleChange[]
}

export const papers = {
  of: (about: 'tasks' | 'inspections', id: string) => call<{ items: PaperLine[] }>(`/${about}/${id}/papers`),
  titles: () => call<{ items: PaperTitle[] }>('/paper-titles'),
  call: (body: { kind: PaperKind; title: string; scope: 'organ' | 'region' }, key: string) =>
    call<{ items: PaperTitle[] }>('/paper-titles', { method: 'POST', key, body }),
}

/** The same file, kept by the browser instead of shown. */
export const keptUrl = (url: string): string => `${url}?download=1`
export const cardPrintUrl = (id: string): string => `/api/v1/cards/${id}/print`
export const cardSheetUrl = (ids: readonly string[]): string => `/api/v1/card-sheet?cards=${ids.join(',')}`
