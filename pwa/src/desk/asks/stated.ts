import { call } from '../../api/client'

const order = <T>(path: string, key: string, body: unknown) => call<T>(path, { method: 'POST', key, body })

export type StatedState = 'unstated' | 'stated' | 'confirmed' | 'excused' | 'reclassified'
export const DECISIONS = ['confirmed', 'excused', 'reclassified'] as const
export type StatedDecision = (typeof DECISIONS)[number]

/** A visit that broke the quiet period, and the ground that was stated for it, if one was (B-42). */
export interface Standing {
  inspection_id: string
  enterprise_name: string
  organ_name: string
  arrived_at: string
  state: StatedState
  /** Before this moment a ground may be stated. */
  until: string
  /** Those that the rules of the arrival know; `prior`: it needs an approval before the arrival (B-41). */
  grounds: { code: string; evidence: boolean; prior: boolean }[]
  stated: {
    ground: string
    evidence_id: string | null
    words: string
    received_at: string
    by: string | null
    note: string | null
    decided_by: string | null
    decided_at: string | null
  } | null
}

export interface StatedGround {
  ground: string
  evidence_id: string | null
  words: string
}

export const stated = {
  open: () => call<{ items: Standing[] }>('/stated-grounds'),
  state: (id: string, told: StatedGround, key: string) => order<Standing>(`/inspections/${id}/ground`, key, { ...told, at: new Date().toISOString() }),
  decide: (id: string, decision: StatedDecision, note: string, key: string) => order<Standing>(`/inspections/${id}/ground-decision`, key, { decision, note }),
}
