import { Dexie, type EntityTable, type Table } from 'dexie'
import type { Draft, KeyRow, Media, MetaRow, MetaValues, Op, Segment, SnapshotRow } from './rows'
import { upgradePhotos, upgradePins } from './upgrades'

export type * from './recordRows'
export type * from './rows'

/** The phone's database. An upgrade takes away nothing that was recorded; a failed one keeps the old rows. */
export class FieldDb extends Dexie {
  declare meta: EntityTable<MetaRow, 'key'>
  declare snapshot: EntityTable<SnapshotRow, 'person_id'>
  declare draft: EntityTable<Draft, 'id'>
  declare op: EntityTable<Op, 'op_id'>
  declare media: EntityTable<Media, 'media_id'>
  declare segment: Table<Segment, [string, number]>
  declare key: EntityTable<KeyRow, 'person_id'>

  constructor(name = 'field') {
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      meta: 'key',
      snapshot: 'person_id',
      draft: 'id, task_id, person_id',
      op: 'op_id, &seq, [chain+seq], state, subject',
      media: 'media_id, subject',
      segment: '[media_id+n], media_id, state, subject',
      log: '++id',
    })
    this.version(2).stores({ key: 'person_id' })
    this.version(3).stores({ log: null }) // nothing was ever written there
    this.version(4).upgrade(async (tx) => {
      await upgradePins(tx)
      await upgradePhotos(tx)
    })
  }
}

export const db = new FieldDb()

export async function readMeta<K extends keyof MetaValues>(key: K, from: FieldDb = db): Promise<MetaValues[K] | null> {
  const row = await from.meta.get(key)
  return row === undefined ? null : (row.value as MetaValues[K])
}

export async function writeMeta<K extends keyof MetaValues>(key: K, value: MetaValues[K], into: FieldDb = db): Promise<void> {
  await into.meta.put({ key, value })
}
