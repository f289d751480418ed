/** How far the installation is: asked once by those who can do something about it, and again after each step. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ApiProblem, Unreachable } from '../../api/problem'
import { setup as api, type SetupState } from '../asks/setup'
import { useSession } from './session'

export const useSetup = defineStore('setup', () => {
  const session = useSession()
  const state = shallowRef<SetupState | null>(null)
  const concerned = computed(() => session.person?.role === 'admin' || session.person?.role === 'bureau')
  const missing = computed(() => state.value?.steps.filter((step) => !step.done) ?? [])

  /** No answer leaves what was known: the line above every page must not flicker with the network. */
  async function ask(): Promise<void> {
    if (!concerned.value) return
    try {
      state.value = await api.see()
    } catch (cause) {
      if (!(cause instanceof ApiProblem || cause instanceof Unreachable)) throw cause
    }
  }
  return { state, missing, concerned, ask }
})
