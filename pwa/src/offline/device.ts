import { call } from '../api/client'
import { ApiProblem, Unreachable } from '../api/problem'
import { db, type FieldDb } from './db'
import { uuidv7 } from './ids'

const REVOKED = 'identity.device_revoked'

/**
 * Tells the server that the session of now is this phone's, so that revoking the phone ends it. Only for a key that is
 * enrolled already; a new one goes through the outbox. Answers false when the device was revoked; true also without network.
 */
export async function introduce(person_id: string, on: FieldDb = db): Promise<boolean> {
  const row = await on.key.get(person_id)
  if (row === undefined || row.sealed === null || (await on.op.get(row.device_id))?.state !== 'received') return true
  try {
    await call('/devices', { method: 'POST', body: { public_key: row.public_key }, key: uuidv7() })
  } catch (error) {
    if (error instanceof ApiProblem) return error.code !== REVOKED
    if (!(error instanceof Unreachable)) throw error
  }
  return true
}
