import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { Issuer, Snapshot, Task, Verdict } from '../api/types'
import { FieldDb, type SnapshotRow } from './db'
import { pinsOf, unpin } from './signed'
import { fetchSnapshot, tasksOf } from './snapshot'

const HOUR_MS = 3_600_000
const verdict = { quiet: { code: 'OUT' }, cap: { code: 'COUNTED' } } as unknown as Verdict
const fetched = (body: Record<string, unknown> | null): SnapshotRow => ({
  person_id: 'me', taken_at: '', server_time: '', person: {} as SnapshotRow['person'], tasks: [{ id: 'a', verdict } as Task],
  rule_set: body && { id: 'r', body }, fetched_at: 0,
})
const seen = (hours: number, body: Record<string, unknown> | null) => tasksOf(fetched(body), hours * HOUR_MS).map((task) => task.verdict)

test('B-42: a package that is older than the rules allow forecasts nothing, and keeps its tasks', () => {
  const rules = { cache: { max_age_h: 5 } }
  expect(seen(5, rules)).toEqual([verdict])
  expect(seen(5.001, rules)).toEqual([null])
})

test('a package without rules holds for three days', () => {
  for (const without of [null, {}]) {
    expect(seen(72, without)).toEqual([verdict])
    expect(seen(72.001, without)).toEqual([null])
  }
})

test('no package, no tasks', () => {
  expect(tasksOf(null)).toEqual([])
  expect(tasksOf(undefined)).toEqual([])
})

const letters = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

interface Server {
  issuer: Issuer
  /** What it answers to `/snapshot`, taken at a moment, naming keys in the signed text. */
  tells: (word: string, taken_at?: number, named?: Issuer[]) => Promise<Snapshot>
}

async function serverWith(kid: string): Promise<Server> {
  const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const issuer = { kid, public_key: letters(await crypto.subtle.exportKey('raw', key.publicKey)) }
  const tells = async (word: string, taken_at = 0, named: Issuer[] = []): Promise<Snapshot> => {
    const payload = JSON.stringify({ word, taken_at, issuers: named })
    const signature = letters(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, new TextEncoder().encode(`liangma forecast/1\n${payload}`)))
    return { tasks: [{ id: word }], rule_set: null, forecast: { kid, payload, signature }, issuers: [issuer] } as unknown as Snapshot
  }
  return { issuer, tells }
}

const wordIn = (row: SnapshotRow): string | undefined => row.forecast ? (JSON.parse(row.forecast.payload) as { word: string }).word : undefined
const fetching = async (answer: Promise<Snapshot>, on: FieldDb, who = 'me'): Promise<[string | undefined, boolean, string | undefined]> => {
  const told = await answer
  const row = await fetchSnapshot(who, on, <T>() => Promise.resolve(told as T))
  return [wordIn(row), row.refused_at != null, row.tasks[0]?.id]
}

test('B-42: the key of the first package is pinned; what another key signed is refused, the forecast before stays, and the tasks are new', async () => {
  const on = new FieldDb('pinned')
  const [ours, theirs] = [await serverWith('a'), await serverWith('b')]
  expect(await fetching(ours.tells('one'), on)).toEqual(['one', false, 'one'])
  expect(await fetching(theirs.tells('two'), on)).toEqual(['one', true, 'two'])
  expect(await fetching(ours.tells('three'), on)).toEqual(['three', false, 'three'])
})

test('a package under the pinned name that another key signed is refused, too', async () => {
  const on = new FieldDb('same-name')
  const [ours, theirs] = [await serverWith('a'), await serverWith('a')]
  await fetching(ours.tells('one'), on)
  expect(await fetching(theirs.tells('two'), on)).toEqual(['one', true, 'two'])
})

test('each person has keys of their own; signing in anew takes the server’s keys anew', async () => {
  const on = new FieldDb('anew')
  const [ours, theirs] = [await serverWith('a'), await serverWith('b')]
  await fetching(ours.tells('one'), on)
  expect(await fetching(theirs.tells('two'), on, 'other')).toEqual(['two', false, 'two'])
  await unpin('me', on)
  expect(await fetching(theirs.tells('three'), on)).toEqual(['three', false, 'three'])
  expect(await fetching(ours.tells('four'), on, 'other')).toEqual(['two', true, 'four'])
})

test('where no key is in force the server signs nothing, and nothing is pinned', async () => {
  const on = new FieldDb('none')
  const none = { tasks: [], rule_set: null, forecast: null, issuers: [] } as unknown as Snapshot
  expect(await fetching(Promise.resolve(none), on)).toEqual([undefined, false, undefined])
  expect(await pinsOf('me', on)).toEqual([])
})

test('T2: a region’s next key is known before it signs, because the present one named it; one that it no longer names is forgotten', async () => {
  const on = new FieldDb('next')
  const [present, next] = [await serverWith('a'), await serverWith('b')]
  await fetching(present.tells('one', 1, [present.issuer, next.issuer]), on)
  expect(await fetching(next.tells('two', 2, [next.issuer]), on)).toEqual(['two', false, 'two'])
  expect(await fetching(present.tells('three', 3, [present.issuer]), on)).toEqual(['two', true, 'three'])
})

test('T2: an older package that is shown again brings no revoked key back', async () => {
  const on = new FieldDb('again')
  const [revoked, now] = [await serverWith('a'), await serverWith('b')]
  const old = await now.tells('old', 1, [revoked.issuer, now.issuer])
  await fetching(now.tells('new', 2, [now.issuer]), on)
  await fetching(Promise.resolve(old), on)
  expect((await pinsOf('me', on)).map(({ kid }) => kid)).toEqual(['b'])
})
