/** The on-site record of a draft, and who signed it. */

export interface Signer {
  role: 'officer' | 'attendee' | 'witness'
  person_id: string | null
  name: string
}

/** Drawn on this phone, photographed on paper, or a name typed before an officer (D13). */
export type Way = 'drawn' | 'picture' | 'typed'

export interface Signed extends Signer {
  refused: boolean
  reason: string
  at: number
  /** Absent in drafts of earlier versions: drawn. */
  how?: Way
}

/** What a record says, as texts only: that is what is hashed and signed. */
export interface RecordContent {
  inspection_id: string
  organ: string
  enterprise: string
  identifier: string
  address: string
  arrived_at: string
  written_at: string
  officers: { person_id: string; name: string; card: string }[]
  items: { code: string; name: string; basis: string }[]
  lines: { question: string; answer: string; value: string; unit: string; note: string; photos: string[] }[]
  findings: string
  statement: string
  attendee: { name: string; role: string }
  writer: string
}

/** The on-site record in hand. `locked` is the text that signatures stand under; while it stands nothing is changed. */
export interface RecordDraft {
  findings: string
  statement: string
  name: string
  role: string
  locked: { hash: string; content: RecordContent; at: number } | null
  signed: Signed[]
  versions: number
}
