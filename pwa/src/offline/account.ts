import { call } from '../api/client'
import type { Person, Session } from '../api/types'
import { answerWithPasskey, makePasskey, type CreationJson, type CredentialJson, type RequestJson } from './passkey'

/** One's own account at the server: how one signs in, where one is signed in, and what is kept about oneself. */
export interface Device {
  id: string
  kid: string
  browser: string
  enrolled_at: string
  revoked_at: string | null
}

export interface RunningSession {
  id: string
  created_at: string
  expires_at: string
  assurance: 'password' | 'passkey'
  browser: string
  device: Device | null
  current: boolean
}

export interface Passkey {
  id: string
  name: string
  synced: boolean
  made_at: string
  last_used_at: string | null
}

interface Items<T> {
  items: T[]
}

const post = <T>(path: string, key: string, body: unknown = {}): Promise<T> => call<T>(path, { method: 'POST', key, body })
const remove = (path: string, key: string): Promise<null> => call<null>(path, { method: 'DELETE', key })

export const sessions = {
  list: () => call<Items<RunningSession>>('/sessions'),
  end: (id: string, key: string) => remove(`/sessions/${id}`, key),
}

export const devices = {
  list: () => call<Items<Device>>('/devices'),
  revoke: (id: string, key: string) => remove(`/devices/${id}`, key),
}

export const passkeys = {
  list: () => call<Items<Passkey>>('/passkeys'),
  withdraw: (id: string, key: string) => remove(`/passkeys/${id}`, key),
  /** Makes one in this browser and registers it; null when the person turned away. */
  async add(name: string, key: string): Promise<Passkey | null> {
    const { options } = await post<{ options: CreationJson }>('/passkeys/options', key)
    const credential = await makePasskey(options)
    return credential === null ? null : await post<Passkey>('/passkeys', key, { credential, name })
  },
}

export type Proof = { password: string } | { credential: CredentialJson }

/** Proves once more who one is; the server remembers it for five minutes. */
export const proof = {
  give: (given: Proof, key: string) => post<{ until: string }>('/session/step-up', key, given),
  async byPasskey(key: string): Promise<CredentialJson | null> {
    const { options } = await post<{ options: RequestJson }>('/session/step-up/options', key)
    return await answerWithPasskey(options)
  },
}

/** Signs in with a passkey; null when the person turned away. */
export async function signInWithPasskey<T = Session>(key: string): Promise<T | null> {
  const { options } = await post<{ options: RequestJson }>('/session/passkey/options', key)
  const credential = await answerWithPasskey(options)
  return credential === null ? null : await post<T>('/session/passkey', key, { credential })
}

export interface Notice {
  version: string
  zh: string
  en: string
  accepted_at: string | null
}

/** A kind of data about oneself: how many rows, from when to when (a moment or a day). */
export interface HeldKind {
  kind: string
  name: { zh: string; en: string }
  n: number
  first: string | null
  last: string | null
}
/** All of it as a file to keep. */
export const MY_DATA_FILE = '/api/v1/me/data/file'

export interface MyData {
  person: Person
  login: string | null
  phone: string | null
  identity_number_sealed: boolean
  sessions: RunningSession[]
  devices: Device[]
  passkeys: Passkey[]
  notices: { version: string; at: string }[]
  held: HeldKind[]
}

export const me = {
  data: () => call<MyData>('/me/data'),
  notice: () => call<Notice>('/me/notice'),
  confirmNotice: (version: string, key: string) => post<Notice>('/me/notice', key, { version }),
  changePassword: (current: string, fresh: string, key: string) => call<null>('/me/password', { method: 'PUT', key, body: { current, new: fresh } }),
  setPhone: (phone: string | null, key: string) => call<null>('/me/contact', { method: 'PUT', key, body: { phone } }),
}

export interface Acceptance {
  token: string
  login: string
  password: string
  name: string | null
}

/** Opens the account that a supervisor was invited to, and signs in. Raises `ApiProblem` 410 for a used or expired one. */
export const acceptInvitation = (given: Acceptance, key: string): Promise<Session> => post<Session>('/invitations/accept', key, given)
