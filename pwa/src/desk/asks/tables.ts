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
export type ImportState = 'waiting' | 'running' | 'checked' | 'done' | 'failed'
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
  apply: (id: string, key: string) => call<ImportRun>(`/imports/${id}/apply`, { method: 'POST', key, body: {} }),
  errors: (id: string) => callFile(`/imports/${id}/errors.csv`),
  template: (kind: ImportKind, format: 'csv' | 'xlsx') => callFile(`/imports/templates/${kind}.${format}`),
}

/** Every row that the filters show, whatever page it stands on. */
export const exportTable = (kind: string, format: 'csv' | 'xlsx', ask: RegisterAsk) =>
  callFile(`/exports/${kind}.${format}${query(filtersOf(ask))}`)
