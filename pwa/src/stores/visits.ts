import { computed, type ComputedRef } from 'vue'
import type { Task } from '../api/types'
import { db, type Draft, type Segment, type SnapshotRow } from '../offline/db'
import { tasksOf } from '../offline/snapshot'
import { arrivalAnswer } from '../offline/visit'
import { dayOf } from '../i18n/when'
import { draftToday } from './days'
import { useLive } from './live'
import { useSession } from './session'

/** Today's package and what this phone did with it. */
export function useTasks() {
  const session = useSession()
  const snapshot = useLive<SnapshotRow | null>(async () => (await db.snapshot.get(session.person?.id ?? '')) ?? null, null, () => session.person?.id)
  const drafts = useLive<Draft[]>(() => db.draft.filter((draft) => draft.person_id === session.person?.id && draft.kind === 'visit').toArray(), [], () => session.person?.id)
  const tasks = computed(() => tasksOf(snapshot.value))
  const unfinished = computed(() => drafts.value.filter((draft) => draft.left_at === null && Object.keys(draft.steps).length + (draft.check_in_op === null ? 0 : 1) > 0))
  const draftOf = (task: Task): Draft | undefined => draftToday(drafts.value, task, dayOf(Date.now()))
  return { snapshot, tasks, drafts, unfinished, draftOf }
}

/** One task of the package; undefined while the database is asked. */
export function useTask(task_id: () => string | null): { task: ComputedRef<Task | null>; snapshot: Readonly<{ value: SnapshotRow | null | undefined }> } {
  const session = useSession()
  const snapshot = useLive<SnapshotRow | null | undefined>(async () => (await db.snapshot.get(session.person?.id ?? '')) ?? null, undefined, () => session.person?.id)
  const task = computed(() => tasksOf(snapshot.value).find((one) => one.id === task_id()) ?? null)
  return { task, snapshot }
}

/** One visit on this phone: its draft, the server's answer to the arrival, its recorded pieces. */
export function useVisit(id: () => string) {
  const draft = useLive<Draft | null>(async () => (await db.draft.get(id())) ?? null, null, id)
  const answer = useLive(() => arrivalAnswer(id()), null, id)
  const { task } = useTask(() => draft.value?.task_id ?? null)
  const pieces = useLive<Segment[]>(async () => await db.segment.where('subject').equals(id()).sortBy('started_at'), [], id)
  const media = useLive(() => db.media.where('subject').equals(id()).toArray(), [], id)
  const recorded = computed(() => {
    const recordings = new Set(media.value.filter((one) => one.kind === 'recording').map((one) => one.media_id))
    return pieces.value.filter((piece) => recordings.has(piece.media_id))
  })
  const photos = computed(() => media.value.filter((one) => one.kind === 'photo' || one.kind === 'observation_photo').sort((a, b) => a.started_at - b.started_at))
  return { draft, answer, task, pieces, recorded, photos }
}
