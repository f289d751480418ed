import type { CheckInAnswer, ClockReading, Position, TaskOfficer } from '../api/types'
import { readingNow } from './clock'
import { db, type AtDoor, type Draft, type FieldDb, type Op, type Partner } from './db'
import { uuidv7 } from './ids'
import { add } from './outbox'

/** The commands of one visit. Each writes the draft and its op in one transaction: both or none survive a crash. */

export type StepKind =
  | 'show_certificate' | 'show_code' | 'notice_delivered' | 'rights_told' | 'recording_announced' | 'second_officer'
  | 'recording_started' | 'recording_paused' | 'interruption' | 'note'

interface Start {
  person_id: string
  kind: Draft['kind']
  task_id: string | null
  title: string
}

export function emptyDraft(start: Start): Draft {
  return {
    ...start, id: uuidv7(), made_at: Date.now(), enterprise_text: null, enterprise_source: null, partner: null, steps: {},
    check_in_op: null, arrived_at: null, position: null, result_at: null, left_at: null, answers: {}, text: '', hole_reasons: {}, along: [], recusals: [],
  }
}

/** The draft of a task's visit: the one in hand, or a new one. Twice opened is once begun; `again` begins anew what was left (B-31). */
export async function draftFor(start: Start, on: FieldDb = db, again = false): Promise<Draft> {
  return await on.transaction('rw', on.draft, async () => {
    const known = start.task_id === null ? undefined : await on.draft.where('task_id').equals(start.task_id).filter((d) => d.person_id === start.person_id && !(again && d.left_at !== null)).first()
    if (known !== undefined) return known
    const draft = emptyDraft(start)
    await on.draft.add(draft)
    return draft
  })
}

export async function note(id: string, changes: Partial<Draft>, on: FieldDb = db): Promise<void> {
  await on.draft.update(id, changes)
}

/** Stores that a step was done now. Before check-in it waits in the draft; check-in sends it along with its own time. */
export async function tick(id: string, step: StepKind, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const clock = await readingNow(on, at)
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    const draft = await on.draft.get(id)
    if (draft === undefined || draft.steps[step] !== undefined) return
    await on.draft.update(id, { steps: { ...draft.steps, [step]: at } })
    if (draft.check_in_op !== null) await add(stepCommand(draft, step, at, clock, {}), on)
  })
}

/** Why nothing was recorded for a while (B-61); the words are the screens'. */
export const HOLE_REASONS = ['battery', 'call', 'storage', 'law', 'other'] as const
export type HoleReason = (typeof HOLE_REASONS)[number]

/** Says why there is a hole at that moment: in the draft for this phone's own strip, as a step for the server. */
export async function explain(draft: Draft, at: number, why: HoleReason, kind: 'interruption' | 'recording_paused' = 'interruption', on: FieldDb = db): Promise<void> {
  const clock = await readingNow(on, at)
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    const known = (await on.draft.get(draft.id))?.hole_reasons ?? {}
    await on.draft.update(draft.id, { hole_reasons: { ...known, [String(at)]: why } })
    await add(stepCommand(draft, kind, at, clock, { note: why }), on)
  })
}

interface StepExtras {
  person_id?: string | null
  card_id?: string | null
  note?: string | null
  position?: Position | null
}

/** A step that may happen often: a pause, an interruption, a mark. */
export async function step(draft: Draft, kind: StepKind, extras: StepExtras = {}, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  await add(stepCommand(draft, kind, at, await readingNow(on, at), extras), on)
}

function stepCommand(draft: Draft, kind: StepKind, at: number, clock: ClockReading, extras: StepExtras) {
  const payload = {
    kind, at: new Date(at).toISOString(), clock,
    person_id: extras.person_id ?? null, card_id: extras.card_id ?? null, note: extras.note ?? null, position: extras.position ?? null,
  }
  return { person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: `step.${kind}`, path: `/inspections/${draft.id}/steps`, payload, at }
}

export interface Arrival {
  at: number
  position: Position | null
  position_reason: string | null
  me: TaskOfficer
  partner: Partner | null
}

/** Records the arrival with the time of now, before anything is asked of the network. Never refused for a broken rule. */
export async function checkIn(draft: Draft, arrival: Arrival, on: FieldDb = db): Promise<Op> {
  const clock = await readingNow(on, arrival.at)
  return await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    const op = await add({
      op_id: draft.id, person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'check_in', path: '/check-ins', at: arrival.at,
      payload: checkInPayload(draft, arrival, clock),
    }, on)
    await on.draft.update(draft.id, { check_in_op: op.op_id, arrived_at: arrival.at, position: arrival.position, partner: arrival.partner })
    await sendEarlierSteps(draft, clock, on)
    for (const one of [...strangers(draft), ...unready(draft)]) await add(stepCommand(draft, 'note', arrival.at, clock, { note: one }), on)
    return op
  })
}

function checkInPayload(draft: Draft, arrival: Arrival, clock: ClockReading): object {
  const partner = arrival.partner === null ? [] : [arrival.partner]
  const along = (draft.along ?? []).map((one) => ({ person_id: one.person_id, card_id: null, how: 'declared', role: one.role }))
  return {
    task_id: draft.task_id,
    kind: draft.visit_kind ?? null,
    enterprise: { text: draft.enterprise_text ?? '', source: draft.enterprise_source ?? 'typed' },
    captured_at: new Date(arrival.at).toISOString(),
    clock,
    position: arrival.position,
    position_reason: arrival.position_reason,
    officers: [{ person_id: arrival.me.person_id, card_id: arrival.me.card?.id ?? null, how: 'self' }, ...partner, ...along],
  }
}

