/** The access table as people read it, and what the one who asks may do. */
import { call } from '../../api/client'
import type { Sentence } from '../types'

/** One way to be allowed: who, and on what. */
export interface Way {
  roles: string[]
  who: Sentence
  on: Sentence
}
export interface Operation {
  action: string
  name: Sentence
  step_up: boolean
  two_people: boolean
  rows: Way[]
}
export interface AccessTable {
  actions: Operation[]
  roles: { role: string; name: Sentence; signs_in: boolean }[]
  mine: string[]
}
export const access = {
  table: () => call<AccessTable>('/access'),
  mine: () => call<{ actions: string[] }>('/access/mine'),
}
