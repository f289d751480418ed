/** What the API sends to the desk, in the words of the wire. */
import type { RecordState } from '../capture/completeness'
import type { Mark } from '../map/marks'
import type { AbortNote } from './asks/abortNotes'
import type { Recusal } from './asks/cards'
import type { StatedState, Standing } from './asks/stated'

export interface Sentence {
  zh: string
  en: string
}
export type Facts = Record<string, unknown>
export interface Point {
  longitude: number
  latitude: number
}
export interface Page<T> {
  items: T[]
  total: number
  page: number
  page_size: number
  /** The search stopped counting: there are `total` or more. */
  total_capped?: boolean
}
export interface Organ {
  id: string
  name: string
  name_en: string
}
export type Role = 'officer' | 'assistant' | 'reviewer' | 'supervisor' | 'expert' | 'department' | 'head' | 'bureau' | 'admin' | 'maintenance'
export interface Person {
  id: string
  name: string
  role: Role
  language: string
  organ: Organ | null
  region: { code: string; name: string; demo?: boolean } | null
}
export interface Session {
  person: Person
  expires_at: string
  assurance?: 'password' | 'passkey'
  must_change_password?: boolean
  notice?: { version: string; accepted: boolean }
}

export interface Ruling {
  code: string
  rule: string
  facts: Facts
  sentence: Sentence
}
export interface CapRuling extends Ruling {
  counted: number | null
  most: number | null
  period: string | null
}
export interface Finding extends Ruling {
  severity: string
}
export interface Verdict {
  ruleset_id: string
  quiet: Ruling
  cap: CapRuling
  findings: Finding[]
  mark: 'clean' | 'alert' | 'violation' | 'review'
}

export type VisitState = 'planned' | 'ongoing' | 'left' | 'closed'
export interface VisitRow {
  id: string
  task_id: string | null
  inspection_id: string | null
  enterprise: { name: string; identifier: string | null }
  organ: { id: string; name: string }
  state: VisitState
  mark: Mark
  planned_on: string | null
  starts_at: string | null
  arrived_at: string | null
  left_at: string | null
  closed_at: string | null
  headline: Sentence
  recording: { required_s: number; recorded_s: number } | null
  unsealed: number
  point: Point | null
}
export interface VisitCounts {
  today: number
  planned: number
  ongoing: number
  alert: number
  violation: number
  review: number
  left: number
  unsealed: number
}
export interface VisitPage extends Page<VisitRow> {
  counts: VisitCounts
}

