import { ApiProblem } from '../api/problem'
import { config } from '../config'

/** What an answer asks of us. Nothing ever asks for deletion. */
export type Fate = 'retry' | 'sign_in' | 'needs_fix' | 'conflict' | 'blocked'

/** Refusals that a person cures by proving who they are: everything waits, nothing is parked. */
const UNTIL_PROVED = new Set(['identity.password_change_needed', 'identity.step_up_needed'])
const PATIENT = new Set([408, 425, 429])

export function fateOf(error: unknown): Fate {
  if (!(error instanceof ApiProblem)) return 'retry'
  const { status } = error
  if (status === 401 || UNTIL_PROVED.has(error.code)) return 'sign_in'
  if (PATIENT.has(status) || status >= 500) return 'retry'
  if (status === 409) return 'conflict'
  if (status === 403 || status === 404 || status === 410) return 'blocked'
  return 'needs_fix'
}

/** Milliseconds to wait before try number `attempts + 1`. The server's own wish, if it has one, is a floor. */
export function backoff(attempts: number, error: unknown, random: () => number = Math.random): number {
  const { retryBaseMs, retryMaxMs } = config.outbox
  const wait = Math.min(retryMaxMs, retryBaseMs * 2 ** attempts) * (0.5 + random() / 2)
  const asked = error instanceof ApiProblem && error.retryAfterS !== null ? error.retryAfterS * 1000 : 0
  return Math.max(wait, asked)
}
