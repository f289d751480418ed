/** The wire, as the screens and the outbox need it. Times are RFC 3339 in UTC. */
/** What the list of recorded matters asks for (B-59). */
export type Level = 'none' | 'photo' | 'audio' | 'process' | 'whole' | 'uninterrupted'

export interface Words {
  zh: string
  en: string
}

export type Role = 'officer' | 'supervisor' | 'department' | 'head' | 'bureau' | 'admin'
export type CardState = 'active' | 'suspended' | 'expired' | 'cancelled' | 'revoked' | 'recalled' | 'missing'

export interface Card {
  id: string
  number: string
  state: CardState
  expires_on: string | null
  url?: string | null
  code_id?: string | null
}

export interface Person {
  id: string
  name: string
  role: Role
  language: string
  organ: { id: string; name: string; name_en: string | null } | null
  region: { code: string; name: string; name_en: string | null; zone: string; demo: boolean } | null
}

export interface Session {
  person: Person
  expires_at: string | null
  /** Set by an administrator: a password of one's own comes first. */
  must_change_password?: boolean
  notice?: { version: string; accepted: boolean }
}

export interface Position {
  longitude: number
  latitude: number
  accuracy_m: number
  datum: 'wgs84' | 'gcj02' | 'unknown'
  fix_at: string
}

export interface ClockReading {
  wall: string
  mono_ms: number
  boot: string
  offset_ms: number | null
  quality: 'synced' | 'carried' | 'none'
}

export interface Judged {
  code: string
  rule: string | null
  facts: Record<string, unknown>
  sentence: Words
}

export interface Verdict {
  ruleset_id: string
  quiet: Judged
  cap: Judged & { counted: number | null; most: number | null; period: string | null }
  findings: (Judged & { severity: string })[]
  mark: 'clean' | 'alert' | 'violation' | 'review'
}

export interface Enterprise {
  id: string
  name: string
  identifier: string
  scheme: string
  address: string | null
  site_id: string | null
  place_type: string | null
  point: { longitude: number; latitude: number } | null
}

export interface VisitCode {
  id: string
  code_id?: string | null
  url: string
  short_code: string
  valid_from: string
  valid_to: string
  state: string
}

export type TaskState = 'awaiting_approval' | 'approved' | 'rejected' | 'coded' | 'visited' | 'cancelled' | 'lapsed'

export interface TaskOfficer {
  person_id: string
  name: string
  card: Card | null
}

/** An assistant or expert: named on the task before entry, by role and number (B-12). */
export interface Companion {
  person_id: string
  name: string
  role: 'assistant' | 'expert'
  number: string
}

/** A question of the checklist. `photo`: an answer of no wants a photo. */
export interface ChecklistLine {
  key: string
  question: string
  kind: 'yes_no' | 'value'
  unit: string
  photo: boolean
  items: string[]
  bases: string[]
}

/** A joint visit: all who come, the lead first; the form says who asks what. */
export interface Joint {
  leads: boolean
  members: { task_id: string; organ: Named; leads: boolean; state: TaskState; officers: { name: string; number: string }[]; inspection_id: string | null }[]
  form: (ChecklistLine & { asked_by: Named })[]
}
interface Named {
  id: string
  name: string
  name_en: string | null
}

export interface PlanLine {
  year: number
  title: string
  name: string
  items: Named[]
  wanted: number | null
  done: number
}

export interface Task {
  id: string
  state: TaskState
  kind: string
  trigger: string
  ground: string | null
  planned_on: string
  starts_at: string | null
  /** The days after the first that the notice names (B-31); absent in packages of earlier versions. */
  further_days?: string[]
  entry_reason: string
  enterprise: Enterprise
  organ: { id: string; name: string; name_en: string | null }
  items: { id: string; code: string; name: string; name_en: string | null; basis: string | null }[]
  officers: TaskOfficer[]
  assistants?: Companion[]
  /** The one form of the visit's items; absent in packages of earlier versions. */
  checklist?: ChecklistLine[]
  /** What the public list of recorded matters asks for on that day (B-59). */
  recording?: Level
  verdict: Verdict | null
  notice: { hash: string; url: string } | null
  visit_code: VisitCode | null
  inspection_id: string | null
  /** The joint visit that it is part of; absent in packages of earlier versions. */
  joint?: Joint | null
  /** The line of the annual plan that it carries out (B-17); absent in packages of earlier versions. */
  plan_line?: PlanLine | null
}

export interface Snapshot {
  taken_at: string
  person: Person
  tasks: Task[]
  /** `holidays` is absent in packages of earlier versions. */
  rule_set: { id: string; body: Record<string, unknown>; holidays?: Record<string, { off?: string[]; worked?: string[] }> } | null
  server_time: string
  /** What the visits are judged by beforehand, as the server signed it; absent in packages of earlier versions. */
  forecast?: SignedText | null
  issuers?: Issuer[]
}

/** A text as it was signed (ES256, r ‖ s, base64url). */
export interface SignedText {
  kid: string
  payload: string
  signature: string
}

/** A public key, 65 bytes in base64url. */
export interface Issuer {
  kid: string
  public_key: string
}

export interface CheckInAnswer {
  inspection_id: string
  arrived_at: string
  received_at: string
  verdict: Verdict | null
  task_id: string | null
  enterprise: { id: string; name: string } | null
}

export interface Receipt {
  media_id: string
  segment: number
  state: string
  sha256: string | null
  sealed_at: string | null
}

export interface Observation {
  id: string
  at: string
  inspection_id: string | null
  enterprise_text: string | null
  answers: Record<string, string>
  text: string | null
}

export interface Page<T> {
  items: T[]
  total?: number
}
