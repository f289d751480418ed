import type { Draft } from '../../offline/db'

/** Where a visit goes on after it was left: the first thing not yet done. */
export function nextStop(draft: Draft): 'check-in' | 'notice' | 'record' | 'check-out' {
  if (draft.check_in_op === null) return 'check-in'
  if (draft.steps.recording_announced === undefined && draft.result_at === null) return 'notice'
  return draft.result_at === null ? 'record' : 'check-out'
}
