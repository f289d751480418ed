import { computed } from 'vue'
import { contentOf } from '../capture/record'
import { useSession } from './session'
import { useVisit } from './visits'

/** The record of a visit as it reads since the screen was opened, or as it was locked. */
export function useRecord(id: () => string) {
  const session = useSession()
  const { draft, task, pieces } = useVisit(id)
  const opened = Date.now()
  const photos = computed(() => new Map(pieces.value.flatMap((piece): [string, string][] => (piece.sha256 === null ? [] : [[piece.media_id, piece.sha256]]))))
  const me = computed(() => ({ person_id: session.person?.id ?? '', name: session.person?.name ?? '', organ: session.person?.organ?.name ?? '' }))
  const content = computed(() => {
    if (draft.value === null) return null
    return draft.value.record?.locked?.content ?? contentOf({ draft: draft.value, task: task.value, me: me.value, photos: photos.value }, opened)
  })
  return { draft, task, content }
}
