import type { Task } from '../api/types'
import { dayOf } from '../i18n/when'
import type { Draft } from '../offline/db'

type Days = Pick<Task, 'planned_on' | 'further_days'>

/** Whether the notice names that day: the first one, or one on which the same visit goes on (B-31). */
export const isOn = (task: Days, day: string): boolean => task.planned_on === day || (task.further_days ?? []).includes(day)

/** Whether a visit that was left on an earlier day goes on that day: it begins with an arrival of its own (B-31). */
export const goesOn = (task: Days, draft: Draft, day: string): boolean => draft.left_at !== null && dayOf(draft.left_at) < day && (task.further_days ?? []).includes(day)

/** The draft in hand of a task: the newest, unless the visit goes on today. */
export function draftToday(drafts: readonly Draft[], task: Days & { id: string }, day: string): Draft | undefined {
  const last = drafts.filter((draft) => draft.task_id === task.id).sort((a, b) => a.made_at - b.made_at).at(-1)
  return last !== undefined && goesOn(task, last, day) ? undefined : last
}
