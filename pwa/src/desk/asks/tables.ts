/** Tables in and out: imports with their errors, exports with a second person's yes. */
import { call, callFile } from '../../api/client'
import { query } from '../api'
import { filtersOf, type RegisterAsk } from '../registerList'
import type { Page, Sentence } from '../types'
import type { Named } from './registers'

export type { Later } from '../../api/client'

/** The word for what a table fills: people, organs, enterprises … */
export type ImportKind = string
/** A register that may be filled from a table, and the columns of that table. */
export interface ImportRegister extends Sentence {
  kind: ImportKind
  columns: (Sentence & { name: string; required: boolean; help: Sentence })[]
}
export type ImportState = 'waiting' | 'running' | 'checked' | 'done' | 'failed' | 'undoing' | 'undone'
export type Outcome = 'new' | 'changed' | 'known'
export type Cell = string | number | boolean | null | Cell[] | { [name: string]: string }
/** How one row of a table ends; of a changed one, each cell before and after. */
export interface ImportRow {
  row: number
  outcome: Outcome
  name: string
  changes: { column: Sentence; before: Cell; after: Cell }[]
}
/** A row that an undo left alone: changed since, or in use by now. */
export interface LeftRow {
  id: string
  name: string
  why: 'touched' | 'in_use'
}
export interface RowError extends Sentence {
  row: number
  column: string
  warning: boolean
}
export interface ImportRun {
  id: string
  kind: ImportKind
  state: ImportState
  /** Whether what runs now stores what it reads. */
  apply: boolean
  /** Whether known rows got what the table says of them. */
  update_known: boolean
  format: string
  size: number
  requested_by: Named
  requested_at: string
  finished_at: string | null
  read: number
  new: number
  changed: number
  known: number
  refused: number
  warnings: number
  restored: number
  removed: number
  left: number
  /** Until when it may be undone; null where it may not. */
  undo_until: string | null
  failure: Sentence | null
  errors?: RowError[]
  errors_total?: number
}

const BIG_FILE_MS = 120_000

export const imports = {
  kinds: () => call<{ items: ImportRegister[] }>('/imports/kinds'),
  list: (ask: RegisterAsk) => call<Page<ImportRun>>(`/imports${query(ask)}`),
  one: (id: string) => call<ImportRun>(`/imports/${id}`),
  check: (kind: ImportKind, file: Blob, key: string) =>
    call<ImportRun>(`/imports${query({ kind, dry_run: 1 })}`, { method: 'POST', key, file, timeoutMs: BIG_FILE_MS }),
  apply: (id: string, update_known: boolean, key: string) => call<ImportRun>(`/imports/${id}/apply`, { method: 'POST', key, body: { update_known } }),
  rows: (id: string, ask: RegisterAsk) => call<Page<ImportRow>>(`/imports/${id}/rows${query(ask)}`),
  undo: (id: string, key: string) => call<ImportRun>(`/imports/${id}/undo`, { method: 'POST', key, body: {} }),
  left: (id: string, ask: RegisterAsk) => call<Page<LeftRow>>(`/imports/${id}/left${query(ask)}`),
  errors: (id: string) => callFile(`/imports/${id}/errors.csv`),
  template: (kind: ImportKind, format: 'csv' | 'xlsx') => callFile(`/imports/templates/${kind}.${format}`),
}

/** Every row that the filters show, whatever page it stands on. */
export const exportTable = (kind: string, format: 'csv' | 'xlsx', ask: RegisterAsk) =>
  callFile(`/exports/${kind}.${format}${query(filtersOf(ask))}`)
