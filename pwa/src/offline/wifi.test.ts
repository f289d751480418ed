import 'fake-indexeddb/auto'
import { beforeEach, expect, test, vi } from 'vitest'
import { FieldDb, type Media, type Segment } from './db'
import { due } from './uploads'
import { networkHere, recordingsMayGo, setWifiOnly, tellsNetwork } from './wifi'

let count = 0
let db: FieldDb

const on = (type?: string): void => {
  vi.stubGlobal('navigator', { connection: type === undefined ? undefined : { type, addEventListener: vi.fn(), removeEventListener: vi.fn() } })
}

const media = (media_id: string, kind: Media['kind']): Media => ({ media_id, person_id: 'me', subject: 'v', kind, mime: '', started_at: 1, ended: true, caption: null })
const piece = (media_id: string): Segment => ({
  media_id, n: 0, subject: 'v', path: `${media_id}.bin`, state: 'declared', bytes: 4, started_at: 1, last_at: 1, duration_ms: 0, gap_ms: 0, cause: null,
  sha256: 'a', prev: null, link: null, op_id: null, upload_url: null, sent: 0, attempts: 0, next_at: 0, last_error: null, sealed_at: null,
})

beforeEach(async () => {
  count += 1
  db = new FieldDb(`wifi-${count}`)
  for (const [id, kind] of [['film', 'recording'], ['still', 'photo'], ['name', 'signature']] as const) {
    await db.media.add(media(id, kind))
    await db.segment.add(piece(id))
    await db.op.add({ op_id: id, seq: (await db.op.count()) + 1, person_id: 'me', chain: id, subject: 'v', kind: 'media', path: '', payload: {}, at: 1, needs: [], state: 'received', attempts: 0, next_at: 0, last_error: null, receipt: null, received_at: 1 })
  }
})

const going = async (): Promise<string[]> => (await due('me', db)).map((one) => one.media.media_id)

test('recordings wait for Wi-Fi where the officer wants it; photos and signatures do not', async () => {
  on('cellular')
  expect(await going()).toEqual(['name', 'still', 'film'])
  await setWifiOnly(true, db)
  expect(await going()).toEqual(['name', 'still'])
  on('wifi')
  expect(await going()).toEqual(['name', 'still', 'film'])
})

test.each([['wifi', 'wifi'], ['ethernet', 'wifi'], ['cellular', 'mobile'], ['bluetooth', 'mobile'], ['none', 'unknown'], ['odd', 'unknown']])('%s is %s', (type, network) => {
  on(type)
  expect(networkHere()).toBe(network)
})

test('where the browser does not tell its network nothing waits for ever, and there is no switch', async () => {
  on()
  await setWifiOnly(true, db)
  expect(tellsNetwork()).toBe(false)
  expect(await recordingsMayGo(db)).toBe(true)
  expect(await going()).toContain('film')
})
