import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { call, proveWith, unproved } from '../api/client'
import { askForProof, endAsking, useStepUp } from './stepUp'

const { asking } = useStepUp()
const NEEDED = { code: 'identity.step_up_needed', sentence: { zh: '此操作需要再次确认身份。', en: 'Prove it' } }
let answers: { status: number; body: object }[]
let heard: { path: string; key: string | null; body: unknown }[]

function serve(path: string, ask: RequestInit): Promise<Response> {
  heard.push({ path, key: new Headers(ask.headers).get('Idempotency-Key'), body: ask.body })
  const { status, body } = answers.shift() ?? { status: 200, body: {} }
  return Promise.resolve(new Response(JSON.stringify(body), { status }))
}

beforeEach(() => {
  answers = []
  heard = []
  vi.stubGlobal('fetch', serve)
  proveWith(askForProof)
})
afterEach(() => vi.unstubAllGlobals())

const revoke = (): Promise<object> => call('/cards/1/moves', { method: 'POST', key: 'k1', body: { state: 'revoked' } })
const dialog = async (): Promise<void> => await vi.waitFor(() => expect(asking.value).toBe(true))

test('an order that needs a proof asks for it and is then repeated as it was, under the same key', async () => {
  answers = [{ status: 403, body: NEEDED }, { status: 201, body: { id: 'm' } }]
  const going = revoke()
  await dialog()
  endAsking(true)
  expect(await going).toEqual({ id: 'm' })
  expect(heard).toHaveLength(2)
  expect(heard[1]).toEqual(heard[0])
})

test('whoever turns away has changed nothing: the order is not sent again', async () => {
  answers = [{ status: 403, body: NEEDED }]
  const going = revoke()
  await dialog()
  endAsking(false)
  expect(await going.catch(unproved)).toBe(true)
  expect(heard).toHaveLength(1)
})

test('two orders at once ask once', async () => {
  answers = [{ status: 403, body: NEEDED }, { status: 403, body: NEEDED }]
  const both = Promise.all([revoke(), revoke()])
  await dialog()
  await vi.waitFor(() => expect(heard).toHaveLength(2))
  await new Promise((resolve) => setTimeout(resolve))
  endAsking(true)
  await both
  expect(heard).toHaveLength(4)
  expect(asking.value).toBe(false)
})

test('any other refusal asks for nothing', async () => {
  answers = [{ status: 403, body: { code: 'kernel.not_allowed' } }]
  await expect(revoke()).rejects.toMatchObject({ code: 'kernel.not_allowed' })
  expect(asking.value).toBe(false)
})

test('a proof that was not enough is not asked for again and again', async () => {
  answers = [{ status: 403, body: NEEDED }, { status: 403, body: NEEDED }]
  const going = revoke()
  await dialog()
  endAsking(true)
  await expect(going).rejects.toMatchObject({ code: 'identity.step_up_needed' })
  expect(heard).toHaveLength(2)
})
