import { ApiProblem, problemFrom, Unreachable } from './problem'

export const API = '/api/v1'

interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  /** Sent as it is instead of `body`. */
  file?: Blob
  /** UUIDv7 of the thing made: the server answers the same twice. Every write carries one. */
  key?: string
  /** The phone whose key made what is sent (`Lm-Device`): what a lost phone sends later is set aside by the server. */
  device?: string
  timeoutMs?: number
}

const PATIENCE_MS = 20_000
const FILE_PATIENCE_MS = 60_000
let language = 'zh-CN'

/** The language in which the server words its answers. */
export function speak(tag: string): void {
  language = tag
}

/** Asks the person to prove once more who they are; answers whether the server now knows. */
type Prove = () => Promise<boolean>
let prove: Prove = () => Promise.resolve(false)
const STEP_UP = 'identity.step_up_needed'

/** From now on an order that needs a fresh proof asks for it in this way and is then repeated as it was. */
export function proveWith(way: Prove): void {
  prove = way
}

/** True for an order that was not carried out because the person did not prove who they are. */
export const unproved = (cause: unknown): boolean => cause instanceof ApiProblem && cause.code === STEP_UP

function headersOf(ask: Ask): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language })
  if (ask.body !== undefined) headers.set('Content-Type', 'application/json')
  if (ask.file !== undefined) headers.set('Content-Type', ask.file.type || 'application/octet-stream')
  if (ask.key !== undefined) headers.set('Idempotency-Key', ask.key)
  if (ask.device !== undefined) headers.set('Lm-Device', ask.device)
  return headers
}

async function reachServer(path: string, ask: Ask): Promise<Response> {
  try {
    return await fetch(API + path, {
      method: ask.method ?? 'GET',
      headers: headersOf(ask),
      body: ask.file ?? (ask.body === undefined ? null : JSON.stringify(ask.body)),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(ask.timeoutMs ?? PATIENCE_MS),
    })
  } catch (cause) {
    throw new Unreachable('no answer', { cause })
  }
}

/** A good answer, if need be after a fresh proof: the second try is the first again, with the same key. */
async function goodAnswer(path: string, ask: Ask): Promise<Response> {
  const answer = await reachServer(path, ask)
  if (answer.ok) return answer
  const problem = await problemFrom(answer)
  if (!unproved(problem) || !(await prove())) throw problem
  const second = await reachServer(path, ask)
  if (!second.ok) throw await problemFrom(second)
  return second
}

/**
 * The one fetch. Answers the parsed body, or null for 204.
 * Raises `Unreachable` when no answer came and `ApiProblem` when the answer was no.
 */
export async function call<T>(path: string, ask: Ask = {}): Promise<T> {
  const answer = await goodAnswer(path, ask)
  if (answer.status === 204) return null as T
  return await parsed<T>(answer)
}

/** What stands in for a file that a second person must allow first. */
export interface Later {
  id: string
  rows: number
}

/** A file the server makes: its bytes and its name; or, where it answers 202, what must happen before there is one. */
export async function callFile(path: string): Promise<{ blob: Blob; name: string } | { later: Later }> {
  const answer = await goodAnswer(path, { timeoutMs: FILE_PATIENCE_MS })
  if (answer.status === 202) return { later: await parsed<Later>(answer) }
  const name = /filename="?([^";]+)/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1]
  return { blob: await answer.blob(), name: name ?? path.split('?')[0]?.split('/').pop() ?? 'file' }
}

/** A captive portal answers 200 with a page of its own: that is no answer of ours. */
async function parsed<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T
  } catch (cause) {
    throw new Unreachable('not our server', { cause })
  }
}
