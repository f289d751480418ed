import type { Issuer, Person, Position, Snapshot, Words } from '../api/types'
import type { FollowUpList } from './followUps'
import type { InvitationList } from './invitations'
import type { RecordDraft } from './recordRows'

/** What lies in the phone's database, row by row. */

export type OpState = 'queued' | 'sending' | 'received' | 'needs_fix' | 'conflict' | 'blocked'

export interface OpError {
  status: number
  code: string
  sentence: Words
}

/** One command to the server. Its id is the Idempotency-Key and the id of the thing made. */
export interface Op {
  op_id: string
  seq: number
  person_id: string
  /** Ops of one chain go strictly by seq: an inspection, a media, the device. */
  chain: string
  /** The inspection or observation it belongs to, for the screens. */
  subject: string | null
  kind: string
  path: string
  payload: unknown
  at: number
  /** Ops that must be received before this one may go. */
  needs: string[]
  state: OpState
  attempts: number
  next_at: number
  last_error: OpError | null
  receipt: unknown
  received_at: number | null
  /** The device it was made with, once another key has taken that one's place. */
  device_id?: string
}

export type MediaKind = 'recording' | 'photo' | 'signature' | 'observation_photo' | 'stamped_photo'

export interface Media {
  media_id: string
  person_id: string
  subject: string
  kind: MediaKind
  mime: string
  started_at: number
  ended: boolean
  caption: string | null
}

export type SegmentState = 'open' | 'closed' | 'declared' | 'received' | 'sealed' | 'mismatch'

/** One file in OPFS. `declared` means its op stands in the outbox and its bytes may go. */
export interface Segment {
  media_id: string
  n: number
  subject: string
  path: string
  state: SegmentState
  bytes: number
  started_at: number
  /** Wall time of the last slice on disk: what a recovery knows about the end. */
  last_at: number
  duration_ms: number
  gap_ms: number
  cause: string | null
  sha256: string | null
  prev: string | null
  link: string | null
  op_id: string | null
  upload_url: string | null
  sent: number
  attempts: number
  next_at: number
  last_error: OpError | null
  sealed_at: string | null
}

export interface Partner {
  person_id: string
  card_id: string | null
  how: 'partner_scan' | 'declared'
}

/** Somebody without a card of their own who came along. Who was not named on the task has an id made here. */
export interface AtDoor {
  person_id: string
  name: string
  role: 'assistant' | 'expert'
  number: string
  declared: boolean
}

/** A request for recusal that was written down; `op_id` finds its op. */
export interface RecusalNote {
  op_id: string
  name: string
  at: number
}

/** What the enterprise said from its own page, and which papers it confirmed; `seen` is how many the officer has looked at. */
export interface Said {
  at: number
  seen: number
  statements: { id: string; words: string; at: string }[]
  recusals: { id: string; name: string; reason: string; told_by: 'officer' | 'enterprise'; at: string; decision: 'granted' | 'refused' | null; note: string }[]
  receipts: { title: string; edition: number; at: string }[]
}

/** What was found on one line of the checklist. */
export interface Given {
  answer: 'yes' | 'no' | 'na' | 'value' | null
  value: string
  note: string
  /** Ids of photos on this phone. */
  photos: string[]
  at: number | null
  /** What was told last, so that the same is not told again. */
  sent?: string
}

/** What one visit or observation holds before and while it is sent. Its id is made here. */
export interface Draft {
  id: string
  person_id: string
  kind: 'visit' | 'observation' | 'clue'
  task_id: string | null
  title: string
  made_at: number
  enterprise_text: string | null
  enterprise_source: 'scan' | 'typed' | null
  partner: Partner | null
  steps: Partial<Record<string, number>>
  check_in_op: string | null
  arrived_at: number | null
  position: Position | null
  result_at: number | null
  /** What the visit ended with; absent in drafts of earlier versions. */
  outcome?: string
  left_at: number | null
  answers: Record<string, string>
  /** Small photos that go with the words of a clue; absent where there are none. */
  photos?: Blob[]
  text: string
  hole_reasons: Record<string, string>
  /** Absent in drafts of earlier versions. */
  along?: AtDoor[]
  recusals?: RecusalNote[]
  /** What the enterprise said itself, as the server told it last. */
  said?: Said
  /** What the self-test before setting out found wrong, in the words of its screen. */
  unready?: string[]
  given?: Record<string, Given>
  /** What it is where no task says so and it is no inspection (B-24). */
  visit_kind?: string | null
  /** Why there was no visit code, once somebody said it (B-54). */
  codeless?: { reason: string; at: number }
  /** The ground of a visit on a quiet day, once it was stated here, and what the server told of it last (B-42). */
  stated?: { ground: string; at: number }
  standing?: Standing
  record?: RecordDraft
  /** What was added to a sheet after it was handed in (B-78). */
  remarks?: { id: string; text: string; at: number }[]
  /** What this phone said of quiet period and count at the arrival, to stand beside the server's word where they differ (B-42). */
  foreseen?: { quiet: string; cap: string; counted: number; most: number; taken_at: number }
}

/** How far the ground is that is owed for a visit on a quiet day; `at` is when it was stated or decided (B-42). */
export interface Standing {
  state: 'unstated' | 'stated' | 'confirmed' | 'excused' | 'reclassified'
  until: string
  ground: string | null
  at: string | null
  note: string | null
}

export interface Calibration {
  offset_ms: number
  at: number
  boot: string
}

/** A signing key as phones had it before there were PINs: usable by whoever opens the app. Only read, to be replaced. */
export interface BareKey {
  kid: string
  key: CryptoKey
  person_id: string
}

/** A private key that only a PIN opens: AES-GCM under what PBKDF2-SHA-256 makes of it. */
export interface SealedKey {
  salt: Uint8Array<ArrayBuffer>
  iv: Uint8Array<ArrayBuffer>
  rounds: number
  wrapped: ArrayBuffer
}

/** One person's signing key on this phone. */
export interface KeyRow {
  person_id: string
  /** The id under which the server knows the device: that of the command that enrols it. */
  device_id: string
  kid: string
  /** 65 bytes, base64url: what the server enrols. */
  public_key: string
  /** Null once nobody can open it any more: after ten wrong PINs, or revoked. */
  sealed: SealedKey | null
  revoked: boolean
  wrong: number
  next_try_at: number
}

/** A clue of mine as the server told it last (S6). */
export interface ToldClue {
  id: string
  receipt: string
  state: 'received' | 'accepted' | 'referred' | 'refused' | 'answered'
  text: string
  place: string
  received_at: string
  due_at: string
  closed_at: string | null
  answer: string | null
  extended: boolean
}

/** Known keys of `meta` and what stands under them. */
export interface MetaValues {
  person: Person
  calibration: Calibration
  device: BareKey
  seq: number
  receipts_since: string
  language: 'zh' | 'en'
  signed_out: boolean
  must_change_password: boolean
  notice_due: boolean
  wifi_only: boolean
  invitations: InvitationList
  follow_ups: FollowUpList
  clues: { person_id: string; at: number; items: ToldClue[] }
  /** The keys by which each person's forecast is checked: those of the first package after signing in (B-42). */
  pins: Record<string, Issuer[]>
}

export interface MetaRow {
  key: keyof MetaValues
  value: unknown
}

export interface SnapshotRow extends Snapshot {
  person_id: string
  fetched_at: number
  /** When a forecast came that none of the pinned keys had signed, and the one before was kept. */
  refused_at?: number | null
}
