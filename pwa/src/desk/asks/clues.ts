/** Clues: what somebody told about a visit or an organ, and what the desk does about it (B-71). */
import { call } from '../../api/client'
import { query } from '../api'
import type { RegisterAsk } from '../registerList'
import type { Page } from '../types'
import type { Named } from './registers'

export type ClueState = 'received' | 'accepted' | 'referred' | 'refused' | 'answered'
export const CLUE_STATES: ClueState[] = ['received', 'accepted', 'referred', 'answered', 'refused']
export type ClueDoor = 'public' | 'visit' | 'supervisor'
export const CLUE_DOORS: ClueDoor[] = ['public', 'visit', 'supervisor']

/** `door`, `receipt`, `inspection_id`, `teller` and `contact_kept` are null for whoever may not know who told. */
export interface Clue {
  id: string
  kind: 'no_scan' | 'other'
  state: ClueState
  about: string
  place: string
  text: string
  happened_at: string | null
  people: number | null
  received_at: string
  due_at: string
  overdue: boolean
  extended: boolean
  closed_at: string | null
  answer: string | null
  accused: Named | null
  handler: Named | null
  hidden: boolean
  door: ClueDoor | null
  receipt: string | null
  inspection_id: string | null
  teller: Named | null
  contact_kept: boolean | null
  /** How many photos came with it. */
  photos: number
}
export interface ClueAct {
  act: 'received' | 'accepted' | 'referred' | 'extended' | 'refused' | 'answered' | 'opened'
  at: string
  by: Named | null
  organ: Named | null
  words: string
  due_at: string | null
}
export interface ClueStory extends Clue {
  acts: ClueAct[]
}
/** What the desk does, by the name of its address. */
export type ClueDeed = 'acceptance' | 'refusal' | 'referral' | 'extension' | 'reply'

export const clues = {
  list: (ask: RegisterAsk) => call<Page<Clue>>(`/clues${query(ask)}`),
  one: (id: string) => call<ClueStory>(`/clues/${id}`),
  act: (id: string, deed: ClueDeed, body: object, key: string) => call<Clue>(`/clues/${id}/${deed}`, { method: 'POST', key, body }),
}
