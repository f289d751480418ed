import { call } from '../api/client'
import type { Session } from '../api/types'
import { acceptInvitation, signInWithPasskey, type Acceptance } from './account'
import { db, readMeta, writeMeta, type FieldDb } from './db'
import { uuidv7 } from './ids'
import { unpin } from './signed'

/** Signs in; needs the network. Raises `ApiProblem` with identity.wrong_password or identity.too_many. */
export async function signIn(login: string, password: string, into: FieldDb = db): Promise<Session> {
  const session = await call<Session>('/session', { method: 'POST', body: { login, password }, key: uuidv7() })
  await begin(session, into)
  return session
}

/** Signs in with a passkey; null when the person turned away. */
export async function signInByPasskey(into: FieldDb = db): Promise<Session | null> {
  const session = await signInWithPasskey(uuidv7())
  if (session !== null) await begin(session, into)
  return session
}

/** A supervisor's first sign-in, by invitation. */
export async function join(given: Acceptance, into: FieldDb = db): Promise<Session> {
  const session = await acceptInvitation(given, uuidv7())
  await begin(session, into)
  return session
}

/** What the server says about this browser's session; raises ApiProblem 401 when there is none. */
export async function freshSession(into: FieldDb = db): Promise<Session> {
  const session = await call<Session>('/session')
  await remember(session, into)
  return session
}

/** Whoever proves who they are takes the server's keys anew. */
async function begin(session: Session, into: FieldDb): Promise<void> {
  await unpin(session.person.id, into)
  await remember(session, into)
}

async function remember(session: Session, into: FieldDb): Promise<void> {
  await into.transaction('rw', into.meta, async () => {
    await writeMeta('person', session.person, into)
    await writeMeta('signed_out', false, into)
    await writeMeta('must_change_password', session.must_change_password === true, into)
    await writeMeta('notice_due', session.notice?.accepted === false, into)
  })
}

/** Ends the session on the server. What waits on this phone stays, under its owner. */
export async function signOut(into: FieldDb = db): Promise<void> {
  await call<null>('/session', { method: 'DELETE', key: uuidv7() })
  await writeMeta('signed_out', true, into)
}

/** Signs out here first, then at the server if it can be reached: nobody waits for a network to be locked out. */
export async function abandon(into: FieldDb = db): Promise<void> {
  await writeMeta('signed_out', true, into)
  await call<null>('/session', { method: 'DELETE', key: uuidv7() }).catch(() => null)
}

export async function knownPerson(from: FieldDb = db): Promise<Session['person'] | null> {
  return (await readMeta('signed_out', from)) === true ? null : await readMeta('person', from)
}
