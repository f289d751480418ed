/** What an administrator does with somebody's account: password, invitation, sessions, devices, erasure. */
import { call } from '../../api/client'
import type { Named } from './registers'

export interface SignIn {
  id: string
  created_at: string
  browser: string
  assurance: 'password' | 'passkey'
  device: Device | null
}
export interface Device {
  id: string
  kid: string
  enrolled_at: string
  browser: string
  revoked_at: string | null
}
export interface Invitation {
  url: string
  expires_at: string
}
const post = <T>(path: string, key: string, body: unknown = {}) => call<T>(path, { method: 'POST', key, body })

export const accounts = {
  /** Without a password it waits for a second person (B-104). */
  reset: (id: string, key: string) => post<{ one_time_password?: string }>(`/people/${id}/password-reset`, key),
  invite: (id: string, key: string) => post<Invitation>(`/people/${id}/invitation`, key),
  seal: async (id: string, number: string) => (await call<null>(`/people/${id}/identity-number`, { method: 'PUT', body: { number } }), true),
  erase: (id: string, reason: string, key: string) => post<{ id: string; by?: Named }>(`/people/${id}/erasure`, key, { reason }),
  sessions: (id: string) => call<{ items: SignIn[] }>(`/people/${id}/sessions`),
  endSession: (id: string, session: string, key: string) => call<null>(`/people/${id}/sessions/${session}`, { method: 'DELETE', key }),
  devices: (id: string) => call<{ items: Device[] }>(`/people/${id}/devices`),
  revoke: (id: string, device: string, key: string) => call<null>(`/people/${id}/devices/${device}`, { method: 'DELETE', key }),
}