export interface TimelineEntry {
  at: string | null
  kind: string
  by: string | null
  detail: Sentence | null
  missing: boolean
}
export type MediaState = 'declared' | 'receiving' | 'received' | 'sealing' | 'sealed' | 'mismatch'
export interface Segment {
  n: number
  state: MediaState
  bytes: number | null
  held: number
  sha256: string | null
  server_sha256: string | null
  started_at: string | null
  duration_ms: number | null
  gap_ms: number | null
  cause: string | null
  mismatch: Sentence | null
}
export interface Media {
  media_id: string
  kind: 'recording' | 'photo' | 'signature' | 'observation_photo' | 'stamped_photo'
  state: MediaState
  started_at: string
  caption: string | null
  segments: Segment[]
  playable: { url: string; duration_s: number | null; thumbnail_url: string | null; mime: string } | null
}
export interface Card {
  number: string
  state: string
  expires_on?: string
}
export interface Officer {
  person_id: string
  name: string
  card: Card | null
  how?: string
  at?: string
}
export interface Rating {
  stars: number
  answers: Record<string, string>
  words_sealed: boolean
  at: string
}
export interface Placed {
  /** The fix in WGS-84. */
  point: Point | null
  premises: Point | null
  radius_m: number
  place_type: string
  datum: string | null
  sentence: Sentence
  accuracy_m: number | null
  distance_m: number | null
  place: string
  reason: string | null
}
/** A stretch of time, both ends as moments. */
export interface Stretch {
  from: string
  to: string
}
export interface RecordHole extends Stretch {
  seconds: number
  /** Somebody gave a reason. */
  said: boolean
  why: Sentence
  long: boolean
  sound: boolean
}
/** What had to be recorded against what was (B-59–B-61): judged once, on the server. */
export interface RecordAnswer extends Stretch {
  asked: string
  state: RecordState
  need_s: number
  have_s: number
  late_s: number
  early_s: number
  sentence: Sentence
  phases: (Stretch & { name: string })[]
  runs: Stretch[]
  holes: RecordHole[]
  findings: Finding[]
}
export interface GivenAnswer {
  id: string
  answer: 'yes' | 'no' | 'na' | 'value'
  value: string | null
  note: string
  photos: string[]
  at: string
  by: string
  /** Whether the form of the visit asks it. */
  listed: boolean
}
/** A line of the visit's form with the answer that counts, and those before it. */
export interface FilledLine {
  key: string
  question: string
  unit: string
  photo: boolean
  bases: string[]
  answer: GivenAnswer | null
  earlier: GivenAnswer[]
}
export interface RecordSignature {
  id: string
  role: 'officer' | 'attendee' | 'witness'
  name: string
  refused: boolean
  reason: string
  how: 'drawn' | 'picture' | 'typed'
  /** The officer before whom a name was typed. */
  witness: string | null
  media_id: string | null
  /** How its picture compares with the sealed file; null where there is none. */
  picture: 'matches' | 'waiting' | 'other_bytes' | 'other_visit' | 'other_kind' | 'used_twice' | null
  at: string
  /** Flat lists of x, y, milliseconds. */
  strokes: number[][]
}
/** A version of the on-site record, the newest first. */
export interface SignedRecord {
  id: string
  version: number
  hash: string
  at: string
  content: { findings: string; statement: string; attendee: { name: string; role: string }; writer: string }
  signatures: RecordSignature[]
}
/** What the enterprise added afterwards, with its files (E3). */
export interface Supplement {
  id: string
  words: string
  at: string
  files: { position: number; name: string; mime: string; size: number }[]
}
export interface VisitDetail extends VisitRow {
  completeness: RecordAnswer
  task: Partial<Task> | null
  timeline: TimelineEntry[]
  verdict: Verdict | null
  verdicts: Verdict[]
  position: Placed | null
  officers: Officer[]
  media: Media[]
  checklist: FilledLine[]
  records: SignedRecord[]
  /** What the enterprise said from its own page, or through an officer. */
  said: { statements: { id: string; words: string; at: string }[]; recusals: Recusal[]; supplements: Supplement[] }
  result: { outcome: string; reason: string | null; summary: string; deadline: string | null; at: string; corrections: { question: string; note: string }[] } | null
  follow_up: FollowUp | null
  abort_note: AbortNote | null
  /** It began without a visit code: why, and until when that must be reported (B-54). */
  codeless: { reason: string | null; words: string | null; at: string | null; by: string | null; due: string; scanned: boolean } | null
  /** It broke the quiet period: how far the ground is that may be stated for it (B-42). */
  stated: Standing | null
  rating: Rating | null
  alerts: Alert[]
}

/** An order to correct that waits to be looked at again; `free`: the next time leaves the cap alone (B-32). */
export interface FollowUp {
  inspection_id: string
  arrived_on: string
  enterprise: { id: string; name: string }
  deadline: string
  first_day: string
  last_day: string
  earlier: number
  free: boolean
  corrections: { question: string; note: string }[]
  items: Item[]
  officers: { person_id: string; name: string }[]
  task: { id: string; state: TaskState; planned_on: string } | null
}

