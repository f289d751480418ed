import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import cases from '../../../tests/unit/policy/cases.json'
import type { Snapshot } from '../api/types'
import type { Rules } from '../policy/facts'
import type { Package, Planned } from '../policy/forecast'
import { FieldDb, type Draft, type Op } from './db'
import { foresee, keptFor, opened, type Asked, type Foreseen } from './forecast'
import { emptyDraft } from './visit'

const NOW = Date.parse('2026-11-24T01:00:00Z') // Tuesday the 24th, 09:00 in Shanghai
const HOUR = 3_600_000
const RULES = { ...cases.defaults, holidays: cases.holidays } as unknown as Rules
const USCC = '91420117MA0DEM001C'

let count = 0
let db: FieldDb
let key: CryptoKeyPair
let issuer: { kid: string; public_key: string }

const base64url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

function planned(task_id: string, changes: Partial<Planned> = {}): Planned {
  const at = NOW + HOUR
  return {
    task_id, rule_set_id: 'r', from: 0, until: null, before: { usage: { used: { 2026: 1 }, used_by_item: {} }, tally: { counted_days: [], followups: {}, last_day_of_task: {} }, together: [] },
    site: { enterprise_id: 'e', site_id: 's', identifier: USCC, classes: [], industry: null, region: '420117', tier: null, chosen_quiet_days: [], whitelist: [] },
    visit: { id: task_id, task_id, organ_id: 'o', enterprise_id: 'e', site_id: 's', kind: 'daily', trigger: 'plan', arrived: { earliest: at, latest: at } }, ...changes,
  }
}

const pack = (changes: Partial<Package> = {}): Package => ({ person_id: 'me', taken_at: NOW - HOUR, expires_at: NOW + 71 * HOUR, rules: { r: RULES }, tasks: [planned('a'), planned('b')], ...changes })

async function keep(made: Package, forge: (payload: string) => string = (payload) => payload): Promise<void> {
  const payload = JSON.stringify(made)
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, new TextEncoder().encode(`liangma forecast/1\n${payload}`))
  const forecast = { kid: issuer.kid, payload: forge(payload), signature: base64url(new Uint8Array(signature)) }
  await db.snapshot.put({ ...({ tasks: [], rule_set: null } as unknown as Snapshot), person_id: 'me', fetched_at: NOW, forecast })
}

async function said(asked: Partial<Asked> = {}): Promise<Foreseen> {
  const kept = await keptFor('me', db)
  return foresee(kept, await opened(kept), { task_id: 'a', at: NOW, arriving: true, ...asked })
}

async function arrived(draft: Partial<Draft>, op: Partial<Op> = {}): Promise<void> {
  const made = { ...emptyDraft({ person_id: 'me', kind: 'visit', task_id: 'b', title: '店' }), arrived_at: NOW - HOUR / 2, ...draft }
  const full = { ...made, check_in_op: made.id }
  await db.draft.add(full)
  const clock = { offset_ms: 0, quality: 'synced' }
  await db.op.add({ op_id: made.id, seq: ++count, person_id: 'me', chain: made.id, subject: made.id, kind: 'check_in', path: '', payload: { clock }, at: 1, needs: [], state: 'queued', attempts: 0, next_at: 0, last_error: null, receipt: null, received_at: null, ...op })
}

beforeEach(async () => {
  db = new FieldDb(`forecast-${++count}`)
  key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  issuer = { kid: 'k1', public_key: base64url(new Uint8Array(await crypto.subtle.exportKey('raw', key.publicKey))) }
  await db.meta.put({ key: 'pins', value: { me: [issuer] } })
  await db.meta.put({ key: 'calibration', value: { offset_ms: 0, at: NOW, boot: 'b' } })
})

test('B-42: outside the quiet days, the second of two: the phone says so, of the moment of the package', async () => {
  await keep(pack())
  const { said: foreseen, taken_at, why } = await said()
  expect([foreseen?.quiet.code, foreseen?.cap.code, foreseen?.cap.counted, taken_at, why]).toEqual(['OUT', 'WITHIN', 2, NOW - HOUR, null])
})