/** Whoever came along without being named on the task stays on record by role and number. */
function strangers(draft: Draft): string[] {
  return (draft.along ?? []).filter((one) => !one.declared).map((one) => `入企前未登记的${one.role === 'expert' ? '专家' : '辅助人员'}，编号 ${one.number}`)
}

/** Whoever set out with a phone that was not ready says so on record (O4). */
const unready = (draft: Draft): string[] => ((draft.unready ?? []).length === 0 ? [] : [`出发时没有就绪：${draft.unready?.join('；') ?? ''}`])

/** Who came along, before the arrival is told; afterwards it stands. */
export async function bringAlong(id: string, along: AtDoor[], on: FieldDb = db): Promise<void> {
  await on.transaction('rw', on.draft, async () => {
    const draft = await on.draft.get(id)
    if (draft?.check_in_op === null) await on.draft.update(id, { along })
  })
}

export interface Recusal {
  person_id: string
  name: string
  reason: string
}

/** The enterprise asks that somebody stand aside: written down at once, decided by the head; the visit goes on (B-13). */
export async function askRecusal(draft: Draft, asked: Recusal, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const payload = { person_id: asked.person_id, reason: asked.reason, at: new Date(at).toISOString() }
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    const op = await add({ person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'recusal', path: `/inspections/${draft.id}/recusal`, payload, at }, on)
    const now = await on.draft.get(draft.id)
    await on.draft.update(draft.id, { recusals: [...(now?.recusals ?? []), { op_id: op.op_id, name: asked.name, at }] })
  })
}

async function sendEarlierSteps(draft: Draft, clock: ClockReading, on: FieldDb): Promise<void> {
  const steps = Object.entries(draft.steps) as [StepKind, number][]
  for (const [kind, at] of steps.sort((a, b) => a[1] - b[1])) await add(stepCommand(draft, kind, at, clock, {}), on)
}

export interface Finding {
  outcome: string
  summary: string
  deadline: string | null
  corrections?: Correction[]
  /** Why it was broken off or refused (B-33, B-34). */
  reason?: string
}

/** A matter that an order to correct names; `line` is the checklist's, if it came from there. */
export interface Correction {
  line: string | null
  question: string
  note: string
}

export async function fileResult(draft: Draft, finding: Finding, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    await add({ person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'result', path: `/inspections/${draft.id}/result`, payload: { ...finding, at: new Date(at).toISOString() }, at }, on)
    await on.draft.update(draft.id, { result_at: at, outcome: finding.outcome })
  })
}

export async function checkOut(draft: Draft, position: Position | null, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const clock = await readingNow(on, at)
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    await add({ person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'check_out', path: `/inspections/${draft.id}/check-out`, payload: { captured_at: new Date(at).toISOString(), clock, position }, at }, on)
    await on.draft.update(draft.id, { left_at: at })
  })
}

/** A supervisor's sheet, submitted once; its id is the draft's. */
export async function observe(draft: Draft, position: Position | null, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const clock = await readingNow(on, at)
  const payload = {
    inspection_id: null, enterprise_text: draft.enterprise_text, at: new Date(at).toISOString(), clock, position,
    answers: draft.answers, text: draft.text,
  }
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    await add({ op_id: draft.id, person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'observation', path: '/observations', payload, at }, on)
    await on.draft.update(draft.id, { check_in_op: draft.id, arrived_at: at, left_at: at, position })
  })
}

/** The second officer is known now: before check-in with the arrival itself, afterwards as a step that is judged anew (B-10). */
export async function bringPartner(draft: Draft, partner: Partner, on: FieldDb = db): Promise<void> {
  await note(draft.id, { partner }, on)
  if (draft.check_in_op !== null) await step(draft, 'second_officer', { person_id: partner.person_id, card_id: partner.card_id, note: partner.how }, Date.now(), on)
}

/** The server's words about the arrival, once it has them, with its newest verdict. */
export async function arrivalAnswer(id: string, from: FieldDb = db): Promise<CheckInAnswer | null> {
  const op = await from.op.get(id)
  if (op?.state !== 'received') return null
  const later = await from.op.where('[chain+seq]').between([id, op.seq + 1], [id, Infinity]).toArray()
  const verdicts = later.map((one) => (one.receipt as Partial<CheckInAnswer> | null)?.verdict).filter((verdict) => verdict != null)
  const answer = op.receipt as CheckInAnswer
  return { ...answer, verdict: verdicts.at(-1) ?? answer.verdict }
}

/** Words that come to a sheet afterwards; the sheet stays as it was (B-78). */
export async function remark(draft: Draft, text: string, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  const id = uuidv7(at)
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    const known = await on.draft.get(draft.id)
    await add({ op_id: id, person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'remark', path: `/observations/${draft.id}/remarks`, payload: { text, at: new Date(at).toISOString() }, at }, on)
    await on.draft.update(draft.id, { remarks: [...(known?.remarks ?? []), { id, text, at }] })
  })
}