export type TaskState = 'awaiting_approval' | 'approved' | 'rejected' | 'coded' | 'visited' | 'cancelled' | 'lapsed'
export interface Item {
  id: string
  code: string
  name: string
  name_en?: string
  basis: string
}
export interface VisitCode {
  id: string
  url: string
  short_code: string
  valid_from: string
  valid_to: string
  state: string
}
export interface PlanLine {
  plan_id: string
  kind: string
  year: number
  title: string
  name: string
  items: { id: string; name: string; name_en: string }[]
  wanted: number | null
  done: number
  planned: number
}
export interface Task {
  id: string
  state: TaskState
  kind: string
  trigger: string
  ground: string | null
  evidence_id: string | null
  superior_document: string | null
  /** The visit whose order is followed up. */
  follows_id: string | null
  planned_on: string
  starts_at: string | null
  /** The days after the first that the notice names. */
  further_days: string[]
  entry_reason: string
  created_at: string
  /** Whose yes it waits for; null where it waits for nobody's. */
  decider: 'subject_head' | 'bureau' | null
  enterprise: { id: string; name: string; identifier: string | null; address: string | null }
  organ: Organ
  items: Item[]
  officers: Officer[]
  assistants: { person_id: string; name: string; role: 'assistant' | 'expert'; number: string }[]
  /** Officers whose certificates will not be valid then: the task gets no code with them. */
  stopped: { person_id: string; state: string }[]
  verdict: Verdict | null
  decision: { by: { id: string; name: string; role: Role }; at: string; note: string; decision: 'approve' | 'reject' } | null
  notice: { hash: string; url: string } | null
  visit_code: VisitCode | null
  inspection_id: string | null
  /** The joint visit that it is part of; null where it goes alone. */
  joint: JointParty | null
  /** The line of the annual plan that it carries out (B-17); null where it names none. */
  plan_line: PlanLine | null
}
/** A body in both languages. */
export interface Body {
  id: string
  name: string
  name_en: string
}
export interface JointParty {
  leads: boolean
  /** The lead is the first. */
  members: { task_id: string; organ: Body; leads: boolean; state: TaskState; officers: { name: string; number: string }[]; inspection_id: string | null }[]
  form: { key: string; question: string; bases: string[]; asked_by: Body }[]
}
export interface NewTask {
  kind: string
  trigger: string
  enterprise_id: string
  planned_on: string
  starts_at: string | null
  further_days?: string[]
  item_ids: string[]
  officer_ids: string[]
  entry_reason: string
  ground: string | null
  evidence_id: string | null
  superior_document: string | null
  /** The visit whose order is followed up. */
  follows_id: string | null
  /** The line of the annual plan that it carries out. */
  plan_line_id?: string | null
  /** The invitation to a joint visit that it answers with yes. */
  joint_id?: string | null
  /** Assistants and experts who come along. */
  assistants: { person_id: string; role: string; number: string }[]
}

export interface NextSlot {
  code: string
  day: string
  weekday: number
  starts_at: string
  reason: string
}
export interface Enterprise {
  id: string
  name: string
  identifier: string | null
  identifier_ok: boolean
  scheme: string
  address: string | null
}
/** The tightest cap that bodies of one field share at an enterprise: how many, never whose. */
export interface SharedCap {
  used: number
  most: number
  left: number
  sentence: { zh: string; en: string }
}
export interface EnterpriseDetail extends Enterprise {
  place_type: string
  point: Point | null
  used: number
  most: number
  /** The lesser of what the own cap leaves and of what the shared one does (B-25). */
  left: number
  shared: SharedCap | null
  period: string
  next_slot: NextSlot | null
  quiet_today: boolean
  whitelisted: boolean
  /** The grounds that its rule set knows on the day that was asked about. */
  grounds: { code: string; evidence: string; approver: string }[]
}
export interface CalendarVisit {
  id: string
  task_id: string | null
  inspection_id: string | null
  day: string
  state: 'visited' | 'planned'
  kind: string
  exempt: boolean
  joint?: boolean
  organ: { id: string; name: string }
}
export interface Calendar {
  days: { day: string; quiet: boolean }[]
  visits: CalendarVisit[]
  /** How often somebody came to the door: a joint visit is one. */
  entries?: number
}

export type AlertState = 'open' | 'taken' | 'closed'
export interface Alert {
  id: string
  code: string
  rule: string
  severity: 'high' | 'medium' | 'low'
  sentence: Sentence
  /** `explain_until`: how long the officers may state a ground for having come on a quiet day (B-42). */
  facts: { explain_until?: string; task_id?: string }
  /** Of a visit on a quiet day: how far that ground is. */
  stated: { state: StatedState; until: string } | null
  /** An alert is about a visit, an item or a clue: the others are null. */
  inspection_id: string | null
  item_id: string | null
  plan_id: string | null
  clue_id: string | null
  enterprise_name: string
  organ: { id: string; name: string } | null
  opened_at: string
  due_at: string
  state: AlertState
  owner: { id: string; name: string } | null
  close_reason?: string | null
}
export interface Message {
  id: string
  kind: string
  title: Sentence
  body: Sentence
  url: string
  at: string
  read_at: string | null
}
