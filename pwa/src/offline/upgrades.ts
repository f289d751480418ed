import type { Transaction } from 'dexie'
import type { Issuer, Person } from '../api/types'
import { fromLetters } from './photos'
import type { Draft, Op } from './rows'

/** How rows of earlier versions become those of today; each runs in the transaction of its version, whole or not at all. */

const CLUE_PHOTOS = ['photo1', 'photo2', 'photo3']

interface WithPhotos {
  photos?: unknown
}

/** Photos of clues stood as base64: in the answers of their drafts, and in commands that may still wait. */
export async function upgradePhotos(tx: Transaction): Promise<void> {
  await tx.table<Draft>('draft').filter((draft) => CLUE_PHOTOS.some((name) => name in draft.answers)).modify((draft) => {
    draft.photos = CLUE_PHOTOS.map((name) => draft.answers[name] ?? '').filter((letters) => letters !== '').map(fromLetters)
    draft.answers = Object.fromEntries(Object.entries(draft.answers).filter(([name]) => !CLUE_PHOTOS.includes(name)))
  })
  await tx.table<Op>('op').filter((op) => op.kind === 'clue').modify((op) => {
    const { photos } = op.payload as WithPhotos
    if (Array.isArray(photos)) op.payload = { ...(op.payload as object), photos: photos.map((each: unknown) => (typeof each === 'string' ? fromLetters(each) : each)) }
  })
}

/** The keys stood under one name for whoever had fetched last: the one who is signed in. */
export async function upgradePins(tx: Transaction): Promise<void> {
  const meta = tx.table<{ key: string; value: unknown }, string>('meta')
  const [issuers, person] = [await meta.get('issuers'), await meta.get('person')]
  if (issuers === undefined) return
  if (person !== undefined) await meta.put({ key: 'pins', value: { [(person.value as Person).id]: issuers.value as Issuer[] } })
  await meta.delete('issuers')
}
