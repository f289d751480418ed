/**
 * What the law looks at, with the names of the server's `policy/facts.py`: plain values, ids as texts, moments in epoch
 * milliseconds, local days as `2026-11-21`. What a visit leaves out is not known, or is as with any visit.
 */
export type Json = null | boolean | number | string | Json[] | Facts
export interface Facts {
  [name: string]: Json
}

/** Facts that are a sentence or a name of their own. */
export type Named = Facts & { code: string }

export type Unit = 'year' | 'quarter' | 'month' | 'week'

/** Every moment at which something may have happened, both ends included (B-02). */
export interface Interval {
  earliest: number
  latest: number
}

/** A dated yes for one enterprise and one subject (B-41). */
export interface Approval {
  approver: string
  organ_id: string
  enterprise_id: string
  at: number
  first_day?: string | null
  last_day?: string | null
  item_ids?: string[]
}

/** How often an item may be looked at: `most` per `unit` (B-25). */
export interface ItemCap {
  item_id: string
  name: string
  most: number
  unit: Unit
}

/** An arrival, planned or happened. Of evidence and document the phone knows only whether there is one. */
export interface Visit {
  id: string
  organ_id: string
  enterprise_id: string
  site_id: string | null
  kind: string
  trigger: string
  arrived: Interval
  ground?: string | null
  evidence?: boolean
  document?: boolean
  approval?: Approval | null
  outcome?: string | null
  left?: number | null
  items_recorded?: number | null
  followup_batch?: string | null
  followup_item_ids?: string[] | null
  beyond_finding?: boolean
  joint_group?: string | null
  joint_lead?: boolean
  joint_opened?: number | null
  counts?: boolean | null
  cap_exempt?: 'yes' | 'no' | 'first_of_batch' | null
  task_id?: string | null
  item_ids?: string[]
  item_caps?: ItemCap[]
  notice_days?: string[]
  fields?: string[]
  kept_apart?: boolean
  /** Of a visit before: whether an officer of the one that is judged was there (B-52). */
  same_officer?: boolean
  /** The subject's published annual plans: for a year, from a day, until the first one on which it no longer stood (B-17). */
  plans?: { year: number; first: string; end: string | null }[] | null
}

/** The enterprise and the premises (B-03). */
export interface Site {
  enterprise_id: string
  site_id: string | null
  identifier: string
  classes: string[]
  industry: string | null
  region: string | null
  tier: string | null
  chosen_quiet_days: string[]
  /** When it stands on the white list: from a day, until the first one on which it no longer does (B-36). */
  whitelist: { first: string; end: string | null }[]
}

/** A calendar as the rule set holds it (B-37). */
export interface CalendarData {
  scope: 'entity' | 'class' | 'industry' | 'region'
  key: string
  type: 'monthly_range' | 'weekly' | 'dates' | 'n_days_per_month_by_group' | 'enterprise_chosen'
  from?: number
  to?: number
  wrap?: boolean
  days?: number[] | number
  dates?: string[]
  by?: string
  groups?: Record<string, [number, number][]>
  max_days?: number
}

/** The sections of a rule set that quiet period and count ask for. */
export interface Rules {
  tz: string
  holidays: Record<string, { off?: string[]; worked?: string[] }>
  clock: { untrusted_min: number }
  cap: {
    default: number
    unit: Unit
    scope: 'entity' | 'premises'
    items: Record<string, number>
    tiers: Record<string, number>
    exempt: string[]
    exempt_needs_evidence: boolean
    special_superior: string
  }
  joint: { own_cap: 'each' | 'lead_only'; window_min: number }
  multiday: { gap_workdays: number }
  followup: { free: number; own_triggers: string[] }
  abort: { grace_min: number }
  noninsp: { alert: number; days: number }
  merge: { min: number }
  quiet: {
    applies_to: 'all' | string[]
    calendars: CalendarData[]
    grounds: Record<string, { evidence: string; approver: string }>
    approver: string
    approval_valid_days: number
  }
  slot: { starts_at: string; horizon_days: number }
  whitelist: { daily_cap: number }
  plan: { due: string }
  draw: { full_coverage: string[]; full_coverage_fields: string[] }
}
