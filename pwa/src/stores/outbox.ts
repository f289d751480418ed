import { computed } from 'vue'
import { db, type Draft, type Media, type Op, type Segment } from '../offline/db'
import { useLive } from './live'
import { useSession } from './session'
import { loads, total } from './waiting'

interface Rows {
  drafts: Draft[]
  ops: Op[]
  media: Media[]
  segments: Segment[]
}

async function rowsOf(person_id: string | undefined): Promise<Rows> {
  const [drafts, ops, media, segments] = await Promise.all([db.draft.toArray(), db.op.toArray(), db.media.toArray(), db.segment.toArray()])
  const mine = media.filter((one) => one.person_id === person_id)
  const ids = new Set(mine.map((one) => one.media_id))
  return {
    drafts: drafts.filter((one) => one.person_id === person_id), ops: ops.filter((one) => one.person_id === person_id),
    media: mine, segments: segments.filter((one) => ids.has(one.media_id)),
  }
}

/** A view of what waits, follows the database. Another person's data on this phone is not in it. */
export function useOutbox() {
  const session = useSession()
  const rows = useLive(() => rowsOf(session.person?.id), { drafts: [], ops: [], media: [], segments: [] }, () => session.person?.id)
  const all = computed(() => loads(rows.value.drafts, rows.value.ops, rows.value.media, rows.value.segments))
  const sum = computed(() => total(all.value, rows.value.ops.filter((op) => op.subject === null)))
  return { loads: all, sum }
}
