import { computed, type ComputedRef } from 'vue'
import { DEFAULT_RULES, judgeCompleteness, type Completeness, type Piece, type RecordingRules } from '../capture/completeness'
import { db, type Draft, type Media, type Segment } from '../offline/db'
import { useLive } from './live'
import { useSession } from './session'
import { useVisit } from './visits'

/** What this phone recorded, as pieces on its own clock; an open segment reaches to its last slice. */
export function piecesOf(segments: readonly Segment[], media: readonly Media[] = []): Piece[] {
  const silent = new Set(media.filter((one) => one.mime.startsWith('audio/')).map((one) => one.media_id))
  return segments.map((it) => ({ from: it.started_at, to: Math.max(it.last_at, it.started_at + it.duration_ms), video: !silent.has(it.media_id) }))
}

/** Runs and holes so far, while it records: nothing is asked yet. */
export function coverage(from: number, now: number, segments: readonly Segment[]): Completeness {
  return judgeCompleteness({ ...NOTHING, arrived: from, now, pieces: piecesOf(segments) }, DEFAULT_RULES)
}
const NOTHING = { asked: 'none', left: null, announced: null, result: null, reasons: [], photos: 0, told: true, doubt_ms: 0, entered: true } as const
const NOBODY_ENTERED = ['aborted_before_entry', 'refused_lawful', 'refused_other']

/**
 * The record of a visit, judged offline from this phone's own ledger by the rules it carries (B-59–B-61). Whoever asks is
 * about to leave: what ends now has ended.
 */
export function useRecord(id: () => string, now: { readonly value: number }): ComputedRef<Completeness | null> {
  const { draft, task, recorded, photos } = useVisit(id)
  const media = useLive<Media[]>(() => db.media.where('subject').equals(id()).toArray(), [], id)
  const rules = useRecordRules()
  return computed(() => {
    const it = draft.value
    if (it === null) return null
    const arrived = it.arrived_at ?? now.value
    return judgeCompleteness({
      asked: task.value?.recording ?? 'none', arrived, now: now.value, left: it.left_at ?? now.value, announced: it.steps.recording_announced ?? null,
      result: it.result_at, pieces: piecesOf(recorded.value, media.value), reasons: reasonsOf(it),
      photos: photos.value.filter((one) => one.kind === 'photo').length, told: true, doubt_ms: 0, entered: !NOBODY_ENTERED.includes(it.outcome ?? ''),
    }, rules.value)
  })
}

const reasonsOf = (draft: Draft) => Object.entries(draft.hole_reasons).map(([at, why]) => ({ at: Number(at), why }))

/** How exactly a recording must cover the visit, by the rule set in the package; the papers' figures where it says nothing. */
export function useRecordRules(): ComputedRef<RecordingRules> {
  const session = useSession()
  const given = useLive<Partial<RecordingRules>>(async () => (await db.snapshot.get(session.person?.id ?? ''))?.rule_set?.body.rec ?? {}, {}, () => session.person?.id)
  return computed(() => ({ ...DEFAULT_RULES, ...given.value }))
}
