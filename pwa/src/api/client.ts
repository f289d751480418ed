import { problemFrom, Unreachable } from './problem'

export const API = '/api/v1'

interface Ask {
  method?: 'GET' | 'POST' | 'DELETE'
  body?: unknown
  /** UUIDv7 of the thing made: the server answers the same twice. Every write carries one. */
  key?: string
  timeoutMs?: number
}

const PATIENCE_MS = 20_000
let language = 'zh-CN'

/** The language in which the server words its answers. */
export function speak(tag: string): void {
  language = tag
}

function headersOf(ask: Ask): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language })
  if (ask.body !== undefined) headers.set('Content-Type', 'application/json')
  if (ask.key !== undefined) headers.set('Idempotency-Key', ask.key)
  return headers
}

async function reachServer(path: string, ask: Ask): Promise<Response> {
  try {
    return await fetch(API + path, {
      method: ask.method ?? 'GET',
      headers: headersOf(ask),
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(ask.timeoutMs ?? PATIENCE_MS),
    })
  } catch (cause) {
    throw new Unreachable('no answer', { cause })
  }
}

/**
 * The one fetch. Answers the parsed body, or null for 204.
 * Raises `Unreachable` when no answer came and `ApiProblem` when the answer was no.
 */
export async function call<T>(path: string, ask: Ask = {}): Promise<T> {
  const answer = await reachServer(path, ask)
  if (!answer.ok) throw await problemFrom(answer)
  if (answer.status === 204) return null as T
  return await parsed<T>(answer)
}

/** A captive portal answers 200 with a page of its own: that is no answer of ours. */
async function parsed<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T
  } catch (cause) {
    throw new Unreachable('not our server', { cause })
  }
}
