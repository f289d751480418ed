import { call } from '../api/client'
import type { Session } from '../api/types'
import { db, readMeta, writeMeta, type FieldDb } from './db'
import { uuidv7 } from './ids'

/** Signs in; needs the network. Raises `ApiProblem` with identity.wrong_password or identity.too_many. */
export async function signIn(login: string, password: string, into: FieldDb = db): Promise<Session> {
  const session = await call<Session>('/session', { method: 'POST', body: { login, password }, key: uuidv7() })
  await remember(session, into)
  return session
}

/** What the server says about this browser's session; raises ApiProblem 401 when there is none. */
export async function freshSession(into: FieldDb = db): Promise<Session> {
  const session = await call<Session>('/session')
  await remember(session, into)
  return session
}

async function remember(session: Session, into: FieldDb): Promise<void> {
  await into.transaction('rw', into.meta, async () => {
    await writeMeta('person', session.person, into)
    await writeMeta('signed_out', false, into)
  })
}

/** Ends the session on the server. What waits on this phone stays, under its owner. */
export async function signOut(into: FieldDb = db): Promise<void> {
  await call<null>('/session', { method: 'DELETE', key: uuidv7() })
  await writeMeta('signed_out', true, into)
}

export async function knownPerson(from: FieldDb = db): Promise<Session['person'] | null> {
  return (await readMeta('signed_out', from)) === true ? null : await readMeta('person', from)
}
