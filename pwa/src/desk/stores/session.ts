/** Who sits at this desk. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiProblem, Unreachable } from '../../api/problem'
import { uuidv7 } from '../../offline/ids'
import { session as api } from '../api'
import { setLanguage } from '../i18n'
import type { Person, Role } from '../types'

const DESK_ROLES: Role[] = ['department', 'head', 'bureau', 'admin']

export const useSession = defineStore('session', () => {
  const person = shallowRef<Person | null>(null)
  const asked = ref(false)
  const problem = shallowRef<ApiProblem | Unreachable | null>(null)
  const belongsHere = computed(() => person.value !== null && DESK_ROLES.includes(person.value.role))
  const mayPlan = computed(() => person.value?.role === 'department' || person.value?.role === 'head')
  /** Decide on tasks and answer alerts. */
  const mayDecide = computed(() => ['head', 'bureau', 'admin'].includes(person.value?.role ?? ''))

  /** Asks the server once who is signed in; nobody is a good answer, no answer is kept in `problem`. */
  async function restore(): Promise<void> {
    if (asked.value) return
    try {
      person.value = (await api.now()).person
      asked.value = true
      problem.value = null
    } catch (cause) {
      if (!(cause instanceof ApiProblem || cause instanceof Unreachable)) throw cause
      asked.value = cause instanceof ApiProblem && cause.status === 401
      problem.value = asked.value ? null : cause
    }
  }

  async function signIn(login: string, password: string, key: string): Promise<Person> {
    const { person: it } = await api.open(login, password, key)
    person.value = it
    asked.value = true
    if (it.language.startsWith('en')) setLanguage('en')
    return it
  }

  async function signOut(): Promise<void> {
    await api.close(uuidv7())
    forget()
  }

  /** The server no longer knows this session. */
  function forget(): void {
    person.value = null
  }
  return { person, asked, problem, belongsHere, mayPlan, mayDecide, restore, signIn, signOut, forget }
})
