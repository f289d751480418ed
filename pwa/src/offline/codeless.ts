import type { CheckInAnswer, Task } from '../api/types'
import { db, type Draft, type FieldDb } from './db'
import { add } from './outbox'

/** Why a visit began without a visit code (B-54); as `policy/codeless.py` has them. */
export const CODELESS = ['emergency', 'evidence', 'special', 'network'] as const
export type CodelessReason = (typeof CODELESS)[number]
/** Whoever had to go in at once shows the code before leaving. */
export const SCAN_BEFORE_LEAVING: readonly string[] = ['emergency', 'evidence']

/** Visits that are no inspection (B-24): a task says so, or whoever comes without one. */
export const NO_INSPECTION = ['noninspection_service', 'noninspection_survey', 'noninspection_liaison'] as const
export const isInspection = (draft: Draft, task: Task | null): boolean => !(task?.kind ?? draft.visit_kind ?? '').startsWith('noninspection')

/** Whether nobody held a code at arrival: the server's word once it is there, until then what this phone has. */
export function withoutCode(draft: Draft, task: Task | null, answer: CheckInAnswer | null): boolean {
  if (draft.check_in_op === null || !isInspection(draft, task)) return false
  if (answer?.verdict) return answer.verdict.findings.some((one) => one.code === 'NO_CODE' || one.code === 'NO_TASK')
  return task?.visit_code == null
}

/** Says why there was no code, once; it goes to the bureau with the visit. */
export async function reportCodeless(draft: Draft, told: { reason: CodelessReason; words: string }, at: number = Date.now(), on: FieldDb = db): Promise<void> {
  await on.transaction('rw', on.draft, on.meta, on.op, async () => {
    if ((await on.draft.get(draft.id))?.codeless !== undefined) return
    const payload = { ...told, at: new Date(at).toISOString() }
    await add({ person_id: draft.person_id, chain: draft.id, subject: draft.id, kind: 'codeless', path: `/inspections/${draft.id}/codeless`, payload, at }, on)
    await on.draft.update(draft.id, { codeless: { reason: told.reason, at } })
  })
}
