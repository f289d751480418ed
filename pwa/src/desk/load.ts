/** One way to fetch and one way to act: what is loading, what came, what went wrong. */
import { ref, shallowRef, type ShallowRef } from 'vue'
import { unproved } from '../api/client'
import { ApiProblem, Unreachable } from '../api/problem'
import { uuidv7 } from '../offline/ids'
import { useSession } from './stores/session'

export type Trouble = ApiProblem | Unreachable

function trouble(cause: unknown): Trouble {
  if (cause instanceof ApiProblem && cause.status === 401) useSession().forget()
  if (cause instanceof ApiProblem || cause instanceof Unreachable) return cause
  throw cause
}

/** Fetches with `ask` on `load()`. A later answer never gives way to an earlier one; old data stays until new comes. */
export function useLoad<T>(ask: () => Promise<T>) {
  const data: ShallowRef<T | null> = shallowRef(null)
  const problem = shallowRef<Trouble | null>(null)
  const loading = ref(false)
  let turn = 0

  async function load(): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await ask()
      if (mine !== turn) return
      data.value = answer
      problem.value = null
    } catch (cause) {
      if (mine === turn) problem.value = trouble(cause)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  return { data, problem, loading, load }
}

/**
 * Gives an order once. A repeat after no answer uses the same key, so the server does it once;
 * after an answer, yes or no, the next order is a new one. Who turned away from proving who they are gave no order.
 */
export function useOrder<Args extends unknown[], T>(give: (key: string, ...args: Args) => Promise<T>) {
  const problem = shallowRef<Trouble | null>(null)
  const busy = ref(false)
  let key = uuidv7()
  let said = ''

  async function run(...args: Args): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = null
    const saying = JSON.stringify(args)
    if (saying !== said) key = uuidv7()
    said = saying
    try {
      const answer = await give(key, ...args)
      said = ''
      return answer
    } catch (cause) {
      if (!unproved(cause)) problem.value = trouble(cause)
      if (cause instanceof ApiProblem) said = ''
      return null
    } finally {
      busy.value = false
    }
  }
  return { problem, busy, run }
}