test('a letter that was changed on the phone makes it say nothing', async () => {
  await keep(pack(), (payload) => payload.replace('"2026":1', '"2026":0'))
  expect(await said()).toEqual({ said: null, remarks: [], slot: null, taken_at: null, why: 'unsigned', refused: false })
})

test('nor does it believe a key that the server did not name, or a package made for somebody else', async () => {
  await keep(pack({ person_id: 'other' }))
  expect((await said()).why).toBe('unsigned')
  await keep(pack())
  await db.meta.put({ key: 'pins', value: { me: [{ ...issuer, kid: 'k2' }] } })
  expect((await said()).why).toBe('unsigned')
  await db.meta.put({ key: 'pins', value: { me: [{ ...issuer, public_key: 'nonsense' }] } })
  expect((await said()).why).toBe('unsigned')
})

test('without a package, without the task, at another door: not known', async () => {
  expect((await said()).why).toBe('none')
  await keep(pack())
  expect((await said({ task_id: 'z' })).why).toBe('task')
  expect((await said({ task_id: null })).why).toBe('task')
  expect((await said({ scanned: '91420117MA0DEM002A' })).why).toBe('enterprise')
  expect((await said({ scanned: USCC })).why).toBeNull()
})

test('B-42: older than the rules allow it says how old, and nothing else', async () => {
  await keep(pack({ expires_at: NOW - 1 }))
  expect(await said()).toEqual({ said: null, remarks: [], slot: null, taken_at: NOW - HOUR, why: 'old', refused: false })
  await keep(pack({ taken_at: NOW + HOUR }))
  expect((await said()).why).toBe('ahead')
})

test('B-03: where other rules hold by then, it does not guess them', async () => {
  await keep(pack({ tasks: [planned('a', { until: NOW })] }))
  expect((await said()).why).toBe('rules')
})

test('B-02: a clock that nobody measured puts a border in doubt', async () => {
  const midnight = Date.parse('2026-11-30T15:50:00Z')
  await keep(pack({ taken_at: midnight - HOUR, expires_at: midnight + HOUR }))
  expect((await said({ at: midnight })).said?.quiet.code).toBe('OUT')
  await db.meta.delete('calibration')
  expect((await said({ at: midnight })).said?.quiet).toMatchObject({ code: 'NEEDS_REVIEW', reason: 'quiet.border' })
})

test('a task that is still to come is judged for its own time; in the quiet days with the next lawful slot', async () => {
  const later = Date.parse('2026-12-03T01:00:00Z')
  const task = planned('a')
  await keep(pack({ tasks: [{ ...task, visit: { ...task.visit, arrived: { earliest: later, latest: later } } }] }))
  expect((await said()).said?.quiet.code).toBe('OUT')
  const { said: foreseen, slot } = await said({ arriving: false })
  expect(foreseen?.quiet).toMatchObject({ code: 'VIOLATION', facts: { day: '2026-12-03' } })
  expect(slot).toEqual({ zh: '12 月 21 日（周一）09:00', en: 'Monday, 21 December, 09:00' })
})

test('B-25, B-30: what this phone did since counts, too: the same day, and before', async () => {
  await keep(pack())
  await arrived({})
  expect((await said()).said?.cap).toMatchObject({ code: 'NOT_COUNTED', reason: 'cap.same_day' })
  await db.draft.clear()
  await keep(pack({ taken_at: NOW - 48 * HOUR }))
  await arrived({ arrived_at: NOW - 24 * HOUR })
  expect((await said()).said?.cap).toMatchObject({ code: 'REACHED', counted: 3 })
  expect((await said()).slot?.zh).toBe('2027 年 1 月 21 日（周四）09:00（暂定）')
})

test('what the server had heard of before is in the package already; the visit does not count beside itself', async () => {
  await keep(pack())
  await arrived({}, { state: 'received', received_at: NOW - 2 * HOUR })
  await arrived({ id: 'mine', task_id: 'a' })
  expect((await said({ draft_id: 'mine' })).said?.cap).toMatchObject({ code: 'WITHIN', counted: 2 })
})

test('a visit without a task to the same enterprise cannot be weighed on the phone', async () => {
  await keep(pack())
  await arrived({ task_id: null, enterprise_text: `https://qr.example/?uniscid=${USCC}` })
  expect((await said()).why).toBe('own')
})
