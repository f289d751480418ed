import { bytesOf, pinsOf } from '../offline/signed'
import { judgeCode } from './genuine'

/** What the signature of a scanned code proves by the pinned keys: `unknown` for a live code, and for a key that is not pinned. */
export async function proofOf(address: string, person_id: string): Promise<'genuine' | 'forged' | 'unknown'> {
  const text = address.trim().split('/').at(-1) ?? ''
  const trusted = (await pinsOf(person_id)).map(({ kid, public_key }) => ({ kid, point: bytesOf(public_key) }))
  return await judgeCode(text, trusted)
}
