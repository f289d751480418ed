import type { ChecklistLine, Task } from '../api/types'
import { readingNow } from '../offline/clock'
import { db, type Draft, type FieldDb, type Given, type RecordContent, type RecordDraft, type Signer, type Signed, type Way } from '../offline/db'
import { uuidv7 } from '../offline/ids'
import { masked } from '../offline/identityNumbers'
import { add } from '../offline/outbox'
import { hex } from './hex'
import { declareFile } from './ledger'
import type { Held } from './store'

/** The on-site record 现场检查笔录: written here, locked by its hash when the first signature goes under it (pwa.md D12). */

export const EMPTY: RecordDraft = { findings: '', statement: '', name: '', role: '', locked: null, signed: [], versions: 0 }

export interface Known {
  draft: Draft
  task: Task | null
  /** Whoever holds this phone, and what the organ is called where no task says it. */
  me: { person_id: string; name: string; organ: string }
  /** SHA-256 of the original of each photo, by its id. */
  photos: ReadonlyMap<string, string>
}

/** All that is known, as texts; identity numbers are masked before anybody reads and signs it. */
export function contentOf(known: Known, at: number): RecordContent {
  const { draft, task } = known
  const record = draft.record ?? EMPTY
  const content = {
    inspection_id: draft.id, organ: task?.organ.name ?? known.me.organ, enterprise: task?.enterprise.name ?? draft.title,
    identifier: task?.enterprise.identifier ?? '', address: task?.enterprise.address ?? '',
    arrived_at: iso(draft.arrived_at ?? at), written_at: iso(at),
    officers: present(known),
    items: (task?.items ?? []).map((item) => ({ code: item.code, name: item.name, basis: item.basis ?? '' })),
    lines: answered(task?.checklist ?? [], draft.given ?? {}, known.photos),
    findings: record.findings.trim(), statement: record.statement.trim(), attendee: { name: record.name.trim(), role: record.role.trim() }, writer: known.me.name,
  }
  return everywhere(content, masked)
}

/** The officers who came: this phone's, and the partner as far as the task names them. */
function present({ draft, task, me }: Known): RecordContent['officers'] {
  const came = new Set([me.person_id, draft.partner?.person_id])
  const named = (task?.officers ?? []).filter((one) => came.has(one.person_id)).map((one) => ({ person_id: one.person_id, name: one.name, card: one.card?.number ?? '' }))
  return named.some((one) => one.person_id === me.person_id) ? named : [{ person_id: me.person_id, name: me.name, card: '' }, ...named]
}

function answered(lines: readonly ChecklistLine[], given: Record<string, Given>, photos: ReadonlyMap<string, string>): RecordContent['lines'] {
  return lines.flatMap((line) => {
    const one = given[line.key]
    if (one === undefined || one.answer === null) return []
    const value = one.answer === 'value' ? one.value : ''
    return [{ question: line.question, answer: one.answer, value, unit: line.unit, note: one.note.trim(), photos: one.photos.flatMap((id) => photos.get(id) ?? []) }]
  })
}

function everywhere<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((each: unknown) => everywhere(each, change)) as T
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, everywhere(each, change)])) as T
  return value
}

const iso = (at: number): string => new Date(at).toISOString()

/** JSON with sorted keys and no spaces: the bytes that every program hashes alike, as long as the values are texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

export async function hashOf(content: RecordContent): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(content)))))
}

export async function writeDown(id: string, change: Partial<RecordDraft>, on: FieldDb = db): Promise<void> {
  await on.transaction('rw', on.draft, async () => {
    const draft = await on.draft.get(id)
    if (draft !== undefined) await on.draft.update(id, { record: { ...EMPTY, ...draft.record, ...change } })
  })
}

/** Opens the record again: what was signed stays as a version of its own, the next signature begins another. */
export async function openAgain(id: string, on: FieldDb = db): Promise<void> {
  await writeDown(id, { locked: null, signed: [] }, on)
}

export interface Ink {
  picture: Held
  media_id: string
  mime: string
  /** Flat lists of x, y, milliseconds; none where the picture shows what is on paper. */
  strokes: number[][]
}

