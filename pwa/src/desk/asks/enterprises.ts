/** The form of one enterprise, as it stands, and what is corrected in it. */
import { call } from '../../api/client'

export type PlaceType = 'urban' | 'rural' | 'mine_farm'
export const PLACE_TYPES: PlaceType[] = ['urban', 'rural', 'mine_farm']
/** What can be corrected; a missing place is two nulls. */
export interface Stands {
  name: string
  identifier: string
  address: string
  place_type: PlaceType
  longitude: number | null
  latitude: number | null
}
export interface EnterpriseForm extends Stands {
  id: string
  version: string
  identifier_ok: boolean
  scheme: string
  /** How near counts as there, in metres, by the rules in force. */
  radius_m: Record<string, number>
}
/** `datum` says in what the place was read. */
export type Correction = Partial<Stands> & { version: string; datum?: string }

export const enterpriseForms = {
  of: (id: string) => call<EnterpriseForm>(`/enterprises/${id}/form`),
  correct: (id: string, body: Correction, key: string) => call<EnterpriseForm>(`/enterprises/${id}`, { method: 'PATCH', key, body }),
}

const NAMES = ['name', 'identifier', 'address', 'place_type'] as const
/** What of the new differs from the old; a place goes whole, or not at all. */
export function differing(was: Stands, is: Stands): Partial<Stands> {
  const words = Object.fromEntries(NAMES.filter((name) => was[name] !== is[name]).map((name) => [name, is[name]]))
  const moved = was.longitude !== is.longitude || was.latitude !== is.latitude
  return moved ? { ...words, longitude: is.longitude, latitude: is.latitude } : words
}
