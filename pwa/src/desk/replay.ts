/** A trial of a rule set that is being worked off: asked again until it is done. */
import { onBeforeUnmount, watch } from 'vue'
import { replays, type Replay } from './asks/replays'
import { useLoad } from './load'

const LOOK_AGAIN_MS = 1000
export const isMoving = (it: Replay | null): boolean => it?.state === 'waiting' || it?.state === 'running'

/** `id` may be empty: then there is nothing to look at yet. */
export function useReplay(id: () => string) {
  const it = useLoad(() => replays.one(id()))
  let later: number | undefined
  watch(it.data, (told) => {
    window.clearTimeout(later)
    if (isMoving(told)) later = window.setTimeout(it.load, LOOK_AGAIN_MS)
  })
  onBeforeUnmount(() => window.clearTimeout(later))
  return it
}

/** The year before a day, which is its last. */
export function yearBefore(day: string): { since: string; until: string } {
  const until = new Date(`${day}T12:00:00Z`)
  const since = new Date(until)
  since.setUTCFullYear(since.getUTCFullYear() - 1)
  since.setUTCDate(since.getUTCDate() + 1)
  return { since: since.toISOString().slice(0, 10), until: day }
}