export interface Signing {
  signer: Signer
  ink: Ink | null
  /** Why the attendee refuses; empty where somebody signs. */
  reason: string
  /** The officer before whom the name is typed, of somebody who cannot sign. */
  witness?: string
}

export const wayOf = ({ ink, witness }: Signing): Way => (witness !== undefined ? 'typed' : ink?.strokes.length === 0 ? 'picture' : 'drawn')

const refuses = ({ ink, witness }: Signing): boolean => ink === null && witness === undefined

/**
 * Puts a signature under the text that was on the screen. Version, picture and signature are one transaction: after a kill
 * there is all of a signer or nothing.
 */
export async function sign(draft: Draft, content: RecordContent, signing: Signing, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const [clock, hash] = [await readingNow(on, at), draft.record?.locked?.hash ?? (await hashOf(content))]
  await on.transaction('rw', on.draft, on.media, on.segment, on.meta, on.op, async () => {
    const record = (await on.draft.get(draft.id))?.record ?? EMPTY
    if (record.signed.some((one) => sameSigner(one, signing.signer))) return
    const op = { person_id: draft.person_id, chain: draft.id, subject: draft.id, at }
    if (record.locked === null) await add({ ...op, kind: 'record', path: `/inspections/${draft.id}/records`, payload: { content, hash, at: iso(at), clock } }, on)
    if (signing.ink !== null) await declareFile(mediaOf(draft, signing, at), signing.ink.media_id, signing.ink.picture, clock, on)
    await add({ ...op, kind: 'signature', path: `/inspections/${draft.id}/signatures`, payload: { ...wire(signing), record_hash: hash, at: iso(at), clock } }, on)
    const signed: Signed = { ...signing.signer, refused: refuses(signing), reason: signing.reason, at, how: wayOf(signing) }
    const locked = record.locked ?? { hash, content, at }
    await on.draft.update(draft.id, { record: { ...record, locked, signed: [...record.signed, signed], versions: record.versions + (record.locked === null ? 1 : 0) } })
  })
}

export const sameSigner = (one: Signer, other: Signer): boolean => one.role === other.role && one.person_id === other.person_id && (one.role === 'officer' || one.name === other.name)

function mediaOf(draft: Draft, { signer, ink }: Signing, at: number) {
  return { draft, kind: 'signature' as const, mime: ink?.mime ?? 'image/png', started_at: at, position: null, caption: signer.name, settings: { role: signer.role } }
}

function wire(signing: Signing): object {
  const { signer, ink, reason, witness } = signing
  const given = ink === null ? { media_id: null, image_sha256: null, strokes: [] } : { media_id: ink.media_id, image_sha256: ink.picture.sha256, strokes: ink.strokes }
  return { ...signer, ...given, how: wayOf(signing), witness_id: witness ?? null, refused: refuses(signing), reason }
}

export const newInkId = (): string => uuidv7()

/** Who may still have to sign: both officers, then the attendee whom the record names; a witness where that one refused. */
export function signersOf(content: RecordContent, signed: readonly Signed[]): { signer: Signer; done: Signed | null }[] {
  const wanted: Signer[] = [
    ...(content.attendee.name === '' ? [] : [{ role: 'attendee' as const, person_id: null, name: content.attendee.name }]),
    ...content.officers.map((one) => ({ role: 'officer' as const, person_id: one.person_id, name: one.name })),
  ]
  const witnesses = signed.filter((one) => one.role === 'witness').map(({ role, person_id, name }) => ({ role, person_id, name }))
  return [...wanted, ...witnesses].map((signer) => ({ signer, done: signed.find((one) => sameSigner(one, signer)) ?? null }))
}

/** Whether a refusal still lacks the second officer's signature: then the visit cannot be closed (B-67). */
export function refusalOpen(record: RecordDraft | undefined): boolean {
  const signed = record?.signed ?? []
  return signed.some((one) => one.refused) && signed.filter((one) => one.role === 'officer').length < 2
}
