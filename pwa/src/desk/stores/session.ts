/** Who sits at this desk. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiProblem, Unreachable } from '../../api/problem'
import { signInWithPasskey } from '../../offline/account'
import { uuidv7 } from '../../offline/ids'
import { session as api } from '../api'
import { setLanguage } from '../i18n'
import type { Person, Role, Session } from '../types'

const DESK_ROLES: Role[] = ['department', 'head', 'reviewer', 'bureau', 'admin', 'maintenance']

export const useSession = defineStore('session', () => {
  const person = shallowRef<Person | null>(null)
  const asked = ref(false)
  const problem = shallowRef<ApiProblem | Unreachable | null>(null)
  /** What comes before the desk opens: a password of one's own, then the privacy notice. */
  const mustChangePassword = ref(false)
  const noticeDue = ref(false)
  /** The server ended the session; the sign-in page says so. */
  const ended = ref(false)
  const belongsHere = computed(() => person.value !== null && DESK_ROLES.includes(person.value.role))
  const mayPlan = computed(() => person.value?.role === 'department' || person.value?.role === 'head')
  /** Decide on tasks and answer alerts. */
  const mayDecide = computed(() => ['head', 'bureau'].includes(person.value?.role ?? ''))

  /** Looks at visits, and so at the map and at alerts. */
  const mayWatch = computed(() => ['department', 'head', 'reviewer', 'bureau'].includes(person.value?.role ?? ''))

  /** Asks the server once who is signed in; nobody is a good answer, no answer is kept in `problem`. */
  async function restore(): Promise<void> {
    if (asked.value) return
    try {
      take(await api.now())
      problem.value = null
    } catch (cause) {
      if (!(cause instanceof ApiProblem || cause instanceof Unreachable)) throw cause
      asked.value = cause instanceof ApiProblem && cause.status === 401
      problem.value = asked.value ? null : cause
    }
  }

  /** Organ or region of the person changed. */
  async function refresh(): Promise<void> {
    asked.value = false
    await restore()
  }

  async function signIn(login: string, password: string, key: string): Promise<Person> {
    return take(await api.open(login, password, key), true)
  }

  /** Null when the person turned away. */
  async function signInByPasskey(key: string): Promise<Person | null> {
    const opened = await signInWithPasskey<Session>(key)
    return opened === null ? null : take(opened, true)
  }

  function take(session: Session, fresh = false): Person {
    person.value = session.person
    mustChangePassword.value = session.must_change_password === true
    noticeDue.value = session.notice?.accepted === false
    asked.value = true
    ended.value = false
    if (fresh && session.person.language.startsWith('en')) setLanguage('en')
    return session.person
  }

  async function signOut(): Promise<void> {
    await api.close(uuidv7())
    person.value = null
  }

  /** The server no longer knows this session. */
  function forget(): void {
    ended.value = person.value !== null
    person.value = null
  }
  return { person, asked, problem, mustChangePassword, noticeDue, ended, belongsHere, mayPlan, mayDecide, mayWatch, restore, refresh, signIn, signInByPasskey, signOut, forget }
})
