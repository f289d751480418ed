import { call } from '../api/client'

export interface Scan {
  number: number
  scanned_at: string
}

/** The number that the scanner of our code sees, or null while nobody has scanned. Raises `Unreachable` without network. */
export async function lastScan(subject: 'visit' | 'card', id: string): Promise<Scan | null> {
  return await call<Scan | null>(`/${subject === 'visit' ? 'visit-codes' : 'cards'}/${id}/scan`)
}
