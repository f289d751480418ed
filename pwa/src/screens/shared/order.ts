import { ref } from 'vue'
import { ApiProblem, Unreachable } from '../../api/problem'
import { t, useText } from '../../i18n'
import { uuidv7 } from '../../offline/ids'
import { useSync } from '../../stores/sync'

/**
 * Questions and orders that need the server now: one at a time, and the server's own sentence for a no. A repeat after no
 * answer uses the same key.
 */
export function useOrder() {
  const { pick } = useText()
  const sync = useSync()
  const busy = ref(false)
  const trouble = ref('')
  let key = uuidv7()

  async function run<T>(give: (key: string) => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    trouble.value = ''
    const answer = await give(key).catch(refuse)
    if (trouble.value !== t('account.unreachable')) key = uuidv7()
    busy.value = false
    return answer
  }

  function refuse(error: unknown): null {
    if (!(error instanceof ApiProblem || error instanceof Unreachable)) throw error
    if (error instanceof ApiProblem && error.status === 401) sync.signInNeeded = true
    trouble.value = error instanceof ApiProblem ? [error.sentence, error.remedies].map((said) => (said === null ? '' : pick(said))).join('') : t('account.unreachable')
    return null
  }

  return { busy, trouble, run }
}
